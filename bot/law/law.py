"""The law as one object: its parameters, its calculators, and the estimate made from both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.law.ahead import next_different
from bot.law.calculator import Amounts, CalculatorSpec
from bot.law.dated import Parameter
from bot.law.errors import EstimateInputError
from bot.law.estimate import Estimate
from bot.law.inputs import Inputs, parse_day
from bot.law.loading import PARAMETERS_DIR, load_parameters
from bot.law.refusing import nearest
from bot.law.register import CALCULATORS
from bot.law.working import Working


@dataclass(frozen=True, slots=True)
class Law:
    """Immutable and safe to share; two of them with different parameters can be compared."""

    parameters: Mapping[str, Parameter]
    calculators: Mapping[str, CalculatorSpec[Any]] = field(
        default_factory=lambda: MappingProxyType(dict(CALCULATORS))
    )

    @classmethod
    def load(cls, *, directory: Path = PARAMETERS_DIR) -> "Law":
        """The law of a directory of parameter files.

        :raises LawDataError: when a file is broken; the message names file, line and remedy.
        """
        return cls(MappingProxyType(load_parameters(directory)))

    def estimate(self, calculator: str, /, *, on: date | str, **inputs: Any) -> Estimate:
        """Compute with the law of a day; inputs that are None count as not given.

        :param on: the day, or its text "2026-11-23".
        :raises EstimateInputError: for an unknown calculator, a wrong input or a day before the scheme.
        :raises ParameterMissingError: when a figure needed for that day is not published.
        """
        spec = self._calculator(calculator)
        working = Working(self.parameters, _day(on))
        working.require_scheme()
        checked = spec.model.parse(inputs)
        amounts = spec.compute(working, checked)
        if spec.looks_ahead:
            working.next_change = _next_change(spec, working, checked, amounts)
        return working.estimate(spec.name, checked.given(), amounts)

    def answer(self, request: Mapping[str, Any]) -> Estimate:
        """Compute what one JSON object asks for: ``calculator``, ``on`` and the inputs, side by side.

        :raises EstimateInputError: as ``estimate`` does, and when ``calculator`` or ``on`` is missing.
        :raises ParameterMissingError: as ``estimate`` does.
        """
        inputs = {str(name): value for name, value in request.items() if name not in ("calculator", "on")}
        return self.estimate(request.get("calculator", ""), on=request.get("on", ""), **inputs)

    def _calculator(self, name: str) -> CalculatorSpec[Any]:
        if not isinstance(name, str) or name not in self.calculators:
            known = nearest(name, self.calculators)
            reason = f"Không có phép tính «{name}»{known or '.'}" if name else "Cần cho biết phép tính."
            raise EstimateInputError("calculator", reason, value=name, allowed=sorted(self.calculators))
        return self.calculators[name]


def _next_change(
    spec: CalculatorSpec[Any], working: Working, checked: Inputs, amounts: Amounts
) -> dict[str, Any] | None:
    """The result on the next known day on which it differs."""
    changed = next_different(working, working.used, lambda other: spec.compute(other, checked), now=amounts)
    return {"day": changed[0], **changed[1]} if changed else None


def _day(value: date | str) -> date:
    try:
        return parse_day(value)
    except ValueError as error:
        raise EstimateInputError("on", f"Ngày tính: {error}.", value=value) from None
