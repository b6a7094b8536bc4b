"""One question of one person: what was told, in the forms of the calculators, and the figure that comes of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from bot.actions.answers import entity_values
from bot.actions.person import insured
from bot.actions.scope import Toolbox, current_scope
from bot.actions.sub_answers import plain
from bot.law import EstimateInputError, ParameterMissingError
from bot.rendering import Insured

# A person who tells no time gets an example of five years.
EXAMPLE_MONTHS = 60
_ASKS_AMOUNT = re.compile(
    r"\b(?:bao nhieu|may tien|may trieu|may dong|duoc may|het may|mat may|con may|tinh (?:ho|giup|cho|thu|xem|toan)"
    r"|duoc khoang|khoang bao|tong cong|tat ca (?:het|la)|so tien)\b"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A message and what it is filled with; ``own`` is whether it rests on what the person told."""

    response: str
    arguments: Mapping[str, Any]
    own: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of one person."""

    toolbox: Toolbox
    tracker: Tracker

    @property
    def person(self) -> Insured:
        return insured(self.tracker)

    @property
    def words(self) -> str:
        return plain(self.tracker.latest_message.get("text") or "")

    def slot(self, name: str) -> Any:
        return self.tracker.get_slot(name)

    def values(self, *entities: str) -> list[Any]:
        """What the latest message names of these."""
        return [value for entity in entities for value in entity_values(self.tracker, entity)]

    def income(self) -> int:
        """The person's income, else the lowest that may be chosen."""
        limits = self.toolbox.law.estimate("contribution_limits", on=current_scope().today)
        return self.person.income or int(limits.amounts["minimum_income"])

    def first(self, patterns: Mapping[str, str], default: str | None = None) -> str | None:
        """The first name whose pattern the words fit."""
        return next((name for name, pattern in patterns.items() if re.search(pattern, self.words)), default)

    def figure(self, response: str, arguments: Mapping[str, Any], *, own: bool) -> Figure:
        """A figure whose message hears what is an example, and whether the income is one."""
        assumed = self.slot("income") is None and not self.person.periods
        return Figure(response, {**arguments, "own": own, "assumed": assumed}, own)

    def compute(self, calculator: str, **inputs: Any) -> dict[str, Any]:
        """``estimate`` in its JSON form, or ``refusal`` with the law's reason and article; the other is None."""
        try:
            estimate = self.toolbox.law.estimate(calculator, on=current_scope().today, **inputs).as_dict()
        except (EstimateInputError, ParameterMissingError) as error:
            return {"estimate": None, "refusal": error.as_dict()}
        return {"estimate": estimate, "refusal": None}


def asks_amount(text: str) -> bool:
    """Whether a question is about a sum of money."""
    return bool(_ASKS_AMOUNT.search(plain(text)))


def history(person: Insured, *, average: int, months: int | None = None) -> dict[str, Any]:
    """What was paid, as the calculators take it: the stretches where their incomes are known, else their sum.

    :param average: the income of what was named without one; nothing stands in for it when it is zero.
    :param months: how long, where no stretches are known.
    """
    named = [
        {"from": period["from"], "to": period["to"], "income": period.get("income") or average}
        for period in person.periods
    ]
    if named and all(period["income"] for period in named):
        return {"voluntary_periods": named}
    return {"months_paid": months or person.months_paid, "average_income": average}
