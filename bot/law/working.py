"""Keeps the working of a calculation: which parameters were read, the steps, the articles, assumptions and warnings."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot.law.dated import DatedValue, Parameter, Status, Table
from bot.law.errors import EstimateInputError
from bot.law.estimate import Estimate, Notice, Step, UsedParameter

_UNCONFIRMED = {Status.SECONDARY, Status.ASSUMED}
FIRST_DAY = "scheme.first_day"


class Working:
    """A calculator reads the law only through this, so that nothing it used goes unmentioned."""

    def __init__(self, parameters: Mapping[str, Parameter], on: date) -> None:
        self._parameters = parameters
        self.on = on
        self._used: dict[tuple[str, date], UsedParameter] = {}
        self._steps: list[Step] = []
        self._citations: list[str] = []
        self._assumptions: list[str] = []
        self._warnings: list[Notice] = []
        self.next_change: dict[str, Any] | None = None

    def parameter(self, name: str) -> Parameter:
        """The whole series, for looking ahead; it is not noted as used."""
        return self._parameters[name]

    def dated(self, name: str, *, on: date | None = None) -> DatedValue:
        """The value on a day (the calculation's own unless told), noted as used.

        :raises ParameterMissingError: when no value holds on that day.
        """
        parameter = self._parameters[name]
        found = parameter.on(on or self.on)
        self._used.setdefault((name, found.valid_from), UsedParameter(parameter, found))
        return found

    def value(self, name: str, *, on: date | None = None) -> Decimal:
        """The number on a day."""
        return self.dated(name, on=on).number

    def whole(self, name: str, *, on: date | None = None) -> int:
        """The number on a day where it counts months, years or people."""
        return int(self.value(name, on=on))

    def day(self, name: str) -> date:
        """A parameter that is itself a day."""
        found = self.dated(name).value
        if not isinstance(found, date):
            raise TypeError(f"{name} must be a day, found {found!r}")
        return found

    def table(self, name: str, *, on: date) -> Table:
        """A parameter that maps years to figures."""
        found = self.dated(name, on=on).value
        if not isinstance(found, Mapping):
            raise TypeError(f"{name} must be a table, found {found!r}")
        return found

    def choice(self, name: str) -> str:
        """A parameter that names the rule to apply."""
        return str(self.dated(name).value)

    def reference(self, name: str) -> str:
        """The source of a parameter on the calculation's day, for an error message."""
        return self.dated(name).reference

    @property
    def used(self) -> list[str]:
        """The names of the parameters read so far."""
        return list(dict.fromkeys(name for name, _ in self._used))

    def at(self, day: date) -> "Working":
        """An empty working for the same law on another day."""
        return Working(self._parameters, day)

    def step(self, key: str, description: str, formula: str, amount: Any) -> None:
        self._steps.append(Step(key, description, formula, amount))

    def cite(self, *references: str) -> None:
        self._citations.extend(references)

    def cite_parameter(self, *names: str) -> None:
        """Put the sources of these parameters before all others."""
        for name in names:
            self.cite(*(source.title for source in self.dated(name).references))

    def assume(self, text: str) -> None:
        if text not in self._assumptions:
            self._assumptions.append(text)

    def warn(self, code: str, text: str, **data: Any) -> None:
        self._warnings.append(Notice(code, text, data))

    def ahead(self, day: date) -> "Outlook":
        """An empty working for a later day, on which what is not published stays as it was last."""
        return Outlook(self._parameters, day)

    def adopt(self, other: "Working") -> None:
        """Note what another working used, cited, assumed and warned of, without its steps."""
        self._used.update({key: used for key, used in other._used.items() if key not in self._used})
        self._citations.extend(other._citations)
        self.adopt_assumptions(other)
        self._warnings.extend(warning for warning in other._warnings if warning not in self._warnings)

    def adopt_assumptions(self, other: "Working") -> None:
        for text in other._assumptions:
            self.assume(text)

    def require_scheme(self) -> None:
        """Refuse a day on which the scheme did not exist.

        :raises EstimateInputError: for a day before the scheme.
        """
        first = next(iter(self._parameters[FIRST_DAY]))
        if self.on < first.valid_from:
            reason = f"Bảo hiểm xã hội tự nguyện chỉ có từ ngày {first.valid_from:%d/%m/%Y}."
            raise EstimateInputError(
                "on", reason, value=self.on, minimum=first.valid_from, reference=first.reference
            )

    def estimate(self, calculator: str, inputs: Mapping[str, Any], amounts: Mapping[str, Any]) -> Estimate:
        """The finished result."""
        used = tuple(self._used.values())
        titles = [source.title for found in used for source in found.dated.references]
        return Estimate(
            calculator=calculator,
            on=self.on,
            inputs=inputs,
            amounts=amounts,
            steps=tuple(self._steps),
            parameters=used,
            references=tuple(dict.fromkeys([*self._citations, *titles])),
            assumptions=tuple(self._assumptions),
            warnings=(*self._warnings, *map(_unconfirmed, filter(_is_unconfirmed, used))),
            next_change=self.next_change,
        )


class Outlook(Working):
    """Looks at days for which not everything is published: the last known value goes on, and that is said."""

    def dated(self, name: str, *, on: date | None = None) -> DatedValue:
        parameter, day = self.parameter(name), on or self.on
        found = parameter.latest(day)
        if found.valid_to and found.valid_to < day:
            self.assume(f"{parameter.description}: sau ngày {found.valid_to:%d/%m/%Y} giữ mức đã biết.")
        self._used.setdefault((name, found.valid_from), UsedParameter(parameter, found))
        return found


def _is_unconfirmed(used: UsedParameter) -> bool:
    return used.dated.status in _UNCONFIRMED


def _unconfirmed(used: UsedParameter) -> Notice:
    text = (
        f"{used.parameter.description}: cần cơ quan bảo hiểm xã hội xác nhận, "
        f"vì chưa đọc được trong văn bản chính thức."
    )
    return Notice(
        "unconfirmed_parameter", text, {"parameter": used.parameter.name, "status": used.dated.status.value}
    )
