"""Stretches of time as typed and said: "8 năm 3 tháng", "gần 9 năm", "nửa năm", "một năm rưỡi", "100"
" tháng"."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.understanding.entities.numerals import Numeral, digit_at, is_half, says, spoken, written
from bot.understanding.entities.reading import Reading

_YEAR_WORDS = ("nam", "lam")
_MONTH_WORDS = ("thang", "thag", "th")
_LONGEST_YEARS, _LONGEST_MONTHS = 60, 720


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in months, and whether months were named besides or instead of years."""

    months: int
    names_months: bool
    start: int
    end: int


def durations(reading: Reading) -> Iterator[Duration]:
    """All lengths of time of a text, from left to right; dates and years of the calendar are none."""
    index = 0
    while index < len(reading.atoms):
        found = _half_year(reading, index) or _years_at(reading, index) or _months_at(reading, index)
        if found is None:
            index += 1
            continue
        months, names_months, after = found
        yield Duration(months, names_months, reading.atoms[index].start, reading.atoms[after - 1].end)
        index = after


_Span = tuple[int, bool, int]


def _number_at(reading: Reading, index: int) -> Numeral | None:
    if index >= len(reading.atoms):
        return None
    atom = reading.atoms[index]
    if atom.is_number:
        value = written(atom, decimal=True)
        return Numeral(value, index + 1) if value < 1_000 else None
    if says(reading, index, "vai", "may"):
        return None
    return _word_number(reading, index)


def _word_number(reading: Reading, index: int) -> Numeral | None:
    """A spoken number; "muoi lam nam" is fifteen years, "hai lam" two of them in the dialect that says l"
    " for n."""
    number = spoken(reading, index)
    if number is None or not number.value:
        return number if number and says(reading, index, "khong") else None
    if _is_year(reading, number.next) or _is_month(reading, number.next):
        return number
    previous = reading.atoms[number.next - 1]
    dialect = number.next - index == 2 and number.value > 10 and previous.plain == "lam"
    digit = digit_at(reading, index) if dialect else None
    return Numeral(Decimal(digit), index + 1) if digit else number


def _is_year(reading: Reading, index: int) -> bool:
    if index >= len(reading.atoms):
        return False
    atom = reading.atoms[index]
    if atom.plain == "n":
        return atom.glued
    return (
        atom.plain in _YEAR_WORDS
        and atom.text in {"năm", "nam", "lăm", "lam"}
        and not _is_calendar(reading, index)
    )


def _is_calendar(reading: Reading, index: int) -> bool:
    """Whether a year's number follows: "tháng 8 năm 1981"."""
    return (
        index + 1 < len(reading.atoms)
        and len(reading.atoms[index + 1].plain) == 4
        and reading.atoms[index + 1].is_number
    )


def _is_month(reading: Reading, index: int) -> bool:
    if not says(reading, index, *_MONTH_WORDS):
        return False
    return reading.atoms[index].text != "tháng" or not says(reading, index + 1, "tuoi")


def _half_year(reading: Reading, index: int) -> _Span | None:
    """ "Nửa năm"."""
    if (
        says(reading, index, "nua")
        and _is_year(reading, index + 1)
        and reading.may_be(reading.atoms[index], "nửa")
    ):
        return 6, True, index + 2
    return None


def _years_at(reading: Reading, index: int) -> _Span | None:
    number = _number_at(reading, index)
    if number is None or number.value > _LONGEST_YEARS or not _is_year(reading, number.next):
        return None
    months, after = int(number.value * 12), number.next + 1
    if is_half(reading, after):
        return months + 6, True, after + 1
    more = _months_at(reading, after + 1 if says(reading, after, "va", "voi", ",", "linh", "le") else after)
    if more and more[0] < 12:
        return months + more[0], True, more[2]
    return months, months % 12 != 0, after


def _months_at(reading: Reading, index: int) -> _Span | None:
    number = _number_at(reading, index)
    if number is None or number.value > _LONGEST_MONTHS or not _is_month(reading, number.next):
        return None
    if _is_day_of_month(reading, index, number.next):
        return None
    return int(number.value), True, number.next + 1


def _is_day_of_month(reading: Reading, index: int, month: int) -> bool:
    """ "Mùng 5 tháng 8" and "5 tháng 8 năm 1981" name a day."""
    if index and says(reading, index - 1, "mung", "mong", "ngay"):
        return True
    following = spoken(reading, month + 1)
    after = month + 2 if month + 1 < len(reading.atoms) and reading.atoms[month + 1].is_number else None
    year = after or (following.next if following else None)
    return year is not None and says(reading, year, "nam") and _is_calendar(reading, year)
