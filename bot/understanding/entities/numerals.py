"""Numbers as they are said and written: "bảy mươi tư", "bảy tư", "hai trăm rưỡi", "1.500", "3,5"."""

from collections.abc import Sequence
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
# "năm" after a ten means years ("mười năm"), the unit five is "lăm" or "nhăm".
_UNITS = {word: digit for word, (digit, _) in DIGITS.items() if word not in {"khong", "nam"}}
# Words that can only be the second digit of a number: "bảy tư", "bốn nhăm", "ba mốt".
_SECOND_ONLY = {"tư", "lăm", "nhăm", "mốt"}
_TEN = ("mười", "muời", "mưòi")
_TENS = ("mươi", "mưi", "mười", "chục")
_HALF = ("rưỡi", "rưởi", "dưỡi", "rữi")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and the index of the atom after it."""

    value: Decimal
    next: int


def digit_at(reading: Reading, index: int) -> int | None:
    """The digit that the atom at an index says as a word."""
    if index >= len(reading.atoms):
        return None
    atom = reading.atoms[index]
    known = DIGITS.get(atom.plain)
    return known[0] if known and reading.may_be(atom, *known[1]) else None


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
    hundreds = _hundreds(reading, index)
    return hundreds or _below_hundred(reading, index, pairs=pairs)


def is_half(reading: Reading, index: int) -> bool:
    """Whether the atom says "rưỡi"."""
    return index < len(reading.atoms) and (
        reading.atoms[index].plain in {"ruoi", "duoi", "rui"} and reading.may_be(reading.atoms[index], *_HALF)
    )


def says(reading: Reading, index: int, *plain: str) -> bool:
    """Whether the atom at an index is one of the unmarked words."""
    return index < len(reading.atoms) and reading.atoms[index].plain in plain


def _hundreds(reading: Reading, index: int) -> Numeral | None:
    digit = digit_at(reading, index)
    if digit is None or not says(reading, index + 1, "tram", "cham"):
        return None
    base, after = Decimal(digit * 100), index + 2
    if is_half(reading, after):
        return Numeral(base + 50, after + 1)
    if says(reading, after, "linh", "le", "khong"):
        unit = digit_at(reading, after + 1)
        return Numeral(base + unit, after + 2) if unit else Numeral(base, after)
    rest = _below_hundred(reading, after, pairs=False)
    if rest is None or (rest.next == after + 1 and rest.value < 10):
        return _hundred_and_ten(reading, base, after)
    return Numeral(base + rest.value, rest.next)


def _hundred_and_ten(reading: Reading, base: Decimal, after: int) -> Numeral:
    """ "Một trăm hai" is 120; "một trăm năm" is left alone, it may be years."""
    digit = digit_at(reading, after)
    taken = digit and not says(reading, after, "nam", "lam")
    return Numeral(base + digit * 10, after + 1) if taken and digit else Numeral(base, after)


def _below_hundred(reading: Reading, index: int, *, pairs: bool) -> Numeral | None:
    atoms: Sequence[Atom] = reading.atoms
    if index >= len(atoms):
        return None
    if atoms[index].plain == "muoi" and reading.may_be(atoms[index], *_TEN):
        unit = _unit(reading, index + 1)
        return Numeral(Decimal(10 + (unit or 0)), index + 1 + bool(unit))
    digit = digit_at(reading, index)
    if digit is None:
        return None
    if digit and says(reading, index + 1, "muoi", "chuc", "mui", "muiw") and atoms[index + 1].text != "muối":
        unit = _unit(reading, index + 2)
        return Numeral(Decimal(digit * 10 + (unit or 0)), index + 2 + bool(unit))
    if digit and _is_second_digit(reading, index + 1, pairs=pairs):
        return Numeral(Decimal(digit * 10 + (digit_at(reading, index + 1) or 0)), index + 2)
    return Numeral(Decimal(digit), index + 1)


def _unit(reading: Reading, index: int) -> int | None:
    if index >= len(reading.atoms) or reading.atoms[index].plain not in _UNITS:
        return None
    return digit_at(reading, index)


def _is_second_digit(reading: Reading, index: int, *, pairs: bool) -> bool:
    if digit_at(reading, index) is None:
        return False
    return pairs or reading.atoms[index].text in _SECOND_ONLY
