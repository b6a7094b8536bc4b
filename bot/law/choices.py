"""Choices side by side: the ways to pay on one income, or several incomes paid month by month.

Each is computed by the calculator `contribution`, so a table never says another figure than an answer does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.law.errors import EstimateInputError, ParameterMissingError
from bot.law.estimate import Estimate
from bot.law.inputs import CATEGORIES
from bot.law.law import Law
from bot.law.methods import MAXIMUM_YEARS, MINIMUM_YEARS

_REPEATED = ("monthly", "quarterly", "half_yearly", "yearly")
# More lines than these are not read on a small phone.
MOST_INCOMES = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the table, in đồng; ``support`` is what State and province add to it, ``years`` of paying ahead."""

    income: int
    payment_method: str
    years: int | None
    months: int
    payable: int
    per_month: int
    support: int

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Choices:
    """A table of choices.

    :param by: "method" where one income is paid in several ways, "income" where several are paid month by month.
    :param group: the group whose support is taken off, in words.
    :param changes_on: the next day from which one of the sums is another.
    :param references: the articles behind the sums, each once.
    """

    on: date
    by: str
    group: str
    rows: Sequence[Choice]
    changes_on: date | None
    references: Sequence[str]

    def as_dict(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat(),
            "by": self.by,
            "group": self.group,
            "rows": [row.as_dict() for row in self.rows],
            "changes_on": self.changes_on and self.changes_on.isoformat(),
            "references": list(self.references),
        }


def choices(law: Law, *, on: date | str, incomes: Sequence[int], **who: Any) -> Choices:
    """The table of one income's ways to pay, or of several incomes; ``who`` are the group and what else is known.

    Years ahead whose price is not published yet are left out.

    :raises EstimateInputError: for too many incomes or none, and as the calculator does.
    :raises ParameterMissingError: when a figure of that day is not published.
    """
    if not 1 <= len(incomes) <= MOST_INCOMES:
        reason = f"Cần từ 1 đến {MOST_INCOMES} mức thu nhập."
        raise EstimateInputError("incomes", reason, value=list(incomes))
    found = list(
        _ways(law, on, incomes[0], who) if len(incomes) == 1 else _levels(law, on, sorted(incomes), who)
    )
    first = found[0]
    changes = [change["day"] for one in found if (change := one.next_change)]
    return Choices(
        on=first.on,
        by="method" if len(incomes) == 1 else "income",
        group=CATEGORIES[first.amounts["category"]],
        rows=[_choice(one) for one in found],
        changes_on=min(changes, default=None),
        references=list(dict.fromkeys(reference for one in found for reference in one.references)),
    )


def _ways(law: Law, on: date | str, income: int, who: Mapping[str, Any]) -> Iterator[Estimate]:
    for method in _REPEATED:
        found = law.estimate("contribution", on=on, income=income, payment_method=method, **who)
        yield found
    lowest, highest = (
        int(law.parameters[name].on(found.on).number) for name in (MINIMUM_YEARS, MAXIMUM_YEARS)
    )
    for years in range(lowest, highest + 1):
        ahead = {"payment_method": "multi_year", "years": years}
        try:
            yield law.estimate("contribution", on=on, income=income, **ahead, **who)
        except ParameterMissingError:
            return


def _levels(law: Law, on: date | str, incomes: Sequence[int], who: Mapping[str, Any]) -> Iterator[Estimate]:
    for income in incomes:
        yield law.estimate("contribution", on=on, income=income, payment_method="monthly", **who)


def _choice(estimate: Estimate) -> Choice:
    amounts, inputs = estimate.amounts, estimate.inputs
    return Choice(
        income=int(inputs["income"]),
        payment_method=inputs["payment_method"],
        years=inputs.get("years"),
        months=amounts["months"],
        payable=amounts["payable"],
        per_month=amounts["per_month"],
        support=amounts["state_support"] + amounts["local_support"],
    )
