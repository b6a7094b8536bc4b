"""Sums of money as typed and said: "3tr5", "ba triệu rưỡi", "1.500k", "2 củ", "1500000", "5-6 triệu"."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.understanding.entities.numerals import (
    Numeral,
    digit_at,
    is_half,
    says,
    spoken,
    written,
)
from bot.understanding.entities.reading import Atom, Reading

_THOUSAND, _MILLION, _BILLION = 1_000, 1_000_000, 1_000_000_000
_UNITS = {
    "trieu": _MILLION,
    "chieu": _MILLION,
    "trieuj": _MILLION,
    "trieeuj": _MILLION,
    "tr": _MILLION,
    "trd": _MILLION,
    "trvnd": _MILLION,
    "cu": _MILLION,
    "chai": _MILLION,
    "m": _MILLION,
    "nghin": _THOUSAND,
    "ngan": _THOUSAND,
    "ngin": _THOUSAND,
    "nghn": _THOUSAND,
    "ng": _THOUSAND,
    "k": _THOUSAND,
    "kd": _THOUSAND,
    "ty": _BILLION,
    "ti": _BILLION,
}
# What the unmarked unit word must look like when it carries marks ("cú" and "chải" are no money).
_SPELLINGS = {
    "trieu": ("triệu", "trịêu", "triêụ", "triêu", "tríệu"),
    "chieu": ("chiệu",),
    "cu": ("củ",),
    "ngan": ("ngàn", "ngan"),
    "nghin": ("nghìn",),
    "ngin": ("ngìn",),
    "ty": ("tỷ", "ty"),
    "ti": ("tỉ",),
}
# Units that are too short to stand apart from their number or without a further hint.
_GLUED_ONLY = {"m", "ng", "kd"}
_CURRENCY = {"dong", "d", "vnd", "vnđ", "dongs"}
_RANGE_SIGNS = {"-", "–", "—", "~", "→", "den", "toi", "hoac", "hay", "sang"}
# Words after which a lone digit counts them and is no fraction of the million before it.
_COUNTED = {
    "thang",
    "th",
    "nam",
    "nguoi",
    "dua",
    "con",
    "lan",
    "lua",
    "vu",
    "suat",
    "vo",
    "tuoi",
    "t",
    "quy",
    "ngay",
    "cai",
    "nua",
    "%",
    "phan",
    "loai",
    "nhom",
    "ky",
    "bua",
    "noi",
    "ben",
    "gio",
    "chi",
    "anh",
    "em",
    "me",
    "bo",
    "ong",
    "ba",
    "muc",
}
_BARE_SUM = range(100_000, 1_000_000_000)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in đồng between two offsets; ``high`` is the upper end of a range."""

    value: int
    high: int | None
    start: int
    end: int


def amounts(reading: Reading) -> Iterator[Amount]:
    """All sums of money of a text, from left to right."""
    index = 0
    while index < len(reading.atoms):
        found = _range_at(reading, index) or _amount_at(reading, index) or _bare_sum(reading, index)
        if found is None:
            index += 1
            continue
        amount, index = found
        yield amount


def _number_at(reading: Reading, index: int, *, pairs: bool = True) -> Numeral | None:
    atom = reading.atoms[index] if index < len(reading.atoms) else None
    if atom is None:
        return None
    if atom.is_number:
        return Numeral(written(atom), index + 1)
    if says(reading, index, "nua") and says(reading, index + 1, "trieu"):
        return Numeral(Decimal("0.5"), index + 1)
    if says(reading, index, "dam") and reading.may_be(atom, "dăm"):
        return Numeral(Decimal(5), index + 1)
    number = spoken(reading, index, pairs=pairs)
    return number if number and number.value else None


def _unit_at(reading: Reading, index: int) -> int | None:
    if index >= len(reading.atoms):
        return None
    atom = reading.atoms[index]
    unit = _UNITS.get(atom.plain)
    if unit is None or (atom.plain in _GLUED_ONLY and not atom.glued):
        return None
    if not atom.text.isascii() and atom.text not in _SPELLINGS.get(atom.plain, ()):
        return None
    return None if _is_other_word(reading, index) else unit


def _is_other_word(reading: Reading, index: int) -> bool:
    """Whether a unit word belongs to another word here: "1 ty le", "3 chai bia", "5 cu khoai"."""
    return (says(reading, index, "ty", "ti") and says(reading, index + 1, "le", "gia")) or (
        says(reading, index, "chai", "cu")
        and says(
            reading, index + 1, "bia", "nuoc", "ruou", "mam", "dau", "khoai", "san", "toi", "hanh", "cai"
        )
    )


def _amount_at(reading: Reading, index: int) -> tuple[Amount, int] | None:
    number = _number_at(reading, index) or _implied_one(reading, index)
    unit = _unit_at(reading, number.next) if number else None
    if number is None or unit is None:
        return None
    value, after = _value(reading, index, number.value, unit), number.next + 1
    fraction, after = _fraction(reading, after, unit)
    return _amount(reading, index, after, int(value + fraction))


def _value(reading: Reading, index: int, value: Decimal, unit: int) -> Decimal:
    """ "1.500 triệu" would be a milliard and a half: nobody's month, so the point is a decimal one."""
    atom = reading.atoms[index]
    if atom.is_number and unit == _MILLION and value >= 1_000:
        value = written(atom, decimal=True)
    return value * unit


def _implied_one(reading: Reading, index: int) -> Numeral | None:
    """ "Triệu rưỡi" and "triệu hai" say one million without the one."""
    one = says(reading, index, "trieu") and (is_half(reading, index + 1) or digit_at(reading, index + 1))
    return Numeral(Decimal(1), index) if one else None


def _fraction(reading: Reading, index: int, unit: int) -> tuple[Decimal, int]:
    """What follows the unit: "rưỡi", "5" in "3tr5", "hai" in "ba triệu hai", "500 nghìn"."""
    if index >= len(reading.atoms):
        return Decimal(0), index
    if is_half(reading, index):
        return Decimal(unit) / 2, index + 1
    if unit < _MILLION:
        return Decimal(0), index
    return _thousands(reading, index) or _decimals(reading, index, unit) or (Decimal(0), index)


def _thousands(reading: Reading, index: int) -> tuple[Decimal, int] | None:
    """ "500 nghìn", "hai trăm" (thousand is understood), "hai trăm rưỡi"."""
    number = _number_at(reading, index, pairs=False)
    if number is None:
        return None
    unit = _unit_at(reading, number.next)
    if unit == _THOUSAND and number.value < 1_000:
        return number.value * _THOUSAND, number.next + 1
    spoken_hundreds = number.value >= 100 and not reading.atoms[index].is_number
    return (number.value * _THOUSAND, number.next) if spoken_hundreds and unit is None else None


def _decimals(reading: Reading, index: int, unit: int) -> tuple[Decimal, int] | None:
    """The figures after the unit read as decimals: "3tr5", "3tr25", "2tr250", "ba triệu hai"."""
    atom = reading.atoms[index]
    if atom.is_number:
        end = index + 1
        if not (
            atom.plain.isdigit() and len(atom.plain) <= 3 and (atom.glued or not _is_counted(reading, end))
        ):
            return None
        return Decimal(f"0.{atom.plain}") * unit, _skip_thousand(reading, end)
    digit = digit_at(reading, index)
    if not digit or _is_counted(reading, index + 1) or _is_year_word(reading, index):
        return None
    return Decimal(digit) * unit / 10, index + 1


def _skip_thousand(reading: Reading, index: int) -> int:
    """ "2tr250k": the k says nothing new."""
    return index + 1 if says(reading, index, "k", "nghin", "ngan") else index


def _is_counted(reading: Reading, index: int) -> bool:
    """Whether the number before an index counts the word there, or goes on as another number."""
    if index >= len(reading.atoms):
        return False
    atom = reading.atoms[index]
    return atom.plain in _COUNTED or atom.plain in {"muoi", "chuc", "tram", "trieu", "tr"} or atom.is_number


def _is_year_word(reading: Reading, index: int) -> bool:
    """Whether an unmarked "nam" after a sum means the year: "60 trieu nam", "3 trieu nam nay"."""
    return says(reading, index, "nam") and reading.atoms[index].text != "năm"


def _range_at(reading: Reading, index: int) -> tuple[Amount, int] | None:
    """ "5-6 triệu", "4 đến 5 triệu", "tám chín triệu", "4 triệu đến 5 triệu"."""
    first = _number_at(reading, index, pairs=False)
    if first is None:
        return None
    unit = _unit_at(reading, first.next)
    low, after = (first.value, first.next) if unit is None else _joined(reading, index, first, unit)
    if after < len(reading.atoms) and reading.atoms[after].plain in _RANGE_SIGNS:
        after += 1
    elif unit is not None:
        return None
    second = _amount_at(reading, after) if after < len(reading.atoms) else None
    number = _number_at(reading, after, pairs=False) if second else None
    second_unit = _unit_at(reading, number.next) if number else None
    if second is None or number is None or second_unit is None:
        return None
    if after == first.next and (number.value != first.value + 1 or _is_second_only(reading, after)):
        return None
    low = low * second_unit if unit is None else low
    high, end = second
    if not low < high.value:
        return None
    return Amount(int(low), high.value, reading.atoms[index].start, high.end), end


def _is_second_only(reading: Reading, index: int) -> bool:
    return reading.atoms[index].text in {"tư", "lăm", "nhăm", "mốt"}


def _joined(reading: Reading, index: int, first: Numeral, unit: int) -> tuple[Decimal, int]:
    fraction, after = _fraction(reading, first.next + 1, unit)
    return _value(reading, index, first.value, unit) + fraction, after


def _bare_sum(reading: Reading, index: int) -> tuple[Amount, int] | None:
    """Figures without a unit: six to nine of them, or with "đồng" behind."""
    atom = reading.atoms[index]
    if not atom.is_number or atom.plain.startswith("0"):
        return None
    value = written(atom)
    has_currency = _is_currency(reading, index + 1)
    rounded = value == int(value) and int(value) % 1_000 == 0 and int(value) in _BARE_SUM
    if not (rounded or (has_currency and value >= 1_000)) or _is_glued_to_word(
        reading, index + 1, has_currency
    ):
        return None
    return _amount(reading, index, index + 1, int(value))


def _is_glued_to_word(reading: Reading, index: int, has_currency: bool) -> bool:
    if has_currency or index >= len(reading.atoms):
        return False
    atom: Atom = reading.atoms[index]
    return atom.glued and atom.plain.isalpha()


def _is_currency(reading: Reading, index: int) -> bool:
    if index >= len(reading.atoms) or reading.atoms[index].plain not in _CURRENCY:
        return False
    return reading.may_be(reading.atoms[index], "đồng", "đ", "d", "vnđ", "vnd", "đ")


def _amount(reading: Reading, index: int, after: int, value: int) -> tuple[Amount, int]:
    if _is_currency(reading, after):
        after += 1
    return Amount(value, None, reading.atoms[index].start, reading.atoms[after - 1].end), after
