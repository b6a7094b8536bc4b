"""What changes in the law between two days: the parameters, and for whom it means what in đồng."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.law.dated import DatedValue, Parameter
from bot.law.errors import EstimateInputError, ParameterMissingError, json_safe
from bot.law.estimate import Estimate
from bot.law.inputs import CATEGORIES, METHODS
from bot.law.law import Law
from bot.law.limits import IncomeLimits
from bot.law.methods import ONE_OFF
from bot.law.working import Working


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """A parameter whose value differs; None stands for a day on which it has none."""

    parameter: Parameter
    before: DatedValue | None
    after: DatedValue | None

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.parameter.name,
            "description": self.parameter.description,
            "unit": self.parameter.unit.value,
            "before": json_safe(self.before and self.before.value),
            "after": json_safe(self.after and self.after.value),
            "from": json_safe(self.after and self.after.valid_from),
            "reference": self.after.reference if self.after else None,
        }


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A kind of person and what they pay on both days, on the lowest income of each."""

    category: str
    payment_method: str
    before: Estimate | None
    after: Estimate | None

    @property
    def who(self) -> str:
        return f"{CATEGORIES[self.category]}, đóng {METHODS[self.payment_method]} theo mức thấp nhất"

    @property
    def payable(self) -> tuple[int | None, int | None]:
        """What is paid before and after; None where it cannot be computed."""
        return _payable(self.before), _payable(self.after)

    def as_dict(self) -> dict[str, Any]:
        before, after = self.payable
        return {"who": self.who, "category": self.category, "payment_method": self.payment_method} | {
            "before": before,
            "after": after,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two days."""

    before: date
    after: date
    parameters: tuple[ParameterChange, ...]
    people: tuple[PersonChange, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "before": self.before.isoformat(),
            "after": self.after.isoformat(),
            "parameters": [change.as_dict() for change in self.parameters],
            "people": [change.as_dict() for change in self.people],
        }


def compare(law: Law, before: date, after: date) -> Comparison:
    """What differs between two days of the law, the earlier one first."""
    before, after = sorted((before, after))
    return Comparison(
        before, after, tuple(_parameters(law, before, after)), tuple(_people(law, before, after))
    )


def _parameters(law: Law, before: date, after: date) -> Iterator[ParameterChange]:
    for parameter in law.parameters.values():
        old, new = _on(parameter, before), _on(parameter, after)
        if (old and old.value) != (new and new.value):
            yield ParameterChange(parameter, old, new)


def _on(parameter: Parameter, day: date) -> DatedValue | None:
    try:
        return parameter.on(day)
    except ParameterMissingError:
        return None


def _people(law: Law, before: date, after: date) -> Iterator[PersonChange]:
    for category in CATEGORIES:
        for method in (name for name in METHODS if name not in ONE_OFF):
            change = PersonChange(
                category,
                method,
                _lowest(law, before, category, method),
                _lowest(law, after, category, method),
            )
            if len(set(change.payable)) > 1:
                yield change


def _lowest(law: Law, day: date, category: str, method: str) -> Estimate | None:
    """The payment on the lowest income of a day, or nothing where the law of that day is not known."""
    try:
        income = IncomeLimits.of(Working(law.parameters, day)).minimum
        return law.estimate("contribution", on=day, income=income, category=category, payment_method=method)
    except (EstimateInputError, ParameterMissingError):
        return None


def _payable(estimate: Estimate | None) -> int | None:
    payable: int | None = estimate.amounts["payable"] if estimate else None
    return payable
