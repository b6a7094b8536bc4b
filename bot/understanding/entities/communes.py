"""The commune a person lives in: `commune` (the official name) or `commune_candidates` when several fit.

The units are those of one province since 2025-07-01; former names lead to the units that took them over.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from vietnam_provinces import ProvinceCode, Ward

from bot.understanding.entities.reading import Atom, Found, Reading
from bot.understanding.normalise import normalise

_TYPES = {
    "xa": "xã",
    "phuong": "phường",
    "p": "phường",
    "x": "xã",
    "tt": "thị trấn",
    "dac khu": "đặc khu",
    "ph": "phường",
}
_PREFIX = re.compile(
    r"(?:^|[ ,.(])(?P<type>xa|phuong|p|x|ph|tt|thi tran|dac khu|thi xa|huyen|tx|h)(?: ?\.)?(?: (?:moi|cu"
    r"|la|ten))*[ :]*$"
)
_PLACE = re.compile(
    r"(?:^|[^a-z])(?:o|tai|que|nha|sang|ve|thanh|la|dia chi|thuoc|ben|tu|khu vuc|dat|cho|lang|thon|ngu"
    r"|song)(?: (?:tai|o|ben|xa|la))*[ :,]*$"
)
# How alike two unmarked names must be, of 100: one letter wrong in a name of six or seven.
_ALIKE = 84
_CLEARLY_BETTER = 6
_LOOK_BACK = 28


@dataclass(frozen=True, slots=True)
class Commune:
    """A unit below the province, such as "Xã Kép"."""

    name: str
    code: int


class CommuneIndex:
    """The communes of a province, found by their names with or without marks."""

    def __init__(
        self, communes: Sequence[Commune], *, former: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """
        :param former: former names ("Thị trấn Neo") and the official names of the units that took them over.
        """
        self.communes = tuple(communes)
        self._by_name: dict[str, list[tuple[str, Commune]]] = {}
        for commune in communes:
            kind, name = split_type(commune.name)
            self._add(name, kind, commune)
        known = {commune.name: commune for commune in communes}
        for old, new in (former or {}).items():
            _, name = split_type(old)
            for unit in new:
                self._add(name, "", known[unit])
        self._longest = max((name.count(" ") + 1 for name in self._by_name), default=0)
        self._names = tuple(self._by_name)

    def _add(self, name: str, kind: str, commune: Commune) -> None:
        spelled = normalise(name)
        self._by_name.setdefault(spelled.plain, []).append((spelled.text, commune))
        del kind

    @property
    def longest(self) -> int:
        """Words of the longest name."""
        return self._longest

    def exact(self, plain: str, text: str) -> tuple[Commune, ...]:
        """The units of a name; tone marks that were typed must agree."""
        entries = self._by_name.get(plain, ())
        agreeing = [commune for marked, commune in entries if text in (marked, plain)]
        return tuple(dict.fromkeys(agreeing))

    def alike(self, plain: str) -> tuple[Commune, ...]:
        """The units whose unmarked names are nearest to a misspelt one; none when nothing is near enough."""
        hits = process.extract(plain, self._names, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=3)
        best = [name for name, score, _ in hits if score > hits[0][1] - _CLEARLY_BETTER]
        return tuple(dict.fromkeys(commune for name in best for _, commune in self._by_name[name]))


def load_communes(province_code: int) -> CommuneIndex:
    """The communes of a province by its code in the national list (24 is Bắc Ninh).

    :raises ValueError: when the list has no such province.
    """
    units = Ward.iter_by_province(ProvinceCode(province_code))
    return CommuneIndex([Commune(unit.name, int(unit.code)) for unit in units])


def split_type(name: str) -> tuple[str, str]:
    """ "Xã Cảnh Thụy" is ("xã", "Cảnh Thụy")."""
    words = unicodedata.normalize("NFC", name).split()
    size = 2 if " ".join(words[:2]).lower() in {"đặc khu", "thị trấn", "thị xã", "thành phố"} else 1
    return " ".join(words[:size]).lower(), " ".join(words[size:])


def find_commune(reading: Reading, communes: CommuneIndex) -> Iterator[Found]:
    """Communes, from left to right, the longest name first."""
    index = 0
    while index < len(reading.atoms):
        found, after = _name_at(reading, communes, index)
        if found:
            yield found
        index = after


def _name_at(reading: Reading, communes: CommuneIndex, index: int) -> tuple[Found | None, int]:
    words = _words_from(reading, index, communes.longest)
    before = reading.before(words[0].start, width=_LOOK_BACK) if words else ""
    prefix = _PREFIX.search(before) if words else None
    for count in range(len(words), 0, -1):
        span = words[0].start, words[count - 1].end
        units = communes.exact(reading.plain[slice(*span)], reading.text[slice(*span)])
        if units and _is_commune(reading, words[:count], named=bool(prefix)):
            return _found(units, (_start(prefix, words[0]), span[1])), index + count
    if prefix and words and prefix.group("type") in {"xa", "phuong", "thi tran", "tt", "dac khu"}:
        found = _misspelt(reading, communes, words, start=_start(prefix, words[0]))
        if found:
            return found, index + 1
    return None, index + 1


def _words_from(reading: Reading, index: int, longest: int) -> list[Atom]:
    words: list[Atom] = []
    for atom in reading.atoms[index : index + longest]:
        if not (atom.plain[0].isalpha() or (words and atom.plain.isdigit())):
            break
        words.append(atom)
    return words


def _is_commune(reading: Reading, words: Sequence[Atom], *, named: bool) -> bool:
    """Without "xã" before it a name of one word needs the whole message, an unmarked one a place for it."""
    if named:
        return True
    place = _PLACE.search(reading.before(words[0].start))
    start, end = words[0].start, words[-1].end
    if reading.is_whole(start, end):
        return True
    typed = reading.normalised.original_slice(start, end)
    if len(words) == 1:
        return bool(place) and typed.istitle()
    if typed.istitle() or not typed.isascii():
        return True
    return bool(place) or _is_apart(reading, start, end)


def _is_apart(reading: Reading, start: int, end: int) -> bool:
    """Whether a name stands at an edge of a message, beside figures or signs: a value among values."""
    before, after = reading.before(start), reading.after(end)
    left = not before or not before[-1].isalpha()
    right = (
        not after
        or not after[0].isalpha()
        or after.startswith(("goi", "sdt", "so dien", "dt", "bac ninh", "bac giang"))
    )
    return left and right


def _start(prefix: re.Match[str] | None, word: Atom) -> int:
    """Where the value begins: at the word "xã" or "phường" when it was said."""
    return word.start if prefix is None else max(0, word.start - _LOOK_BACK) + prefix.start("type")


def _misspelt(reading: Reading, communes: CommuneIndex, words: Sequence[Atom], *, start: int) -> Found | None:
    for count in (2, 3, 1):
        if len(words) < count:
            continue
        span = start, words[count - 1].end
        plain = reading.plain[words[0].start : span[1]]
        units = communes.alike(plain) if len(plain) >= 4 else ()
        if units:
            return _found(units, span)
    return None


def _found(units: Sequence[Commune], span: tuple[int, int]) -> Found:
    if len(units) == 1:
        return Found("commune", units[0].name, *span)
    return Found("commune_candidates", [unit.name for unit in units], *span)
