"""A figure of the law over time: its values, each with the days it holds, its legal source and how sure it is."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from bot.law.errors import ParameterMissingError

# A table maps a year to its figure, as the yearly index of past incomes does.
Table = Mapping[int, Decimal]
Value = Decimal | date | str | Table


class Status(StrEnum):
    """How a value is known."""

    OFFICIAL = "official"
    PRESS = "press"
    SECONDARY = "secondary"
    ASSUMED = "assumed"


class Unit(StrEnum):
    """What a value counts; `currency-VND` and `/1` (a share of one) are OpenFisca's own names."""

    VND = "currency-VND"
    VND_PER_MONTH = "currency-VND/month"
    VND_PER_YEAR = "currency-VND/year"
    SHARE = "/1"
    MULTIPLE = "multiple"
    MONTH = "month"
    YEAR = "year"
    DAY = "day"
    WORKING_DAY = "working-day"
    HOUR = "hour"
    WEEK = "week"
    PERSON = "person"
    DATE = "date"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Reference:
    """A legal source as it is cited, such as "Luật Bảo hiểm xã hội 41/2024/QH15, Điều 36 khoản 1"."""

    title: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value and the days it holds, both ends included; without ``valid_to`` it holds until changed."""

    value: Value
    valid_from: date
    valid_to: date | None
    references: tuple[Reference, ...]
    status: Status

    @property
    def reference(self) -> str:
        """All legal sources in one line."""
        return "; ".join(source.title for source in self.references)

    @property
    def number(self) -> Decimal:
        """The value where it must be a number."""
        if not isinstance(self.value, Decimal):
            raise TypeError(f"expected a number, found {self.value!r}")
        return self.value


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named series of dated values in order of time; between two of them there may be days without any."""

    name: str
    description: str
    documentation: str
    unit: Unit
    yearly: bool
    file: Path
    values: tuple[DatedValue, ...]

    def __iter__(self) -> Iterator[DatedValue]:
        return iter(self.values)

    def on(self, day: date) -> DatedValue:
        """The value that holds on a day.

        :raises ParameterMissingError: when no value holds on that day.
        """
        position = bisect_right(self.values, day, key=lambda dated: dated.valid_from) - 1
        if position >= 0:
            found = self.values[position]
            if found.valid_to is None or day <= found.valid_to:
                return found
        raise ParameterMissingError(
            self.name, day, description=self.description, known_from=self.known_from, known_to=self.known_to
        )

    def latest(self, day: date) -> DatedValue:
        """The value that holds on a day, or the last one before it where none is published.

        :raises ParameterMissingError: when there is none before it either.
        """
        position = bisect_right(self.values, day, key=lambda dated: dated.valid_from) - 1
        return self.values[position] if position >= 0 else self.on(day)

    def changes_after(self, day: date) -> list[DatedValue]:
        """The values already known that begin after a day."""
        return [dated for dated in self.values if dated.valid_from > day]

    @property
    def known_from(self) -> date:
        return self.values[0].valid_from

    @property
    def known_to(self) -> date | None:
        return self.values[-1].valid_to

    def gaps(self) -> list[tuple[date, date]]:
        """The stretches between two values during which none holds."""
        day = timedelta(days=1)
        return [
            (earlier.valid_to + day, later.valid_from - day)
            for earlier, later in zip(self.values, self.values[1:], strict=False)
            if earlier.valid_to is not None and earlier.valid_to + day < later.valid_from
        ]
