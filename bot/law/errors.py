"""Errors of the law: a figure nobody has published, an input the law does not allow, a broken parameter file."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any

from bot.errors import AnTamError, DataError

Limit = int | Decimal | date | str


def json_safe(value: Any) -> Any:
    """The value in JSON's types: whole numbers stay whole, days become ISO text, tables get text keys."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): json_safe(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_safe(item) for item in value]
    plain = value is None or isinstance(value, int | str) or (isinstance(value, float) and isfinite(value))
    return value if plain else str(value)


class LawDataError(DataError):
    """A parameter file is not what it should be."""


class EstimateInputError(AnTamError):
    """An input that the law does not allow; ``reason`` is Vietnamese and meant for the citizen.

    ``field`` is the input as it was given, ``path`` leads to a value inside of it ("voluntary_periods.0.to").
    """

    def __init__(
        self,
        field: str,
        reason: str,
        *,
        path: str | None = None,
        value: Any = None,
        minimum: Limit | None = None,
        maximum: Limit | None = None,
        allowed: Sequence[Any] | None = None,
        reference: str | None = None,
    ) -> None:
        super().__init__(reason, remedy=f"Sửa «{field}» rồi tính lại.")
        self.field = field
        self.path = path
        self.value = value
        self.minimum = minimum
        self.maximum = maximum
        self.allowed = tuple(allowed) if allowed is not None else None
        self.reference = reference

    def as_dict(self) -> dict[str, Any]:
        """The error in JSON's types; what does not apply is left out."""
        limits = {"minimum": self.minimum, "maximum": self.maximum, "allowed": self.allowed}
        known = {name: json_safe(limit) for name, limit in limits.items() if limit is not None}
        place = {"path": self.path} if self.path else {}
        head = {"error": "estimate_input", "field": self.field, **place, "reason": self.reason}
        return head | {"value": json_safe(self.value)} | known | {"reference": self.reference}


class ParameterMissingError(AnTamError):
    """A parameter has no value on a day: not yet published, not yet or no longer in force."""

    def __init__(
        self, name: str, day: date, *, description: str, known_from: date | None, known_to: date | None
    ) -> None:
        super().__init__(
            f"Chưa có số liệu «{description}» cho ngày {day:%d/%m/%Y} nên chưa tính được.",
            remedy=f"Bổ sung giá trị của {name} kèm căn cứ pháp lý khi có văn bản.",
        )
        self.name = name
        self.day = day
        self.known_from = known_from
        self.known_to = known_to

    def as_dict(self) -> dict[str, Any]:
        """The error in JSON's types; the days between which the parameter is known are its limits."""
        limits = {"minimum": self.known_from, "maximum": self.known_to}
        known = {name: json_safe(limit) for name, limit in limits.items() if limit is not None}
        head = {"error": "parameter_missing", "field": "on", "reason": self.reason}
        return head | {"value": self.day.isoformat(), "parameter": self.name} | known
