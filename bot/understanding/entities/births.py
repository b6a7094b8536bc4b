"""When the insured person was born: `birth_year` (four digits) and `birth_date` (ISO form; "1970-09" of a month).

"sinh năm 1974", "sn 79", "sinh năm bảy tư", "một chín sáu lăm"; "12/3/1975", "mùng 5 tháng 8 năm 1981",
"sinh tháng 9 năm 1970". A date said to be of the lunar calendar is `birth_date_candidates`, as said: papers
show the solar one, so it is asked.
"""

import re
from collections.abc import Iterator
from datetime import date

from bot.understanding.entities.numerals import digit_at, says, spoken
from bot.understanding.entities.reading import Found, Reading

YOUNGEST, OLDEST = 15, 95
_LONGEST_LIFE = 110
_MONTH = r"(?:thang ?(?:\d{1,2}|[a-z]+(?: [a-z]+)?) )?"
_LABEL = re.compile(
    rf"(?<![a-z])(?:(?:sinh|nam sinh|sn"
    rf"|ns)[ :,]*(?:(?:ra|vao|nam|lam|cua|toi|em|e|me|bo|chong|vo|chau|la|thanh|nham|sang|lai) )*{_MONTH}"
    r"(?:(?:nam|lam|la|vao) ?)*)[ :,.\-]*$"
)
_DATE = re.compile(
    r"(?<![\d/.\-])(?P<day>\d{1,2}) ?(?P<sep>[/.\-]) ?(?P<month>\d{1,2}) ?(?P=sep) ?(?P<year>(?:19"
    r"|20)\d\d|\d\d)(?![\d/.\-]|,\d)"
)
_WORDED_DATE = re.compile(
    r"\b(?:(?:ngay|mung|mong|sinh|la) ){1,3}(?!(?<=sinh )tu |(?<=la )tu )(?P<day>\d{1,2}"
    r"|[a-z]+(?: [a-z]+){0,2}?) thang (?P<month>\d{1,2}|[a-z]+(?: [a-z]+)??)(?: nam | )(?P<year>\d{4}"
    r"|\d\d\b|[a-z]+(?: [a-z]+){1,6})"
    r"|\b(?P<day2>\d{1,2}) thang (?P<month2>\d{1,2})(?: nam | )(?P<year2>\d{4})"
)
_MONTH_ALONE = re.compile(
    r"\bthang ?(?P<month>\d{1,2}|muoi (?:mot|hai)|[a-z]+)(?: ?[/,.\-] ?| nam | )(?P<year>\d{4}"
    r"|\d\d\b|[a-z]+(?: [a-z]+){1,6})"
    r"|(?<![\d/.\-])(?P<month2>\d{1,2}) ?[/.\-] ?(?P<year2>(?:19|20)\d\d|\d\d)(?![\d/.\-%]|,\d)"
)
_BORN_IN = re.compile(
    r"\b(?:sinh|ns|sn)\b(?! (?:con|chau|be|doi|em be|no|mo))(?:(?! (?:tu|truoc|sau|den)\b)[^.;?!\d]){0,24}$"
)
_MONTH_NAMES = {"gieng": 1, "chap": 12, "tu": 4}
_LUNAR = re.compile(r"^\(?(?:lich )?am\b")
_BIRTH_WORD = re.compile(r"\b(?:sinh|ns|sn|de)\b")
_PRONOUN_AND_YEAR = re.compile(
    r"(?:da |a )?(?:e|em|m|minh|t|toi|chi|anh|me e|me em|bo e|bo em|chong em"
    r"|vo em) \d\d(?: (?:a|nha|nhe|ad))*"
)
_APART_BEFORE = re.compile(r"(?:^|[,;:]|\bnu|\bla|\d) ?$")
_APART_AFTER = re.compile(
    r"$|[,;]|\d|(?:nam|nu|o|que|thu nhap|luong|muc|ho (?:can )?ngheo|can ngheo|dan toc|dong (?:theo|quy|nam|thang)"
    r"|lam|ban|sdt|dt|nha|nhe|a|ad)\b"
)
_TOLD = re.compile(
    r"\b(?:ten|sinh|nu|xa|phuong|tuoi|toi|tinh cho|dk|dang ky|sdt|ho ngheo|thu nhap)\b|\d{9}|\d ?(?:tr|trieu)\b"
)
_GENDER_BEFORE = re.compile(r"(?:\bnu|(?<!tu )(?<!trong )(?<!den )\bnam),? $")
_FIRST_GENDER = re.compile(r"(?:^|[,;] ?)(?:nu|nam),? $")
# "Ghi nhầm năm sinh, phải là 1974": a year that is put right.
_PUT_RIGHT = re.compile(r"\bn[aă]m sinh\b[^\d.;?!]{0,36}(?:[,:]| phải| đúng| phai| dung)(?: (?:là|la))? ?$")
_RIGHT_AFTER = re.compile(r"moi (?:la )?dung\b")
_COUNTED = ("tuoi", "t", "trieu", "tr", "con", "chau", "dua", "thang", "nam", "ngay", "k")


def find_birth(reading: Reading) -> Iterator[Found]:
    """Birth dates and years; what stands within a date is part of it."""
    within: set[int] = set()
    for find in (_dates, _months, _years):
        found = [item for item in find(reading) if within.isdisjoint(range(item.start, item.end))]
        yield from found
        within.update(position for item in found for position in range(item.start, item.end))


def full_year(two_digits: int, *, today: date) -> int:
    """ "79" is 1979, "05" is 2005: the century that lies in the past."""
    return 2000 + two_digits if 2000 + two_digits <= today.year else 1900 + two_digits


def year_at(reading: Reading, index: int) -> tuple[int, int] | None:
    """The year in figures or words that begins at an index, and the index after it."""
    if index >= len(reading.atoms):
        return None
    return _written_year(reading, index) if reading.atoms[index].is_number else _spoken_year(reading, index)


def _years(reading: Reading) -> Iterator[Found]:
    for index, atom in enumerate(reading.atoms):
        if says(reading, index, "nam", "lam") and says(reading, index - 1, "sinh", "de", "vao", "ra"):
            continue  # The word year itself, not the digit five: "sinh năm bảy ba".
        read = year_at(reading, index)
        if read and _is_born_then(reading, index, *read):
            yield Found("birth_year", read[0], atom.start, reading.atoms[read[1] - 1].end)


def _is_born_then(reading: Reading, index: int, year: int, after: int) -> bool:
    if not reading.today.year - _LONGEST_LIFE <= year <= reading.today.year:
        return False
    start, end = reading.atoms[index].start, reading.atoms[after - 1].end
    before = f"{reading.before(start, width=48)} "
    if _LABEL.search(before):
        in_full = year == int(reading.atoms[index].plain) if reading.atoms[index].plain.isdigit() else False
        return in_full or not says(reading, after, *_COUNTED)
    is_adult = reading.today.year - OLDEST <= year <= reading.today.year - YOUNGEST
    if len(reading.atoms[index].plain) == 4 and reading.atoms[index].is_number:
        return is_adult and (reading.is_whole(start, end) or _is_among_values(reading, before, end))
    return is_adult and after == index + 1 and bool(_PRONOUN_AND_YEAR.fullmatch(reading.plain))


def _is_among_values(reading: Reading, before: str, end: int) -> bool:
    """ "Tôi tên Nghĩa, 1971, ở Song Mai", "nữ 1970": a year beside what a person tells about themselves."""
    after = reading.after(end)
    if _PUT_RIGHT.search(reading.text[: end - len("1970")][-48:]) or _RIGHT_AFTER.match(after):
        return True
    told = _TOLD.search(reading.plain)
    if told and _APART_BEFORE.search(before) and _APART_AFTER.match(after):
        return True
    if not _GENDER_BEFORE.search(before) or reading.text[: end - len("1970")].rstrip(" ,").endswith("năm"):
        return False
    # Without marks "nam 1998" in a sentence is the year itself.
    return reading.is_marked or bool(_FIRST_GENDER.search(before) and _APART_AFTER.match(after))


def _written_year(reading: Reading, index: int) -> tuple[int, int] | None:
    atom = reading.atoms[index]
    following = reading.atoms[index + 1] if index + 1 < len(reading.atoms) else None
    if atom.plain == "2" and following and following.glued and following.plain == "k":
        return _two_thousand(reading, index + 2)
    if following and following.glued and (following.plain.isalpha() or following.plain in "%/"):
        return None
    if not atom.plain.isdigit() or len(atom.plain) not in {2, 4}:
        return None
    year = int(atom.plain)
    return (full_year(year, today=reading.today) if len(atom.plain) == 2 else year), index + 1


def _two_thousand(reading: Reading, index: int) -> tuple[int, int]:
    """ "2k" and "2k3"."""
    atom = reading.atoms[index] if index < len(reading.atoms) else None
    if atom and atom.glued and atom.plain.isdigit() and len(atom.plain) <= 2:
        return 2000 + int(atom.plain), index + 1
    return 2000, index


def _spoken_year(reading: Reading, index: int) -> tuple[int, int] | None:
    """ "Bảy tư", "bảy mươi hai", "một chín sáu lăm", "một nghìn chín trăm bảy mươi"."""
    if digit_at(reading, index) is None and not says(reading, index, "muoi"):
        return None
    if _is_next_year(reading, index):
        return None
    if says(reading, index + 1, "nghin", "ngan") and says(reading, index, "mot", "hai"):
        return _spoken_in_full(reading, index)
    if says(reading, index, "mot") and says(reading, index + 1, "chin"):
        rest = spoken(reading, index + 2, pairs=True)
        return (1900 + int(rest.value), rest.next) if rest and 10 <= rest.value < 100 else None
    number = spoken(reading, index, pairs=True)
    if number is None or not 10 <= number.value < 100:
        return None
    return full_year(int(number.value), today=reading.today), number.next


def _is_next_year(reading: Reading, index: int) -> bool:
    """Whether "nam sau" without marks is the coming year ("năm sau"), not the figures five and six."""
    following = reading.atoms[index + 1] if index + 1 < len(reading.atoms) else None
    is_coming = (
        says(reading, index, "nam")
        and says(reading, index + 1, "sau")
        and not says(reading, index - 1, "nam")
    )
    return bool(is_coming and following and following.text != "sáu")


def _spoken_in_full(reading: Reading, index: int) -> tuple[int, int] | None:
    after = index + 2
    if says(reading, index, "mot"):
        rest = spoken(reading, after)
        return (1000 + int(rest.value), rest.next) if rest and rest.value > 900 else None
    while says(reading, after, "khong", "tram", "linh", "le"):
        after += 1
    rest = spoken(reading, after)
    return (2000 + int(rest.value), rest.next) if rest and rest.value < 100 else (2000, after)


def _dates(reading: Reading) -> Iterator[Found]:
    for match in _DATE.finditer(reading.plain):
        text = match.group("year")
        year = int(text) if len(text) == 4 else full_year(int(text), today=reading.today)
        value = _iso(int(match.group("day")), int(match.group("month")), year)
        yield from _dated(reading, match, value, end=match.end(), certain=len(text) == 4)
    for match in _WORDED_DATE.finditer(reading.plain):
        suffix = "2" if match.group("day2") else ""
        read = _year_in(reading, match, f"year{suffix}")
        if read:
            day, month = (_small_in(reading, match, f"{part}{suffix}") for part in ("day", "month"))
            yield from _dated(reading, match, _iso(day, month, read[0]), end=read[1], certain=True)


def _months(reading: Reading) -> Iterator[Found]:
    """Months of birth: "sinh tháng 9 năm 1970", "sn 9/1970"."""
    for match in _MONTH_ALONE.finditer(reading.plain):
        suffix = "2" if match.group("month2") else ""
        read = _year_in(reading, match, f"year{suffix}")
        month = _small_in(reading, match, f"month{suffix}")
        if read is None or month not in range(1, 13):
            continue
        year, end = read
        is_adult = reading.today.year - _LONGEST_LIFE <= year <= reading.today.year - YOUNGEST
        named = _BORN_IN.search(reading.before(match.start(), width=36))
        certain = match.group(f"year{suffix}").isdigit() and len(match.group(f"year{suffix}")) == 4
        if is_adult and (named or (certain and reading.is_whole(match.start(), end))):
            yield Found("birth_date", f"{year}-{month:02}", match.start(), end)


def _dated(
    reading: Reading, match: re.Match[str], value: str | None, *, end: int, certain: bool
) -> Iterator[Found]:
    """A date of birth when it is called one, or when it is a whole date of an adult's age."""
    if value is None:
        return
    year = int(value[:4])
    named = _BIRTH_WORD.search(reading.before(match.start(), width=40) + " " + match.group())
    is_adult = reading.today.year - _LONGEST_LIFE <= year <= reading.today.year - YOUNGEST
    if year > reading.today.year or not (named or (certain and is_adult)):
        return
    if _LUNAR.match(reading.after(end)):
        yield Found("birth_date_candidates", [value], match.start(), end)
    else:
        yield Found("birth_date", value, match.start(), end)


def _iso(day: int | None, month: int | None, year: int) -> str | None:
    try:
        return date(year, month or 0, day or 0).isoformat()
    except ValueError:
        return None


def _small_in(reading: Reading, match: re.Match[str], group: str) -> int | None:
    """A day or month in figures or words that fill the group."""
    said = match.group(group)
    if said.isdigit() or said in _MONTH_NAMES:
        return _MONTH_NAMES.get(said) or int(said)
    number = spoken(reading, reading.index_from(match.start(group)))
    if number is None or reading.atoms[number.next - 1].end != match.end(group):
        return None
    return int(number.value)


def _year_in(reading: Reading, match: re.Match[str], group: str) -> tuple[int, int] | None:
    """The year and the offset of its end."""
    read = year_at(reading, reading.index_from(match.start(group)))
    return (read[0], reading.atoms[read[1] - 1].end) if read else None
