"""Stretches of time as typed and said: "8 năm 3 tháng", "gần 9 năm", "nửa năm", "một năm rưỡi"."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.understanding.entities.numerals import Numeral, digit_at, is_half, says, spoken, written
from bot.understanding.entities.reading import Reading

_LONGEST_YEARS, _LONGEST_MONTHS = 60, 720


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in months, and whether months were named besides or instead of years."""

    months: int
    names_months: bool
    start: int
    end: int


_Span = tuple[int, bool, int]


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


def _number_at(reading: Reading, index: int) -> Numeral | None:
    if index >= len(reading.atoms):
        return None
    atom = reading.atoms[index]
    if atom.is_number:
        value = written(atom, decimal=True)
        return Numeral(value, index + 1) if value < 1_000 else None
    number = spoken(reading, index)
    return _without_dialect_unit(reading, index, number) if number else None


def _without_dialect_unit(reading: Reading, index: int, number: Numeral) -> Numeral:
    """ "Hai lăm" before no unit is "hai năm" in the dialect that says l for n; "muoi lam nam" is fifteen years."""
    if _is_year(reading, number.next) or _is_month(reading, number.next):
        return number
    two_words = number.next - index == 2 and says(reading, index + 1, "lam")
    digit = digit_at(reading, index) if two_words else None
    return Numeral(Decimal(digit), index + 1) if digit else number


def _is_year(reading: Reading, index: int) -> bool:
    if says(reading, index, "n"):
        return reading.atoms[index].glued
    if _is_the_men(reading, index):
        return False
    is_word = says(reading, index, "nam", "lam") and reading.atoms[index].text in {"năm", "nam", "lăm", "lam"}
    return is_word and not _is_calendar(reading, index) and not says(reading, index + 1, "sinh")


def _is_the_men(reading: Reading, index: int) -> bool:
    """Whether "nam" beside "nữ" is the men: "nữ 55 nam 60"."""
    following = reading.atoms[index + 1] if index + 1 < len(reading.atoms) else None
    beside = says(reading, index - 2, "nu") and following and following.is_number
    return bool(beside) and reading.atoms[index].text == "nam"


def _is_calendar(reading: Reading, index: int) -> bool:
    """Whether a year's number follows: "tháng 8 năm 1981"."""
    following = reading.atoms[index + 1] if index + 1 < len(reading.atoms) else None
    return bool(following and following.is_number and len(following.plain) == 4)


def _is_month(reading: Reading, index: int) -> bool:
    return says(reading, index, "thang", "thag", "th")


def _half_year(reading: Reading, index: int) -> _Span | None:
    is_half_year = says(reading, index, "nua") and _is_year(reading, index + 1)
    return (6, True, index + 2) if is_half_year and reading.may_be(reading.atoms[index], "nửa") else None


def _years_at(reading: Reading, index: int) -> _Span | None:
    number = _number_at(reading, index)
    if number is None or number.value > _LONGEST_YEARS or not _is_year(reading, number.next):
        return None
    months, after = int(number.value * 12), number.next + 1
    if is_half(reading, after):
        return months + 6, True, after + 1
    if says(reading, after, "may", "vai") and _is_month(reading, after + 1):
        return months, False, after + 2  # "Sáu năm mấy tháng".
    more = _months_at(reading, after + says(reading, after, "va", "voi", ",", "linh", "le"))
    if more and more[0] < 12:
        return months + more[0], True, more[2]
    return months, months % 12 != 0, after


def _months_at(reading: Reading, index: int) -> _Span | None:
    number = _number_at(reading, index)
    if number is None or number.value > _LONGEST_MONTHS or not _is_month(reading, number.next):
        return None
    if says(reading, index - 1, "mung", "mong", "ngay", "thang", "tuoi") or _is_date(reading, number.next):
        return None
    after = number.next + 1
    if is_half(reading, after):
        after += 1
    return int(number.value), True, after


def _is_date(reading: Reading, month: int) -> bool:
    """ "5 tháng 8 năm 1981", "5 tháng 8" name a day; "5 tháng 6 triệu" does not."""
    after = month + 2 if month + 1 < len(reading.atoms) and reading.atoms[month + 1].is_number else None
    return after is not None and says(reading, after, "nam") and _is_calendar(reading, after)
