"""Sums of money as typed and said: "3tr5", "ba triệu rưỡi", "1.500k", "2 củ", "1500000", "5-6 triệu"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.understanding.entities.numerals import (
    DIGITS,
    Numeral,
    digit_at,
    is_half,
    is_second_only,
    says,
    spoken,
    written,
)
from bot.understanding.entities.reading import Reading, Spelling, word_set

_THOUSAND, _MILLION, _BILLION = 1_000, 1_000_000, 1_000_000_000
_UNITS = {
    **dict.fromkeys(
        ("trieu", "chieu", "trieuj", "trieeuj", "triu", "tr", "trd", "cu", "chai", "m"), _MILLION
    ),
    **dict.fromkeys(("nghin", "ngan", "ngin", "ng", "k", "kd"), _THOUSAND),
    **dict.fromkeys(("ty", "ti"), _BILLION),
}
_UNIT_SPELLING = Spelling("triệu triẹu triéu triêu trịêu triêụ tríệu trịu chiệu củ ngàn nghìn ngìn tỷ tỉ đ")
# Units that are too short to stand apart from a number of one or two figures ("5 m", "1 k").
_SHORT_UNITS = {"m", "ng", "kd", "k"}
_CURRENCY = {"dong", "d", "vnd", "dongs"}
_CURRENCY_SPELLING = Spelling("đồng đ d")
_RANGE_SIGNS = {"-", "–", "—", "~", "den", "toi"}
_RANGE_SPELLING = Spelling("đến tới")
# Words after which a lone digit counts them and is no fraction of the million before it.
_COUNTED = word_set(
    "thang th nam n nguoi dua con lan lua vu suat vo tuoi t quy ngay cai nua % phan loai nhom ky bua noi"
    " ben gio h chi anh em me bo ong ba muc luc the cuc phat luot muoi chuc tram trieu tr x lop mua cho"
    " sao gi nha"
)
_BARE_SUM = range(100_000, 1_000_000_000)
_LEAST_WITH_CURRENCY = 10_000
_DECIMAL = re.compile(r"\d{1,2}[.,]\d")
_THOUSANDS = range(1_000, 100_000)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in đồng between two offsets; ``high`` is the upper end of a range."""

    value: int
    high: int | None
    start: int
    end: int


_Parsed = tuple[Amount, int]


def amounts(reading: Reading) -> Iterator[Amount]:
    """All sums of money of a text, from left to right."""
    index = 0
    while index < len(reading.atoms):
        found = (
            _nine_or_ten(reading, index)
            or _range_at(reading, index)
            or _amount_at(reading, index)
            or _bare_sum(reading, index)
        )
        if found is None:
            index += 1
            continue
        amount, index = found
        yield amount


def _number_at(reading: Reading, index: int, *, pairs: bool = True) -> Numeral | None:
    if index >= len(reading.atoms):
        return None
    atom = reading.atoms[index]
    if atom.is_number:
        hundreds = len(atom.plain) == 1 and says(reading, index + 1, "tram")
        return Numeral(written(atom) * (100 if hundreds else 1), index + 1 + hundreds)
    if says(reading, index, "nua") and says(reading, index + 1, "trieu"):
        return Numeral(Decimal("0.5"), index + 1)
    if says(reading, index, "dam") and reading.may_be(atom, "dăm"):
        return Numeral(Decimal(5), index + 1)
    number = spoken(reading, index, pairs=pairs)
    return number if number and number.value else None


def _unit_at(reading: Reading, number: Numeral) -> int | None:
    index = number.next
    if index >= len(reading.atoms):
        return None
    atom = reading.atoms[index]
    unit = _UNITS.get(atom.plain)
    if unit is None or _UNIT_SPELLING.rejects(atom, unmarked_text=not reading.is_marked):
        return None
    if atom.plain in _SHORT_UNITS and not atom.glued and number.value < 100:
        return None
    return None if _is_other_word(reading, index) else unit


def _is_other_word(reading: Reading, index: int) -> bool:
    """Whether a unit word belongs to another word here: "1 ty le", "3 chai bia", "nam cu" (an old year)."""
    if says(reading, index, "ty", "ti"):
        return says(reading, index + 1, "le", "gia")
    if (
        says(reading, index, "cu")
        and reading.atoms[index].text == "cu"
        and says(reading, index - 1, "nam", "muc")
    ):
        return True
    things = ("bia", "nuoc", "ruou", "mam", "dau", "khoai", "san", "hanh", "cai")
    return says(reading, index, "chai", "cu") and says(reading, index + 1, *things)


def _amount_at(reading: Reading, index: int) -> _Parsed | None:
    number = _number_at(reading, index) or _implied_one(reading, index)
    unit = _unit_at(reading, number) if number else None
    if number is None or unit is None:
        return None
    value, after = _with_fraction(reading, index, number, unit)
    return _amount(reading, index, after, int(value))


def _implied_one(reading: Reading, index: int) -> Numeral | None:
    """ "Triệu rưỡi" and "triệu hai" say one million without the one."""
    one = says(reading, index, "trieu") and (is_half(reading, index + 1) or digit_at(reading, index + 1))
    return Numeral(Decimal(1), index) if one else None


def _with_fraction(reading: Reading, index: int, number: Numeral, unit: int) -> tuple[Decimal, int]:
    """The sum and the index after it.

    "1.500 triệu" would be a milliard and a half, which is nobody's month: the point is a decimal one.
    """
    value = number.value
    if reading.atoms[index].is_number and unit == _MILLION and value >= 1_000:
        value = written(reading.atoms[index], decimal=True)
    fraction, after = _fraction(reading, number.next + 1, unit)
    return value * unit + fraction, after


def _fraction(reading: Reading, index: int, unit: int) -> tuple[Decimal, int]:
    """What follows the unit: "rưỡi", "5" in "3tr5", "hai" in "ba triệu hai", "500 nghìn"."""
    if is_half(reading, index):
        return Decimal(unit) / 2, index + 1
    if unit < _MILLION or index >= len(reading.atoms):
        return Decimal(0), index
    return _thousands(reading, index) or _decimals(reading, index, unit) or (Decimal(0), index)


def _thousands(reading: Reading, index: int) -> tuple[Decimal, int] | None:
    """ "500 nghìn", "hai trăm" (thousand is understood), "hai trăm rưỡi"."""
    number = _number_at(reading, index, pairs=False)
    if number is None:
        return None
    unit = _unit_at(reading, number)
    if unit == _THOUSAND and number.value < 1_000:
        return number.value * _THOUSAND, number.next + 1
    spoken_hundreds = number.value >= 100 and says(reading, number.next - 1, "tram", "ruoi", *DIGITS)
    return (number.value * _THOUSAND, number.next) if spoken_hundreds and unit is None else None


def _decimals(reading: Reading, index: int, unit: int) -> tuple[Decimal, int] | None:
    """The figures after the unit read as decimals: "3tr5", "3tr25", "2tr250", "ba triệu hai"."""
    atom = reading.atoms[index]
    is_glued = atom.is_number and atom.glued
    if _is_counted(reading, index + 1) and not is_glued:
        return None
    if atom.is_number:
        if not (atom.plain.isdigit() and len(atom.plain) <= 3):
            return None
        after = index + 1
        # In "2tr250k" the k says nothing new.
        return Decimal(f"0.{atom.plain}") * unit, after + says(reading, after, "k", "nghin", "ngan")
    digit = digit_at(reading, index)
    one = says(reading, index, "mot") and not _is_tenth(reading, index)
    year = says(reading, index, "nam") and atom.text != "năm"
    return (Decimal(digit) * unit / 10, index + 1) if digit and not one and not year else None


def _is_tenth(reading: Reading, index: int) -> bool:
    """ "Ba triệu mốt", and the same without marks at the end of a message; "một" counts what follows."""
    at_end = index + 1 == len(reading.atoms) and reading.atoms[index].text == "mot"
    return at_end or is_second_only(reading, index)


def _is_counted(reading: Reading, index: int) -> bool:
    """Whether the number before an index counts the word there, or goes on as another number."""
    if index >= len(reading.atoms):
        return False
    return reading.atoms[index].plain in _COUNTED or reading.atoms[index].is_number


def _range_at(reading: Reading, index: int) -> _Parsed | None:
    """ "5-6 triệu", "4 đến 5 triệu", "tám chín triệu", "4 triệu đến 5 triệu"."""
    first = _number_at(reading, index, pairs=False)
    if first is None:
        return None
    unit = _unit_at(reading, first)
    low, after = (first.value, first.next) if unit is None else _with_fraction(reading, index, first, unit)
    signed = _is_range_sign(reading, after) or (unit is None and says(reading, after, ","))
    second = _number_at(reading, after + signed, pairs=False) if signed or unit is None else None
    second_unit = _unit_at(reading, second) if second else None
    if second is None or second_unit is None:
        return None
    if not _is_range_sign(reading, after) and not _is_next(reading, first, second, after + signed):
        return None
    high, end = _with_fraction(reading, after + signed, second, second_unit)
    low = low if unit else low * second_unit
    if low >= high:
        return None
    amount, end = _amount(reading, index, end, int(low))
    return Amount(amount.value, int(high), amount.start, amount.end), end


def _is_range_sign(reading: Reading, index: int) -> bool:
    if index >= len(reading.atoms) or reading.atoms[index].plain not in _RANGE_SIGNS:
        return False
    return not _RANGE_SPELLING.rejects(reading.atoms[index], unmarked_text=not reading.is_marked)


def _nine_or_ten(reading: Reading, index: int) -> _Parsed | None:
    """ "Chín mười triệu" is nine to ten; ninety is "chín mươi", and nobody's month."""
    said = (
        says(reading, index, "chin")
        and says(reading, index + 1, "muoi")
        and reading.atoms[index + 1].text != "mươi"
    )
    unit = _unit_at(reading, Numeral(Decimal(9), index + 2)) if said else None
    if unit != _MILLION:
        return None
    amount, end = _amount(reading, index, index + 3, 9 * unit)
    return Amount(amount.value, 10 * unit, amount.start, amount.end), end


def _is_next(reading: Reading, first: Numeral, second: Numeral, index: int) -> bool:
    """Whether two numbers in a row mean a range: "tám chín triệu", "năm bảy triệu", but not "hai lăm triệu"."""
    in_words = not reading.atoms[index].is_number
    step = second.value - first.value
    return (step == 1 or (in_words and step == 2)) and not is_second_only(reading, index)


def _bare_sum(reading: Reading, index: int) -> _Parsed | None:
    """Figures without a unit: a round sum of six to nine of them, or one with "đồng" behind."""
    atom = reading.atoms[index]
    if not atom.is_number or atom.plain.startswith("0"):
        return None
    value = written(atom)
    has_currency = _is_currency(reading, index + 1)
    is_round = value == int(value) and int(value) % 1_000 == 0 and int(value) in _BARE_SUM
    following = reading.atoms[index + 1] if index + 1 < len(reading.atoms) else None
    if _is_in_millions(reading, index) and not has_currency:
        return _amount(reading, index, index + 1, int(written(atom, decimal=True) * _MILLION))
    if _is_in_thousands(reading, index):
        return _amount(reading, index, index + 1, int(value * _THOUSAND))
    is_code = bool(following and following.glued and following.plain[0].isalpha() and not has_currency)
    if is_code or not (is_round or (has_currency and value >= _LEAST_WITH_CURRENCY)):
        return None
    return _amount(reading, index, index + 1, int(value))


def _is_in_millions(reading: Reading, index: int) -> bool:
    """ "Mức 1.5" and "thu nhập 2,5" leave the million out."""
    atom = reading.atoms[index]
    called = says(reading, index - 1, "muc", "nhap", "luong") or says(
        reading, index - 2, "muc", "nhap", "luong"
    )
    return called and bool(_DECIMAL.fullmatch(atom.plain))


def _is_in_thousands(reading: Reading, index: int) -> bool:
    """ "1500" as the whole answer leaves the thousand out; what may be a year of birth is none."""
    atom = reading.atoms[index]
    in_thousands = atom.plain.isdigit() and int(atom.plain) in _THOUSANDS and int(atom.plain) % 100 == 0
    return in_thousands and int(atom.plain) not in {1900, 2000} and reading.is_whole(atom.start, atom.end)


def _is_currency(reading: Reading, index: int) -> bool:
    if index >= len(reading.atoms) or reading.atoms[index].plain not in _CURRENCY:
        return False
    return not _CURRENCY_SPELLING.rejects(reading.atoms[index], unmarked_text=not reading.is_marked)


def _amount(reading: Reading, index: int, after: int, value: int) -> _Parsed:
    if _is_currency(reading, after) and not _is_paying(reading, after):
        after += 1
    return Amount(value, None, reading.atoms[index].start, reading.atoms[after - 1].end), after


def _is_paying(reading: Reading, index: int) -> bool:
    """Whether an unmarked "dong" is "đóng": "3 trieu dong bao nhieu", "2 trieu dong mot nam"."""
    following = ("bao", "may", "theo", "het", "duoc", "muc", "mot", "1", "ca", "hang", "tung", "thi", "bhxh")
    return reading.atoms[index].text == "dong" and says(reading, index + 1, *following)
