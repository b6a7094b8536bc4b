"""Phone numbers and personal ID numbers, typed or spoken digit by digit.

- `phone`: a valid Vietnamese number in E.164, such as "+84912345678".
- `phone_invalid`: the digits of what looks like a phone number and is none.
- `personal_id`: the digits of a citizen card (12) or an old identity card (9); reported so that it can be refused.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import phonenumbers

from bot.understanding.entities.numerals import digit_at, says, spoken
from bot.understanding.entities.reading import Found, Reading

_REGION = "VN"
_SHORTEST, _LONGEST = 6, 15
_ID_LENGTHS = (9, 12)
# Spoken digits are only taken for a number when there are this many: "sáu bảy tám" may be anything.
_SHORTEST_SPOKEN = 7
_SEPARATORS = {".", "-", "–", ",", "(", ")"}
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:19|20)?\d\d")
_ID_WORDS = re.compile(
    r"\b(?:can cuoc|cccd|cc|cmnd|cmt|cmtnd|chung minh|dinh danh|the cong dan|so the|ma so)\b"
)
_PHONE_WORDS = re.compile(
    r"\b(?:dien thoai|sdt|dt|sd|phone|zalo|di dong|goi|alo|lien he|lien lac|hotline|so(?: cua)? (?:toi|em"
    r"|minh|chau|con))\b"
)


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits written or spoken together; ``spoken`` counts the digits that were words."""

    digits: str
    start: int
    end: int
    spoken: bool
    plus: bool = False


def find_phones(reading: Reading) -> Iterator[Found]:
    """Phone and ID numbers, from left to right."""
    for run in _runs(reading):
        first = 0
        while first < len(run):
            found, first = _number_from(reading, run, first)
            if found:
                yield found


def _runs(reading: Reading) -> Iterator[list[_Group]]:
    """Groups of digits with at most a separator between them."""
    run: list[_Group] = []
    index = 0
    while index < len(reading.atoms):
        group, after = _group_at(reading, index)
        if group:
            run.append(group)
        elif run and not _joins(reading, index):
            yield run
            run = []
        index = after
    if run:
        yield run


def _joins(reading: Reading, index: int) -> bool:
    """Whether a sign between digits may stand inside one number."""
    return reading.atoms[index].plain in _SEPARATORS


def _group_at(reading: Reading, index: int) -> tuple[_Group | None, int]:
    atom = reading.atoms[index]
    if atom.is_number:
        if _is_other_number(reading, index):
            return None, index + 1
        digits = re.sub(r"\D", "", atom.plain)
        plus = index > 0 and reading.atoms[index - 1].plain == "+"
        return _Group(digits, atom.start, atom.end, spoken=False, plus=plus), index + 1
    digit = digit_at(reading, index)
    if digit is not None and not says(reading, index + 1, "muoi", "chuc", "tram"):
        return _Group(str(digit), atom.start, atom.end, spoken=True), index + 1
    number = spoken(reading, index)
    if number and number.value < 100:
        end = reading.atoms[number.next - 1].end
        return _Group(str(int(number.value)), atom.start, end, spoken=True), number.next
    return None, index + 1


def _is_other_number(reading: Reading, index: int) -> bool:
    """Dates, and figures that a unit is glued to: "12.3.1975", "500k"."""
    atom = reading.atoms[index]
    if _DATE.fullmatch(atom.plain):
        return True
    if says(reading, index + 1, "/") or (index and reading.atoms[index - 1].plain == "/"):
        return True
    following = reading.atoms[index + 1] if index + 1 < len(reading.atoms) else None
    return bool(
        following
        and following.glued
        and following.plain in {"k", "tr", "trieu", "t", "d", "m", "%", "h", "n"}
    )


def _number_from(reading: Reading, run: Sequence[_Group], first: int) -> tuple[Found | None, int]:
    """The phone or ID number that begins with a group, and the group after it."""
    longest = _prefixes(run, first)
    for last, digits in longest:
        kind = _kind(reading, run, first, last, digits)
        if kind:
            value = _e164(digits) if kind == "phone" else digits
            return Found(kind, value, run[first].start, run[last].end), last + 1
    return _invalid(reading, run, first, longest)


def _prefixes(run: Sequence[_Group], first: int) -> list[tuple[int, str]]:
    """All numbers that begin with a group, as the last group's index and the digits; shortest first."""
    digits, found = "", []
    for last in range(first, len(run)):
        digits += run[last].digits
        if len(digits) > _LONGEST:
            break
        if len(digits) >= _SHORTEST:
            found.append((last, ("+" if run[first].plus else "") + digits))
    return found


def _kind(reading: Reading, run: Sequence[_Group], first: int, last: int, digits: str) -> str | None:
    start, end = run[first].start, run[last].end
    number = digits.lstrip("+")
    is_end = last + 1 == len(run) or not _is_close(reading, run[last], run[last + 1])
    if len(number) in _ID_LENGTHS and is_end and _is_id(reading, number, start):
        return "personal_id"
    if (
        number[0] not in "08"
        and not _PHONE_WORDS.search(reading.before(start))
        and not _is_bare_mobile(number)
    ):
        return None
    if (is_end or len(number) == 10) and _e164(digits) and not (first != last and _has_rest(run, last)):
        return "phone" if end else None
    return None


def _has_rest(run: Sequence[_Group], last: int) -> bool:
    """Whether single spoken digits go on: the number is longer than it should be."""
    return last + 1 < len(run) and run[last + 1].spoken and run[last].spoken


def _is_close(reading: Reading, group: _Group, following: _Group) -> bool:
    return following.start - group.end <= 1


def _is_bare_mobile(number: str) -> bool:
    """Nine figures that are a mobile number without its leading zero."""
    return len(number) == 9 and number[0] in "35789" and not number.endswith("000")


def _is_id(reading: Reading, number: str, start: int) -> bool:
    before = reading.before(start, width=40)
    named, phone = _ID_WORDS.search(before), _PHONE_WORDS.search(before)
    if named and not (phone and phone.start() > named.start()):
        return True
    if len(number) == 12:
        return number[0] == "0" and number[:3] != "000"
    return number[0] in "0123" and not number.endswith("000") and not phone and _e164(number) is None


def _invalid(
    reading: Reading, run: Sequence[_Group], first: int, prefixes: Sequence[tuple[int, str]]
) -> tuple[Found | None, int]:
    if not prefixes:
        return None, first + 1
    last, digits = prefixes[-1]
    spoken_digits = sum(len(group.digits) for group in run[first : last + 1] if group.spoken)
    if spoken_digits and len(digits) < _SHORTEST_SPOKEN:
        return None, first + 1
    phone_like = digits[0] in "0+" or (
        _PHONE_WORDS.search(reading.before(run[first].start)) and not digits.endswith("000")
    )
    if not phone_like:
        return None, first + 1
    return Found("phone_invalid", digits, run[first].start, run[last].end), last + 1


def _e164(digits: str) -> str | None:
    """The number in E.164, or None when it is no valid Vietnamese number."""
    number = (
        digits if digits.startswith(("+", "0")) else f"+{digits}" if digits.startswith("84") else f"0{digits}"
    )
    try:
        parsed = phonenumbers.parse(number, _REGION)
    except phonenumbers.NumberParseException:
        return None
    if parsed.country_code != 84 or not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
