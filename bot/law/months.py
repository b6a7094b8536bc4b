"""Calendar months as the law counts them: a month is paid or not, an age is reached in a month."""

import re
from dataclasses import dataclass
from datetime import date

_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year; adding and subtracting counts in months."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read "2027-01".

        :raises ValueError: when the text is not a month.
        """
        found = _MONTH.fullmatch(text)
        if not found:
            raise ValueError("tháng phải ghi dạng 2027-01")
        year, month = map(int, found.groups())
        if not 1 <= month <= 12 or year < 1:
            raise ValueError(f"không có tháng {month} năm {year}, chỉ có tháng 1 đến tháng 12")
        return cls(year, month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    def plus(self, months: int) -> "Month":
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def minus(self, other: "Month") -> int:
        """How many months later this one is."""
        return (self.year - other.year) * 12 + self.month - other.month

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def vietnamese(self) -> str:
        return f"{self.month:02d}/{self.year}"
