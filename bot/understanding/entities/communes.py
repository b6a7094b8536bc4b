"""The commune a person lives in: `commune` (the official name) or `commune_candidates` when several fit.

The units are those of one province since 2025-07-01; former names lead to the units that took them over.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process
from vietnam_provinces import Province, ProvinceCode, Ward

from bot.understanding.entities.reading import Atom, Found, Reading, Spelling, word_set
from bot.understanding.normalise import normalise

_FORMER_UNITS = Path(__file__).with_name("former_units.yml")
_TYPES = ("đặc khu", "thị trấn", "xã", "phường")
_SPELLING = Spelling(
    "xã phường ở quê tại thị trấn huyện tỉnh chợ thôn về nhà thuộc đặc khu đường trường tp hội hợp"
)
_PREFIX = re.compile(
    r"(?:^|[^a-z])(?P<type>xa|phuong|p|x|ph|tt|thi tran"
    r"|dac khu)(?: ?\.)?(?: (?:moi|cu|la|ten|thanh|toi|em|toi la))* ?:? ?$"
)
_PLACE = re.compile(
    r"(?:^|[^a-z])(?:o|tai|que|nha o|sang|dia chi|thuoc|ben|khu vuc|cho|thon [a-z]+(?: [a-z]+)?"
    r"|lang [a-z]+(?: [a-z]+)?|ngu|o tro|ho khau)"
    r"(?: (?:tai|o|ben|moi|la|que|xa|tan|tro|toi|em|minh|chau|nha|goc|ngoai|mai))*[ :,]*$"
)
# "Người Đình Bảng", where the name has its capitals.
_PEOPLE_OF = re.compile(r"(?:^|[^a-z])(?:nguoi|dan|tho (?:moc|ho|gom|xay))(?: (?:que|lang|goc|o))?$")
_NOT_A_HOME = re.compile(
    r"(?:^|[^a-z])(?:huyen|thi xa|thanh pho|tp|tinh|xa hoi|hop tac xa|bao hiem|buu dien|benh vien|truong"
    r"|khu cong nghiep|gom|ga|ga doi|my|duong|tuyen)$"
)
_NEXT_VALUE = re.compile(
    r"(?:goi|toi|chieu|sang|trua|buoi|sdt|so dien|dt|bac ninh|bac giang|huyen|tinh|cu|nhe|nha|a|em|day"
    r"|moi)\b"
)
# How alike two unmarked names must be, of 100: about one letter wrong in a name of eight.
_ALIKE, _ALIKE_WITH_MARKS, _CLEARLY_BETTER = 85, 70, 6
_SHORTEST_MISSPELT = 5
_NO_NAME = word_set(
    "hoi toi co em minh dang nao gi cu moi ta day nay la duoc khong minh bac chung nha khac va do viec"
    " nay no cua thi o"
)
_LOOK_BACK = 28
_PHONE_BEFORE = re.compile(r"\d[ .]?\d{3}[ .]?\d{3}[ ,;.\-]*$")
# Communes that are called like everyday words.
_EVERYDAY_WORDS = word_set("cho ho voi thang chu thua")


@dataclass(frozen=True, slots=True)
class Commune:
    """A unit below the province, such as "Xã Kép"."""

    name: str
    code: int


@dataclass(frozen=True, slots=True)
class _Name:
    """One way to call a unit."""

    text: str
    commune: Commune


class CommuneIndex:
    """The communes of a province, found by their names with or without marks."""

    def __init__(
        self,
        communes: Sequence[Commune],
        *,
        former: Mapping[str, Sequence[str]] | None = None,
        provinces: Iterable[str] = (),
    ) -> None:
        """
        :param former: official name of a unit → the former units that it took over, such as "Thị trấn Chờ".
        :param provinces: names that alone mean a province and not the unit called after it.
        """
        self.communes = tuple(communes)
        self._provinces = frozenset(normalise(province).plain for province in provinces)
        self._by_name: dict[str, list[_Name]] = {}
        for commune in communes:
            self._add(_without_type(commune.name), commune)
        official = {_without_type(commune.name) for commune in communes}
        for commune in communes:
            for unit in (former or {}).get(commune.name, ()):
                # A name in force means the unit in force.
                if _without_type(unit) not in official:
                    self._add(_without_type(unit), commune)
        self._by_length: dict[int, list[str]] = {}
        for name in self._by_name:
            self._by_length.setdefault(name.count(" ") + 1, []).append(name)
        self.longest = max(self._by_length, default=0)
        self.first_words = frozenset(name.split(" ", 1)[0] for name in self._by_name)

    def _add(self, name: str, commune: Commune) -> None:
        spelled = normalise(name)
        self._by_name.setdefault(spelled.plain, []).append(_Name(spelled.text, commune))

    def exact(self, plain: str, text: str, *, with_type: bool, loose: bool = True) -> tuple[Commune, ...]:
        """The units of a name; tone marks that were typed must agree.

        :param with_type: whether "xã" or the like was said before the name; without it a province is meant first.
        :param loose: whether a name without any mark may be a marked one.
        """
        if plain in self._provinces and not with_type:
            return ()
        names = self._by_name.get(plain, ())
        return tuple(
            dict.fromkeys(name.commune for name in names if text == name.text or (text == plain and loose))
        )

    def alike(self, plain: str, text: str) -> tuple[Commune, ...]:
        """The units whose names are nearest to a misspelt one; none when nothing is near enough."""
        names = self._by_length.get(plain.count(" ") + 1, ())
        hits = process.extract(plain, names, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=3)
        best = [name for name, score, _ in hits if score > hits[0][1] - _CLEARLY_BETTER]
        near = (name for plain_name in best for name in self._by_name[plain_name])
        return tuple(
            dict.fromkeys(name.commune for name in near if text.isascii() or _is_near(text, name.text))
        )


def _is_near(text: str, other: str) -> bool:
    """Whether two marked names are alike: "vận động" is not "vân dương"."""
    return fuzz.ratio(text, other) >= _ALIKE_WITH_MARKS


def load_communes(province_code: int) -> CommuneIndex:
    """The communes of a province by its code in the national list (24 is Bắc Ninh).

    :raises ValueError: when the list has no such province.
    """
    units = Ward.iter_by_province(ProvinceCode(province_code))
    former = yaml.safe_load(_FORMER_UNITS.read_text(encoding="utf-8"))
    provinces = [province.name.removeprefix("Thành phố ") for province in Province.iter_all()]
    return CommuneIndex(
        [Commune(unit.name, int(unit.code)) for unit in units],
        former=former["communes"].get(province_code),
        provinces=[*provinces, *former["provinces"]],
    )


def find_commune(reading: Reading, communes: CommuneIndex) -> Iterator[Found]:
    """Communes, from left to right, the longest name first."""
    plain = reading.plain_as(_SPELLING)
    index = 0
    while index < len(reading.atoms):
        words = _words_from(reading, index, communes.longest)
        found, used = _name_at(reading, plain, communes, words) if words else (None, 1)
        if found:
            yield found
        index += used


def _without_type(name: str) -> str:
    """ "Xã Cảnh Thụy" without "Xã"."""
    kind = next((kind for kind in _TYPES if name.lower().startswith(f"{kind} ")), "")
    return name[len(kind) :].strip()


def _words_from(reading: Reading, index: int, longest: int) -> list[Atom]:
    words: list[Atom] = []
    for atom in reading.atoms[index : index + longest]:
        if not (atom.plain[0].isalpha() or (words and atom.plain.isdigit())):
            break
        words.append(atom)
    return words


def _name_at(
    reading: Reading, plain: str, communes: CommuneIndex, words: Sequence[Atom]
) -> tuple[Found | None, int]:
    """The commune that these words begin with, and how many of them it takes."""
    begin = max(0, words[0].start - _LOOK_BACK)
    before = plain[begin : words[0].start].rstrip()
    prefix = _PREFIX.search(before)
    start = begin + prefix.start("type") if prefix else words[0].start
    for count in range(len(words) if words[0].plain in communes.first_words else 0, 0, -1):
        span = words[0].start, words[count - 1].end
        units = communes.exact(
            reading.plain[slice(*span)],
            reading.text[slice(*span)],
            with_type=bool(prefix),
            loose=not reading.is_marked,
        )
        if units and (prefix or reading.is_whole(*span) or _is_home(reading, before, words[:count])):
            return _found(units, (start, span[1])), count
    units, end = _misspelt(reading, communes, words) if prefix and words[0].plain not in _NO_NAME else ((), 0)
    return (_found(units, (start, end)), 1) if units else (None, 1)


def _is_home(reading: Reading, before: str, words: Sequence[Atom]) -> bool:
    """Without "xã" a place counts after "ở" or "quê", or as a value of its own among values."""
    start, end = words[0].start, words[-1].end
    if _NOT_A_HOME.search(before):
        return False
    if len(words) == 1 and _after_phone(before, words[0]) and _ends(reading, end):
        return True
    if len(words) == 1:
        return bool(_PLACE.search(before)) and reading.normalised.original_slice(start, end).istitle()
    named = (
        reading.normalised.original_slice(start, end).istitle() and not reading.normalised.original.isupper()
    )
    if _PLACE.search(before) or (named and _PEOPLE_OF.search(before)):
        return True
    after_a_value = not before or not before[-1].isalpha()
    if not _ends(reading, end):
        return False
    typed_before = reading.normalised.original_slice(max(0, start - 2), start).strip()
    return after_a_value or (named and _follows_a_name(reading, start) and bool(typed_before))


def _after_phone(before: str, word: Atom) -> bool:
    """ "Nguyễn Văn Tư 0912345678 kép": right behind a number comes where the person lives."""
    return bool(_PHONE_BEFORE.search(before)) and word.plain not in _EVERYDAY_WORDS


def _follows_a_name(reading: Reading, start: int) -> bool:
    """Whether the two words before begin with capitals: "Nguyễn Văn Tư Cảnh Thụy 0912345678"."""
    index = reading.index_from(start)
    previous = reading.atoms[max(0, index - 2) : index]
    return len(previous) == 2 and all(reading.begins_capital(atom) for atom in previous)


def _misspelt(
    reading: Reading, communes: CommuneIndex, words: Sequence[Atom]
) -> tuple[tuple[Commune, ...], int]:
    """The units nearest to the words after "xã", and where the name ends.

    Typed without marks "xa" is "far" as well: there the name must end its part of the message.
    """
    for count in (2, 3, 1):
        if len(words) < count:
            continue
        start, end = words[0].start, words[count - 1].end
        if end - start < _SHORTEST_MISSPELT or not (reading.is_marked or _ends(reading, end)):
            continue
        units = communes.alike(reading.plain[start:end], reading.text[start:end])
        if units:
            return units, end
    return (), 0


def _ends(reading: Reading, end: int) -> bool:
    """Whether a value ends here: the message, a sign, a figure, or a word that begins another value."""
    after = reading.after(end)
    return not after or not after[0].isalpha() or bool(_NEXT_VALUE.match(after))


def _found(units: Sequence[Commune], span: tuple[int, int]) -> Found:
    if len(units) == 1:
        return Found("commune", units[0].name, *span)
    return Found("commune_candidates", [unit.name for unit in units], *span)
