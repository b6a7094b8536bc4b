"""Years of birth told by the zodiac: "tuổi con ngựa", "tuổi Ngọ", "Mậu Ngọ 78", "tuổi Dậu 1957".

An animal leaves several years open: `birth_year_candidates`, oldest first, to be asked back about. A stem
with it, or the year said behind it, usually leaves one: `birth_year`. Lunar years begin in January or
February; those born in the weeks before are taken for the year that covers most of the lunar one.
"""

import re
from collections.abc import Iterator

from bot.understanding.entities.births import OLDEST, YOUNGEST, year_at
from bot.understanding.entities.reading import Found, Reading, Spelling

_STEMS = ("giap", "at", "binh", "dinh", "mau", "ky", "canh", "tan", "nham", "quy")
# Place in the cycle of twelve; the rat and the snake look alike without marks.
_BRANCHES = {
    "ty": (0, 5),
    "ti": (0, 5),
    "suu": (1,),
    "dan": (2,),
    "mao": (3,),
    "meo": (3,),
    "thin": (4,),
    "ngo": (6,),
    "mui": (7,),
    "than": (8,),
    "dau": (9,),
    "tuat": (10,),
    "hoi": (11,),
}
_MARKED_BRANCHES = {"tý": (0,), "tí": (0,), "tỵ": (5,), "tị": (5,)}
_ANIMALS = {
    **{"chuot": 0, "trau": 1, "ho": 2, "cop": 2, "hum": 2, "meo": 3, "rong": 4, "ran": 5, "ngua": 6, "de": 7},
    **{"khi": 8, "ga": 9, "cho": 10, "lon": 11, "heo": 11},
}
_SPELLING = Spelling(
    "giáp ất bính đinh mậu kỷ kỉ ky canh tân nhâm quý quí tý tí tỵ tị sửu dần mão mẹo thìn ngọ mùi thân"
    " dậu tuất hợi chuột trâu hổ cọp hùm mèo rồng rắn ngựa dê khỉ gà chó lợn heo tuổi cầm tinh con"
)
_STEM = "|".join(_STEMS)
_ZODIAC = re.compile(
    rf"\b(?:tuoi|cam tinh|cam) (?:la )?(?:con|tinh con) (?P<animal>{'|'.join(_ANIMALS)})\b"
    rf"|\b(?:tuoi (?:la )?)?(?P<stem>{_STEM}) (?P<branch>{'|'.join(_BRANCHES)})\b"
    rf"|\b(?:tuoi|cam tinh) (?:la )?(?P<sign>{'|'.join(_BRANCHES)})\b"
)
# How far behind the sign its year may stand: "tuổi Thìn, năm bảy sáu".
_REACH = 3
_UNMARKED_OTHER_WORDS = {"than", "dau", "mao", "hoi", "dan", "mui", "ti", "ngo"}


def find_zodiac(reading: Reading) -> Iterator[Found]:
    """Years of birth by stem, branch or animal."""
    for match in _ZODIAC.finditer(reading.plain_as(_SPELLING)):
        years = _years(reading, match)
        if years and not _is_other_words(reading, match):
            yield _found(reading, match, years)


def _years(reading: Reading, match: re.Match[str]) -> list[int]:
    places, stem = _places(reading, match), match.group("stem")
    this_year = reading.today.year
    return [
        year
        for year in range(this_year - OLDEST, this_year - YOUNGEST + 1)
        if (year - 4) % 12 in places and (stem is None or _STEMS[(year - 4) % 10] == stem)
    ]


def _places(reading: Reading, match: re.Match[str]) -> tuple[int, ...]:
    if match.group("animal"):
        return (_ANIMALS[match.group("animal")],)
    group = "branch" if match.group("branch") else "sign"
    said = reading.text[match.start(group) : match.end(group)]
    return _MARKED_BRANCHES.get(said) or _BRANCHES[match.group(group)]


def _is_other_words(reading: Reading, match: re.Match[str]) -> bool:
    """Unmarked stems and branches are everyday words: "mau dan", "canh than" need "tuoi" before them."""
    if reading.text[match.start() : match.end()].isascii() and match.group("stem"):
        said_so = "tuoi" in reading.plain or reading.is_whole(*match.span())
        capitals = reading.normalised.original_slice(*match.span("stem"))[:1].isupper()
        return not (said_so or capitals) and match.group("branch") in _UNMARKED_OTHER_WORDS
    return False


def _found(reading: Reading, match: re.Match[str], years: list[int]) -> Found:
    """The candidates; a year said behind them ("tuổi Dậu 1957", "Mậu Ngọ 78") decides by itself."""
    first = reading.index_from(match.end())
    for index in range(first, min(first + _REACH, len(reading.atoms))):
        read = year_at(reading, index)
        if read and read[0] in years:
            return Found("birth_year", read[0], match.start(), reading.atoms[read[1] - 1].end)
    if len(years) == 1:
        return Found("birth_year", years[0], *match.span())
    return Found("birth_year_candidates", years, *match.span())
