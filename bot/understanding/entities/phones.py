"""Phone numbers and personal ID numbers, typed or spoken digit by digit.

- `phone`: a valid Vietnamese mobile or fixed-line number in E.164, such as "+84912345678".
- `phone_invalid`: the digits of what looks like a phone number and is none.
- `personal_id`: the digits of a citizen card (12) or an old identity card (9); reported so that it can be refused.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberType

from bot.understanding.entities.numerals import digit_at, says, spoken
from bot.understanding.entities.reading import Found, Reading

_REGION, _COUNTRY_CODE = "VN", 84
_SHORTEST, _LONGEST = 6, 15
_ID_LENGTHS = (9, 12)
# Spoken digits are only taken for a number when there are this many: "sáu bảy tám" may be anything.
_SHORTEST_SPOKEN = 7
_SEPARATORS = {".", "-", "–", ",", "(", ")", "+"}
_PERSONAL_LINES = {
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
}
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:19|20)?\d\d")
_ID_WORDS = re.compile(
    r"\b(?:can cuoc|cccd|cc|cmnd|cmt|cmtnd|chung minh|dinh danh|the cong dan|so the|ma so)\b"
)
_PHONE_WORDS = re.compile(
    r"\b(?:dien thoai|sdt|dt|phone|zalo|di dong|goi|alo|lien he|lien lac|hotline|tong dai"
    r"|so(?: cua)? (?:toi|em|minh|chau|con))\b"
)
_UNITS = {"k", "tr", "trieu", "t", "d", "m", "%", "h", "n", "dong", "vnd", "th"}


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits written together, or one spoken number."""

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


def e164(digits: str) -> str | None:
    """A Vietnamese number in E.164, or None when nobody can be called on it.

    :param digits: with leading zero, with 84 or +84, or without either.
    """
    number = (
        digits if digits.startswith(("+", "0")) else f"+{digits}" if digits.startswith("84") else f"0{digits}"
    )
    try:
        parsed = phonenumbers.parse(number, _REGION)
    except phonenumbers.NumberParseException:
        return None
    if parsed.country_code != _COUNTRY_CODE or phonenumbers.number_type(parsed) not in _PERSONAL_LINES:
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _runs(reading: Reading) -> Iterator[list[_Group]]:
    """Groups of digits with at most separators between them."""
    run: list[_Group] = []
    index = 0
    while index < len(reading.atoms):
        group, after = _group_at(reading, index)
        if group:
            run.append(group)
        elif run and reading.atoms[index].plain not in _SEPARATORS:
            yield run
            run = []
        index = after
    if run:
        yield run


def _group_at(reading: Reading, index: int) -> tuple[_Group | None, int]:
    atom = reading.atoms[index]
    if atom.is_number:
        if _is_other_number(reading, index):
            return None, index + 1
        plus = says(reading, index - 1, "+")
        start = reading.atoms[index - 1].start if plus else atom.start
        return _Group(re.sub(r"\D", "", atom.plain), start, atom.end, spoken=False, plus=plus), index + 1
    digit = digit_at(reading, index)
    if digit is not None and not says(reading, index + 1, "muoi", "chuc", "tram"):
        return _Group(str(digit), atom.start, atom.end, spoken=True), index + 1
    number = spoken(reading, index)
    if number and number.value < 100:
        end = reading.atoms[number.next - 1].end
        return _Group(str(int(number.value)), atom.start, end, spoken=True), number.next
    return None, index + 1


def _is_other_number(reading: Reading, index: int) -> bool:
    """Dates, file names, and figures that a unit is glued to: "12.3.1975", "img_0812", "500k"."""
    atom = reading.atoms[index]
    if (
        _DATE.fullmatch(atom.plain)
        or says(reading, index + 1, "/", "_")
        or says(reading, index - 1, "/", "_")
    ):
        return True
    following = reading.atoms[index + 1] if index + 1 < len(reading.atoms) else None
    return bool(following and following.glued and following.plain in _UNITS)


def _number_from(reading: Reading, run: Sequence[_Group], first: int) -> tuple[Found | None, int]:
    """The phone or ID number that begins with a group, and the group after it."""
    prefixes = _prefixes(run, first)
    for last, digits in prefixes:
        kind, value = _read(reading, run, first, last, digits)
        if kind:
            return Found(kind, value, run[first].start, run[last].end), last + 1
    return _invalid(reading, run, first, prefixes)


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


def _read(
    reading: Reading, run: Sequence[_Group], first: int, last: int, digits: str
) -> tuple[str | None, str | None]:
    """The kind and the value of groups in a row; None when they are neither phone nor ID number."""
    number, start = digits.lstrip("+"), run[first].start
    goes_on = last + 1 < len(run) and run[last + 1].start - run[last].end <= 1
    if len(number) in _ID_LENGTHS and not goes_on and _is_id(reading, number, start):
        return "personal_id", number
    may_begin_phone = (
        number[0] in "08" or _is_bare_mobile(number) or _PHONE_WORDS.search(reading.before(start))
    )
    if not may_begin_phone or (goes_on and (len(number) != 10 or run[last + 1].spoken)):
        return None, None
    phone = e164(digits)
    return ("phone", phone) if phone else (None, None)


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
    return number[0] in "0123" and not number.endswith("000") and not phone and e164(number) is None


def _invalid(
    reading: Reading, run: Sequence[_Group], first: int, prefixes: Sequence[tuple[int, str]]
) -> tuple[Found | None, int]:
    if not prefixes:
        return None, first + 1
    last, digits = prefixes[-1]
    too_few_spoken = any(group.spoken for group in run[first : last + 1]) and len(digits) < _SHORTEST_SPOKEN
    called_phone = _PHONE_WORDS.search(reading.before(run[first].start)) and not digits.endswith("000")
    is_hotline = digits.startswith(("1900", "1800", "19", "18")) and len(digits) in {8, 10}
    if too_few_spoken or is_hotline or not (digits[0] in "0+" or called_phone):
        return None, first + 1
    return Found("phone_invalid", digits, run[first].start, run[last].end), last + 1
