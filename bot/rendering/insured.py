"""What has been said about the insured person, in the forms that the law's calculators take."""

from collections.abc import Mapping
from datetime import date
from typing import Any

_GENDERS = ("male", "female")
_MONTHS_PER_YEAR = 12


class Insured:
    """The insured person as far as the slots tell; what was not said, or makes no sense, is None."""

    def __init__(self, slots: Mapping[str, Any], *, today: date) -> None:
        self._slots = slots
        self._today = today

    @property
    def birth(self) -> str | int | None:
        """The date or year of birth; of an age alone the year that it points to."""
        said = self._slots.get("birth_date") or self._slots.get("birth_year")
        if isinstance(said, str | int):
            return said
        age = self._whole("age")
        return self._today.year - age if age is not None else None

    @property
    def gender(self) -> str | None:
        gender = self._slots.get("gender")
        return gender if gender in _GENDERS else None

    @property
    def genders(self) -> tuple[str, ...]:
        """The person's, or both as long as it is not known."""
        return (self.gender,) if self.gender else _GENDERS

    @property
    def income(self) -> int | None:
        """The chosen monthly income in đồng."""
        return self._whole("income")

    @property
    def periods(self) -> tuple[Mapping[str, Any], ...]:
        """The stretches in which was paid ("from", "to", "months" and, where it is known, "income"), in their order."""
        return tuple(self._slots.get("period") or ())

    @property
    def planned_months(self) -> int | None:
        """How long will be paid in all, as the person means to: told as a whole, or beside what was paid."""
        if more := self._whole("more_months"):
            return (self.months_paid or 0) + more
        return self._whole("planned_months")

    @property
    def persons(self) -> int | None:
        """How many people of the household are meant."""
        return self._whole("persons")

    @property
    def months_paid(self) -> int | None:
        """How long was paid already, in months; said in years alone, whole years count."""
        if self.periods:
            return sum(int(period["months"]) for period in self.periods)
        if exactly := self._whole("months_paid"):
            return exactly
        years = self._whole("years_paid")
        return years * _MONTHS_PER_YEAR if years is not None else None

    def _whole(self, slot: str) -> int | None:
        value = self._slots.get(slot)
        return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
