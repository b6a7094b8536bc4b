"""Numbers as they are said and written: "bảy mươi tư", "bảy tư", "hai trăm rưỡi", "1.500", "3,5"."""

from dataclasses import dataclass
from decimal import Decimal

from bot.understanding.entities.reading import Atom, Reading

# Unmarked word → the digit and the spellings that mean it; the last ones are dialect.
DIGITS: dict[str, tuple[int, tuple[str, ...]]] = {
    "khong": (0, ("không",)),
    "mot": (1, ("một", "mốt", "mọt")),
    "hai": (2, ("hai",)),
    "ba": (3, ("ba",)),
    "bon": (4, ("bốn",)),
    "tu": (4, ("tư",)),
    "nam": (5, ("năm",)),
    "lam": (5, ("lăm",)),
    "nham": (5, ("nhăm",)),
    "sau": (6, ("sáu",)),
    "bay": (7, ("bảy", "bẩy")),
    "tam": (8, ("tám",)),
    "chin": (9, ("chín",)),
}
_FIRST_WORDS = frozenset(DIGITS) | {"muoi", "tram"}
# Words that can only be the second digit of a number: "bảy tư", "bốn nhăm", "ba mốt".
_SECOND_ONLY = {"tư", "lăm", "nhăm", "mốt"}
_TEN = ("mười", "muời", "mưòi")
_TENS = ("mươi", "mưi", "mười", "chục")
_HALF = ("rưỡi", "rưởi", "dưỡi", "rữi", "dưởi")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and the index of the atom after it."""

    value: Decimal
    next: int


def says(reading: Reading, index: int, *plain: str) -> bool:
    """Whether the atom at an index is one of the unmarked words."""
    return 0 <= index < len(reading.atoms) and reading.atoms[index].plain in plain


def digit_at(reading: Reading, index: int) -> int | None:
    """The digit that the atom at an index says as a word."""
    if index >= len(reading.atoms):
        return None
    atom = reading.atoms[index]
    known = DIGITS.get(atom.plain)
    return known[0] if known and reading.may_be(atom, *known[1]) else None


def is_second_only(reading: Reading, index: int) -> bool:
    """Whether the atom is a digit that only follows another: "tư", "lăm", "nhăm", "mốt"."""
    return index < len(reading.atoms) and reading.atoms[index].text in _SECOND_ONLY


def is_half(reading: Reading, index: int) -> bool:
    """Whether the atom says "rưỡi"."""
    return says(reading, index, "ruoi", "duoi", "rui") and reading.may_be(reading.atoms[index], *_HALF)


def written(atom: Atom, *, decimal: bool = False) -> Decimal:
    """A number in figures: groups of three digits are thousands unless a ``decimal`` is expected."""
    parts = atom.plain.replace(",", ".").split(".")
    grouped = len(parts) > 1 and all(len(part) == 3 for part in parts[1:]) and parts[0] != "0"
    if len(parts) == 1 or len(parts) > 2 or (grouped and not decimal):
        return Decimal("".join(parts))
    return Decimal(".".join(parts))


def spoken(reading: Reading, index: int, *, pairs: bool = False) -> Numeral | None:
    """A number below a thousand said in words from an index on.

    :param pairs: read two digits in a row as one number ("năm tám" is 58), where years of age or birth are meant.
    """
    if index >= len(reading.atoms) or reading.atoms[index].plain not in _FIRST_WORDS:
        return None
    return _hundreds(reading, index) or _below_hundred(reading, index, pairs=pairs)


def _first_digit(reading: Reading, index: int) -> int | None:
    """A digit that may begin a number; "tu" and "lam" without marks are "từ" and "làm"."""
    if says(reading, index, "tu", "nham") or (
        says(reading, index, "lam") and reading.atoms[index].text != "lăm"
    ):
        return None
    return digit_at(reading, index)


def _hundreds(reading: Reading, index: int) -> Numeral | None:
    implied_one = says(reading, index, "tram") and reading.may_be(reading.atoms[index], "trăm")
    digit = 1 if implied_one else _first_digit(reading, index)
    if digit is None or not (implied_one or says(reading, index + 1, "tram", "cham")):
        return None
    base, after = Decimal(digit * 100), index + (1 if implied_one else 2)
    if is_half(reading, after):
        return Numeral(base + 50, after + 1)
    if says(reading, after, "linh", "le", "khong"):
        unit = digit_at(reading, after + 1)
        return Numeral(base + unit, after + 2) if unit else Numeral(base, after)
    rest = _below_hundred(reading, after, pairs=False)
    if rest is None or rest.value < 10:
        return _tens_understood(reading, base, after)
    return Numeral(base + rest.value, rest.next)


def _tens_understood(reading: Reading, base: Decimal, after: int) -> Numeral:
    """Ten is understood in "một trăm hai" (120); "một trăm năm" may be a hundred years."""
    digit = None if says(reading, after, "nam", "lam") else _first_digit(reading, after)
    return Numeral(base + digit * 10, after + 1) if digit else Numeral(base, after)


def _below_hundred(reading: Reading, index: int, *, pairs: bool) -> Numeral | None:
    if says(reading, index, "muoi") and reading.may_be(reading.atoms[index], *_TEN):
        unit = _unit(reading, index + 1)
        return Numeral(Decimal(10 + unit), index + 1 + bool(unit))
    digit = _first_digit(reading, index)
    if digit is None:
        return None
    if (
        digit
        and says(reading, index + 1, "muoi", "chuc", "mui")
        and reading.may_be(reading.atoms[index + 1], *_TENS)
    ):
        unit = _unit(reading, index + 2)
        return Numeral(Decimal(digit * 10 + unit), index + 2 + bool(unit))
    second = _second_digit(reading, index + 1)
    if digit and second is not None and (pairs or is_second_only(reading, index + 1)):
        return Numeral(Decimal(digit * 10 + second), index + 2)
    return Numeral(Decimal(digit), index + 1)


def _second_digit(reading: Reading, index: int) -> int | None:
    """The second of two digits in a row; "hai năm" is two years unless an age goes on ("bốn năm tuổi")."""
    if says(reading, index, "nam") and not says(reading, index + 1, "tuoi"):
        return None
    return digit_at(reading, index)


def _unit(reading: Reading, index: int) -> int:
    """The unit after tens, or 0; after a ten "năm" means years, the unit five is "lăm" or "nhăm"."""
    if says(reading, index, "nam", "khong"):
        return 0
    return digit_at(reading, index) or 0
