"""How many people of a household are meant: `persons` ("nhà 4 người", "mua cho cả nhà 5 khẩu", "hai vợ chồng")."""

import re
from collections.abc import Iterator

from bot.understanding.entities.numerals import spoken, written
from bot.understanding.entities.reading import Found, Reading

_PEOPLE = ("nguoi", "ng", "khau", "nhan", "mieng", "thanh", "the", "suat")
_MOST = 20
_HOUSEHOLD_BEFORE = re.compile(
    r"\b(?:nha|ho|gia dinh|ca nha|ho gia dinh|cho|mua|dong|tong|tat ca|deu|tinh)"
    r"(?: (?:co|em|e|toi|minh|cháu|chau|ca|co ca|gom|tat ca|la|tong cong|tong|du|den|mua|cho|bhyt|y te|bao hiem"
    r"|the|dong|gia dinh|nha|ho))* ?$"
)
_HOUSEHOLD_AFTER = re.compile(
    r"^(?:(?:khau|vien|trong|cung|ca|deu|thi|mua|dong|cho) )*(?:nha|ho|gia dinh|bhyt|bao hiem|the)\b"
)
_COUPLE = re.compile(
    r"\b(?:hai|2|ca hai|ca 2) (?:vo chong|vc|vk ck|ong ba|bo me)\b"
    r"(?:,? (?:va|voi|cung|them)? ?(?P<children>\d|mot|hai|ba|bon) (?:con|chau|dua|be)\b)?"
)
_CHILDREN = {"mot": 1, "hai": 2, "ba": 3, "bon": 4}


def find_persons(reading: Reading) -> Iterator[Found]:
    """The number of people in a household, in figures or words."""
    for match in _COUPLE.finditer(reading.plain):
        children = match["children"] or "0"
        yield Found("persons", 2 + (_CHILDREN.get(children) or int(children)), *match.span())
    for index, atom in enumerate(reading.atoms):
        count, after = _number(reading, index)
        if after is None or after >= len(reading.atoms) or reading.atoms[after].plain not in _PEOPLE:
            continue
        unit = reading.atoms[after]
        near = _HOUSEHOLD_BEFORE.search(reading.before(atom.start, width=40))
        if 1 <= count <= _MOST and (near or _HOUSEHOLD_AFTER.match(reading.after(unit.end))):
            yield Found("persons", count, atom.start, unit.end)


def _number(reading: Reading, index: int) -> tuple[int, int | None]:
    """The number that begins at an index, and the index after it."""
    atom = reading.atoms[index]
    if atom.is_number:
        value = written(atom)
        return (int(value), index + 1) if value == int(value) else (0, None)
    number = spoken(reading, index)
    return (int(number.value), number.next) if number else (0, None)
