"""Teencode and abbreviations: what a short form means beside its neighbours (the words are in `slang.yml`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("slang.yml")
_NEAR = 4


@dataclass(frozen=True, slots=True)
class Around:
    """The words of a text, unmarked and as typed, and which of them begin with a capital letter."""

    words: Sequence[str]
    capitals: Sequence[bool] = ()

    def is_initial(self, index: int) -> bool:
        """Whether a word is a lone capital after a capitalised word, as in a name that is not told (`Văn D`).

        The first word of a text is capitalised anyway (`Cho E hỏi`).
        """
        if index < 2 or len(self.words[index]) > 1 or not self._is_capital(index):
            return False
        return len(self.words[index - 1]) > 1 and self._is_capital(index - 1)

    def word(self, index: int) -> str:
        """The word at a place; empty before the first and after the last."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def before_capital(self, index: int) -> bool:
        return self._is_capital(index + 1)

    def near(self, index: int) -> Sequence[str]:
        """The words at most `_NEAR` away."""
        return (*self.words[max(0, index - _NEAR) : index], *self.words[index + 1 : index + 1 + _NEAR])

    def _is_capital(self, index: int) -> bool:
        return index < len(self.capitals) and self.capitals[index]


@dataclass(frozen=True, slots=True)
class Case:
    """One meaning of an ambiguous short form and what must stand around it (unmarked words)."""

    means: str
    number_before: bool = False
    capital_after: bool = False
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()

    def holds(self, around: Around, index: int) -> bool:
        """Whether the words around `index` fit; without any condition it always does."""
        previous = around.word(index - 1)
        if self.number_before:
            return previous[:1].isdigit() and previous[-1:].isdigit()
        if self.capital_after:
            return around.before_capital(index)
        if not (self.before or self.after or self.near):
            return True
        if around.word(index + 1) in self.before or previous in self.after:
            return True
        return not self.near.isdisjoint(around.near(index))


@dataclass(frozen=True, slots=True)
class Slang:
    """The short forms by how they are typed."""

    always: Mapping[str, str]
    depends: Mapping[str, tuple[Case, ...]]
    kept: frozenset[str]

    def knows(self, word: str) -> bool:
        return word in self.always or word in self.depends

    def meaning(self, around: Around, index: int, *, word: str) -> str:
        """What `word`, typed at `index`, means; :raises KeyError: when it is no short form."""
        if word in self.always:
            return self.always[word]
        return next(case.means for case in self.depends[word] if case.holds(around, index))


@cache
def load_slang() -> Slang:
    """The short forms of `slang.yml`."""
    data = yaml.safe_load(_FILE.read_text("utf-8"))
    always = {short: meaning for meaning, shorts in data["always"].items() for short in shorts}
    depends = {short: tuple(_case(case) for case in cases) for short, cases in data["depends"].items()}
    return Slang(always, depends, frozenset(data["kept"]))


def _case(data: Mapping[str, Any]) -> Case:
    words = {key: frozenset(data[key]) for key in ("before", "after", "near") if key in data}
    return Case(**{**data, **words})
