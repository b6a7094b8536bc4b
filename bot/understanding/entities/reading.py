"""A normalised text as the extractors see it: atoms with offsets, and the helpers to look around in it.

Offsets here are those of `Normalised.text` and `.plain`; only `extract` turns them into offsets of
what was typed.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from bot.understanding.normalise import HEAD, Normalised
from bot.understanding.syllables import strip_marks

# A number keeps its separators ("1.500.000", "3,5"); letters and digits glued together are taken apart ("3tr5").
_ATOM = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\s\w]|_")
_WORD = re.compile(r"[^\W\d_]+")
# A person who types tone marks marks about three words of four; a lone "ạ" does not make a marked text.
_MARKED_SHARE = 0.34
_LONGEST_POLITENESS = 48
_POLITE = re.compile(
    r"\b(?:a|da|vang|u|uh|um|nhe|nha|di|thoi|roi|day|em|e|oi|chau|co|chi|anh|ban|ad|bac|toi|minh|la|thi"
    r"|khoang|tam|chung|gan|ngoai|do|ha|nhi|duoc|hon|tron|vua|nam nay|xin|thua|chan|lon|cu|tren|ay|cai"
    r"|gi do)\b|[^\w\s]|_"
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A word, a number or a sign. ``glued`` says that no space stands before it."""

    text: str
    plain: str
    start: int
    end: int
    glued: bool

    @property
    def is_number(self) -> bool:
        return self.plain[0].isdigit()


@dataclass(frozen=True, slots=True)
class Found:
    """A value found in a stretch of the normalised text, before overlaps are settled."""

    kind: str
    value: Any
    start: int
    end: int


def word_set(text: str) -> frozenset[str]:
    """The words of a list that is written with spaces."""
    return frozenset(text.split())


class Spelling:
    """How words that look alike without marks must be spelled to mean what an extractor is after.

    Of a word given in several spellings each is accepted; words that are not given are not looked at.
    """

    def __init__(self, spelled: str) -> None:
        self._accepted: dict[str, set[str]] = {}
        for word in spelled.split():
            self._accepted.setdefault(strip_marks(word), set()).add(word)

    def __contains__(self, plain: str) -> bool:
        """Whether an unmarked word is one of those given."""
        return plain in self._accepted

    def rejects(self, atom: Atom, *, unmarked_text: bool) -> bool:
        """Whether the marks of a word, or their absence, make it another word."""
        accepted = self._accepted.get(atom.plain)
        if accepted is None or atom.text in accepted:
            return False
        return not (unmarked_text and atom.text.isascii())


class Reading:
    """One text and the day on which it is read."""

    def __init__(self, normalised: Normalised, *, today: date) -> None:
        self.normalised = normalised
        self.text = normalised.text
        self.plain = normalised.plain
        self.today = today
        self.atoms = tuple(_atoms(self.text, self.plain))
        self._starts = [atom.start for atom in self.atoms]

    @cached_property
    def is_marked(self) -> bool:
        """Whether the person types tone marks at all; what the normaliser spelled out does not count."""
        words = _WORD.findall(self.normalised.original[:HEAD])
        return sum(not word.isascii() for word in words) >= max(1, len(words) * _MARKED_SHARE)

    def index_from(self, position: int) -> int:
        """The index of the first atom that begins at a position or behind it."""
        return bisect_left(self._starts, position)

    def may_be(self, atom: Atom, *spellings: str) -> bool:
        """Whether a word may be one of the marked spellings, as far as its marks tell."""
        return atom.text in spellings or (atom.text.isascii() and not self.is_marked)

    def plain_as(self, spelling: Spelling) -> str:
        """The plain text in which words that are spelled otherwise are blanked out; as long as before."""
        pieces: list[str] = []
        last = 0
        for atom in self.atoms:
            if spelling.rejects(atom, unmarked_text=not self.is_marked):
                pieces += [self.plain[last : atom.start], "_" * len(atom.plain)]
                last = atom.end
        return "".join([*pieces, self.plain[last:]]) if pieces else self.plain

    def begins_capital(self, atom: Atom) -> bool:
        """Whether a word was typed with a capital letter."""
        return self.normalised.original_slice(atom.start, atom.end)[:1].isupper()

    def before(self, position: int, *, width: int = 28) -> str:
        """The plain text that ends at a position."""
        return self.plain[max(0, position - width) : position].rstrip()

    def after(self, position: int, *, width: int = 28) -> str:
        """The plain text that begins at a position."""
        return self.plain[position : position + width].lstrip()

    def is_whole(self, start: int, end: int) -> bool:
        """Whether only signs and small polite words stand around a stretch."""
        if len(self.plain) - (end - start) > _LONGEST_POLITENESS:
            return False
        return not _POLITE.sub("", f"{self.plain[:start]} {self.plain[end:]}").strip()


def _atoms(text: str, plain: str) -> Iterator[Atom]:
    last = -1
    for match in _ATOM.finditer(plain):
        start, end = match.span()
        yield Atom(text[start:end], match.group(), start, end, start == last)
        last = end
