"""When the insured person was born.

- `birth_year`: four digits, from "sinh năm 1974", "sn 79", "sinh năm bảy tư", "một chín sáu lăm".
- `birth_date`: ISO form, from "12/3/1975", "mùng 5 tháng 8 năm 1981".
- `birth_year_candidates`: the years that an animal of the zodiac allows ("tuổi con ngựa"), oldest first;
  a single one is a `birth_year`.
- `birth_date_candidates`: a date said to be of the lunar calendar, as said: the card shows the solar one,
  so it is asked back.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from bot.understanding.entities.numerals import digit_at, says, spoken
from bot.understanding.entities.reading import Found, Reading

_YOUNGEST, _OLDEST = 15, 95
_LABEL = re.compile(
    r"(?<![a-z])(?:(?:sinh|nam sinh|sn|ns|s n|de)(?: (?:ra|vao|ngay|thang|nam|lam|nawm|cua|toi|em|e|me|bo"
    r"|chong|vo|chau|con|la|thanh|tui|nham|sang|lai|vao))*"
    r"|nam sinh[ :]*(?:la|thanh)?)[ :,.\-]*$"
)
_STEMS = ("giap", "at", "binh", "dinh", "mau", "ky", "canh", "tan", "nham", "quy")
_STEM_SPELLINGS = {"ky": ("kỷ", "kỉ", "ky"), "quy": ("quý", "quí", "quy"), "mau": ("mậu",), "tan": ("tân",)}
_BRANCHES: dict[str, tuple[int, tuple[str, ...]]] = {
    "ty": (-1, ("tý", "tí", "tỵ", "tị")),
    "ti": (-1, ("tý", "tí", "tỵ", "tị")),
    "tis": (0, ("tis",)),
    "tich": (0, ("tích",)),
    "tuy": (0, ("túy",)),
    "suu": (1, ("sửu",)),
    "dan": (2, ("dần",)),
    "mao": (3, ("mão",)),
    "meo": (3, ("mẹo",)),
    "thin": (4, ("thìn",)),
    "ngo": (6, ("ngọ",)),
    "mui": (7, ("mùi",)),
    "than": (8, ("thân",)),
    "dau": (9, ("dậu",)),
    "tuat": (10, ("tuất",)),
    "hoi": (11, ("hợi",)),
}
_ANIMALS: dict[str, int] = {
    "chuot": 0,
    "trau": 1,
    "ho": 2,
    "cop": 2,
    "hum": 2,
    "meo": 3,
    "rong": 4,
    "ran": 5,
    "ngua": 6,
    "de": 7,
    "khi": 8,
    "ga": 9,
    "cho": 10,
    "lon": 11,
    "heo": 11,
    "nguoi": -2,
}
_ZODIAC = re.compile(
    rf"\b(?:(?:tuoi|tui|cam tinh|tinh|nam) (?:(?:la|con|cai) )*)(?P<named>(?P<stem>{'|'.join(_STEMS)})"
    rf" )?(?P<sign>{'|'.join((*_BRANCHES, *_ANIMALS))})\b"
    rf"|\b(?P<stem2>{'|'.join(_STEMS)}) (?P<branch>{'|'.join(_BRANCHES)})\b"
)
_DATE = re.compile(
    r"(?<![\d/.\-])(?P<day>\d{1,2}) ?(?P<sep>[/.\-]) ?(?P<month>\d{1,2}) ?(?P=sep) ?(?P<year>(?:19|20)\d\d"
    r"|\d\d)(?![\d/.\-]|,\d)"
)
_WORDED_DATE = re.compile(
    r"\b(?:(?:ngay|mung|mong|sinh|la) )+(?P<day>\d{1,2}|[a-z]+(?: [a-z]+){0,2}?) thang (?P<month>\d{1,2}"
    r"|[a-z]+(?: [a-z]+)?)(?: nam | )(?P<year>\d{4}|\d\d\b|[a-z]+(?: [a-z]+){1,6})"
    r"|\b(?P<day2>\d{1,2}) thang (?P<month2>\d{1,2})(?: nam | )(?P<year2>\d{4})"
)
_MONTH_NAMES = {"gieng": 1, "chap": 12, "tu": 4}
_LUNAR = re.compile(r"^(?:\(?am(?: lich)?|lich am|am lich|ta\b)")
_BIRTH_WORD = re.compile(r"\b(?:sinh|ns|sn|ngay sinh|nam sinh|de)\b")


def find_birth(reading: Reading) -> Iterator[Found]:
    """Birth dates, years and zodiac years."""
    dates = list(_dates(reading))
    yield from dates
    years = list(_years(reading))
    yield from (year for year in years if not any(day.start <= year.start < day.end for day in dates))
    yield from _zodiac(reading)


def full_year(two_digits: int, *, today: date) -> int:
    """ "79" is 1979, "05" is 2005: the century that lies in the past."""
    return 2000 + two_digits if 2000 + two_digits <= today.year else 1900 + two_digits


def _is_birth_year(year: int, today: date) -> bool:
    return today.year - 110 <= year <= today.year


def _years(reading: Reading) -> Iterator[Found]:
    for index, atom in enumerate(reading.atoms):
        if not (atom.is_number or digit_at(reading, index) is not None) or _is_year_word(reading, index):
            continue
        read = _written_year(reading, index) if atom.is_number else _spoken_year(reading, index)
        if read is None:
            continue
        year, after = read
        end = reading.atoms[after - 1].end
        if _is_birth_year(year, reading.today) and _is_named_year(reading, index, after, year):
            yield Found("birth_year", year, atom.start, end)


def _is_year_word(reading: Reading, index: int) -> bool:
    """Whether "năm" is the word year here: "sinh năm bảy ba"."""
    return (
        says(reading, index, "nam", "lam")
        and index > 0
        and says(reading, index - 1, "sinh", "de", "ra", "vao")
    )


def _is_named_year(reading: Reading, index: int, after: int, year: int) -> bool:
    start, end = reading.atoms[index].start, reading.atoms[after - 1].end
    before = reading.before(start, width=36)
    if _LABEL.search(before):
        return not says(reading, after, "tuoi", "trieu", "tr", "con", "chau", "dua", "thang")
    adult = reading.today.year - _OLDEST <= year <= reading.today.year - _YOUNGEST
    four_digits = len(reading.atoms[index].plain) == 4
    if four_digits and adult:
        return reading.is_whole(start, end) or bool(
            re.search(r"(?:^|,|\bnam) ?$", before)
            and re.search(r"^(?:$|,)", reading.after(end))
            and "luat" not in reading.plain
            and _looks_personal(reading)
        )
    return adult and not four_digits and after == index + 1 and _is_teencode_year(reading, index)


def _looks_personal(reading: Reading) -> bool:
    return bool(re.search(r"\b(?:ten|toi|em|me|bo|sinh|nu|nam \d|o xa|tuoi)\b", reading.plain))


def _is_teencode_year(reading: Reading, index: int) -> bool:
    """ "E 92": a pronoun and two figures are the whole message; a bare "58" is an age."""
    return (
        bool(
            re.fullmatch(
                r"(?:da |a )?(?:e|em|m|minh|mk|t|toi|chi|anh|me e|me em|bo e|bo em|ck e|vk e) \d\d(?: (?:a"
                r"|nha|nhe|ad))*",
                reading.plain,
            )
        )
        and reading.atoms[index].plain.isdigit()
    )


def _written_year(reading: Reading, index: int) -> tuple[int, int] | None:
    atom = reading.atoms[index]
    following = reading.atoms[index + 1] if index + 1 < len(reading.atoms) else None
    if following and following.glued and (following.plain.isalpha() or following.plain in "%/"):
        return None
    if not atom.plain.isdigit() or len(atom.plain) not in {2, 4}:
        return None
    year = int(atom.plain)
    return (full_year(year, today=reading.today) if len(atom.plain) == 2 else year), index + 1


def _spoken_year(reading: Reading, index: int) -> tuple[int, int] | None:
    """ "Bảy tư", "bảy mươi hai", "một chín sáu lăm", "một nghìn chín trăm bảy mươi"."""
    if says(reading, index, "mot") and says(reading, index + 1, "nghin", "ngan"):
        rest = spoken(reading, index + 2)
        return (1000 + int(rest.value), rest.next) if rest and rest.value > 900 else None
    if says(reading, index, "hai") and says(reading, index + 1, "nghin", "ngan"):
        return _after_two_thousand(reading, index + 2)
    if (
        says(reading, index, "mot")
        and says(reading, index + 1, "chin")
        and digit_at(reading, index + 2) is not None
    ):
        rest = spoken(reading, index + 2, pairs=True)
        return (1900 + int(rest.value), rest.next) if rest and 10 <= rest.value < 100 else None
    number = spoken(reading, index, pairs=True)
    if number is None or not 10 <= number.value < 100:
        return None
    return full_year(int(number.value), today=reading.today), number.next


def _after_two_thousand(reading: Reading, index: int) -> tuple[int, int] | None:
    while says(reading, index, "khong", "tram", "linh", "le"):
        index += 1
    rest = spoken(reading, index)
    return (2000 + int(rest.value), rest.next) if rest and rest.value < 100 else (2000, index)


def _dates(reading: Reading) -> Iterator[Found]:
    for match in _DATE.finditer(reading.plain):
        year = match.group("year")
        value = _iso(int(match.group("day")), int(match.group("month")), _century(year, reading.today))
        yield from _dated(reading, match, value, certain=len(year) == 4)
    for match in _WORDED_DATE.finditer(reading.plain):
        suffix = "2" if match.group("day2") else ""
        day, month, year_text = (match.group(name + suffix) for name in ("day", "month", "year"))
        read_year = _year_from(reading, match, "year" + suffix)
        if read_year is None:
            continue
        number, end = read_year
        value = _iso(
            _small(reading, match, "day" + suffix, day),
            _small(reading, match, "month" + suffix, month),
            number,
        )
        if value and year_text:
            yield from _dated(reading, match, value, certain=True, end=end)


def _century(text: str, today: date) -> int:
    return int(text) if len(text) == 4 else full_year(int(text), today=today)


def _dated(
    reading: Reading, match: re.Match[str], value: str | None, *, certain: bool, end: int | None = None
) -> Iterator[Found]:
    if value is None:
        return
    end = end or match.end()
    year = int(value[:4])
    named = _BIRTH_WORD.search(reading.before(match.start(), width=36))
    adult = year <= reading.today.year - _YOUNGEST and year >= reading.today.year - 110
    if not (named or (certain and adult)) or not year <= reading.today.year:
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


def _atom_index(reading: Reading, position: int) -> int | None:
    return next((index for index, atom in enumerate(reading.atoms) if atom.start == position), None)


def _small(reading: Reading, match: re.Match[str], group: str, said: str) -> int | None:
    """A day or month in figures or words; both must end where the group ends."""
    if said.isdigit():
        return int(said)
    if said in _MONTH_NAMES:
        return _MONTH_NAMES[said]
    index = _atom_index(reading, match.start(group))
    number = spoken(reading, index, pairs=False) if index is not None else None
    if number is None or reading.atoms[number.next - 1].end != match.end(group):
        return None
    return int(number.value)


def _year_from(reading: Reading, match: re.Match[str], group: str) -> tuple[int, int] | None:
    said = match.group(group)
    if said.isdigit():
        return _century(said, reading.today), match.end(group)
    index = _atom_index(reading, match.start(group))
    read = _spoken_year(reading, index) if index is not None else None
    return (read[0], reading.atoms[read[1] - 1].end) if read else None


def _zodiac(reading: Reading) -> Iterator[Found]:
    for match in _ZODIAC.finditer(reading.plain):
        stem, sign = match.group("stem") or match.group("stem2"), match.group("sign") or match.group("branch")
        branches = _branches(reading, match, sign)
        years = [
            year
            for year in range(reading.today.year - _OLDEST, reading.today.year - _YOUNGEST + 1)
            if (year - 4) % 12 in branches and (stem is None or _STEMS[(year - 4) % 10] == stem)
        ]
        if not years or not _is_zodiac(reading, match, stem, sign):
            continue
        yield from _zodiac_years(reading, match, years)


def _branches(reading: Reading, match: re.Match[str], sign: str) -> tuple[int, ...]:
    """The places in the cycle of twelve that a sign may mean; unmarked "ty" is the rat or the snake."""
    group = "sign" if match.group("sign") else "branch"
    said = reading.text[match.start(group) : match.end(group)]
    if sign in {"ty", "ti"}:
        return {"tý": (0,), "tí": (0,), "tỵ": (5,), "tị": (5,)}.get(said, (0, 5))
    if sign == "meo" or sign in _BRANCHES:
        return (_BRANCHES[sign][0],)
    return (_ANIMALS[sign],)


def _is_zodiac(reading: Reading, match: re.Match[str], stem: str | None, sign: str) -> bool:
    group = "sign" if match.group("sign") else "branch"
    said = reading.text[match.start(group) : match.end(group)]
    if match.group("sign") and re.search(
        r"\b(?:con|cam tinh)\b", match.group()[: match.start("sign") - match.start()]
    ):
        return sign in _ANIMALS
    known = _BRANCHES.get(sign)
    if known is None:
        return False
    if said.isascii() and not reading.is_marked:
        return (
            stem is not None
            or sign not in {"than", "dau", "mao", "hoi", "dan", "mui", "ti"}
            or match.group().startswith("tuoi")
        )
    return said in known[1]


def _zodiac_years(reading: Reading, match: re.Match[str], years: list[int]) -> Iterator[Found]:
    """The candidates; a year said behind them ("tuổi Dậu 1957", "Mậu Ngọ 78") decides by itself."""
    index = next((index for index, atom in enumerate(reading.atoms) if atom.start >= match.end()), None)
    for place in islice(range(index or len(reading.atoms), len(reading.atoms)), 4):
        atom = reading.atoms[place]
        read = _written_year(reading, place) if atom.is_number else _spoken_year(reading, place)
        if read and read[0] in years:
            yield Found("birth_year", read[0], match.start(), reading.atoms[read[1] - 1].end)
            return
    if len(years) == 1:
        yield Found("birth_year", years[0], *match.span())
    else:
        yield Found("birth_year_candidates", years, *match.span())
