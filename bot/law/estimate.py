"""The result of a calculation with everything that shows how it arose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.law.dated import DatedValue, Parameter
from bot.law.errors import json_safe


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the working: what is computed, how it is written, what comes out (whole đồng where it is money)."""

    key: str
    description: str
    formula: str
    amount: Any

    def as_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "description": self.description,
            "formula": self.formula,
            "amount": json_safe(self.amount),
        }


@dataclass(frozen=True, slots=True)
class UsedParameter:
    """A parameter and the value of it that was used."""

    parameter: Parameter
    dated: DatedValue

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.parameter.name,
            "description": self.parameter.description,
            "unit": self.parameter.unit.value,
            "value": json_safe(self.dated.value),
            "valid_from": self.dated.valid_from.isoformat(),
            "valid_to": json_safe(self.dated.valid_to),
            "reference": self.dated.reference,
            "status": self.dated.status.value,
        }


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know about the result; ``data`` holds its figures."""

    code: str
    text: str
    data: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        return {"code": self.code, "text": self.text} | {
            key: json_safe(item) for key, item in self.data.items()
        }


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a calculator gives back; money in ``amounts`` is whole đồng, months are written "2027-01".

    Messages may rely on these keys: ``calculator``, ``on``, ``inputs`` (as given), ``amounts`` (the calculator's
    output names; one that does not apply is absent), ``steps`` (``key``, ``description``, ``formula``, ``amount``),
    ``references`` (the deciding articles first), ``assumptions`` (sentences), ``warnings`` (``code``, ``text`` and
    figures), ``parameters`` (``name``, ``value``, ``valid_from``, ``valid_to``, ``status``, …) and ``next_change``
    (None, or ``day`` and the amounts from then on). A contribution's next change has ``first_payment`` (a month),
    ``minimum_income``, ``income``, ``gross``, ``state_support``, ``local_support``, ``payable`` and ``per_month``;
    its sums are None while a figure of that day is not published.
    """

    calculator: str
    on: date
    inputs: Mapping[str, Any]
    amounts: Mapping[str, Any]
    steps: tuple[Step, ...]
    parameters: tuple[UsedParameter, ...]
    references: tuple[str, ...]
    assumptions: tuple[str, ...]
    warnings: tuple[Notice, ...]
    next_change: Mapping[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        """The estimate in JSON's types with its results under ``amounts``; this is what is kept and shown."""
        return {
            "calculator": self.calculator,
            "on": self.on.isoformat(),
            "inputs": {name: json_safe(value) for name, value in self.inputs.items()},
            "amounts": {name: json_safe(value) for name, value in self.amounts.items()},
            "steps": [step.as_dict() for step in self.steps],
            "parameters": [parameter.as_dict() for parameter in self.parameters],
            "references": list(self.references),
            "assumptions": list(self.assumptions),
            "warnings": [warning.as_dict() for warning in self.warnings],
            "next_change": json_safe(self.next_change),
        }

    def as_response(self) -> dict[str, Any]:
        """The same with the result fields at the top, as the API and the command line hand it out."""
        content = self.as_dict()
        amounts: dict[str, Any] = content.pop("amounts")
        return content | amounts
