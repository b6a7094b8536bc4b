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
class Case:
    """One meaning of an ambiguous short form and what must stand around it (unmarked words)."""

    means: str
    number_before: bool = False
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()

    def holds(self, words: Sequence[str], index: int) -> bool:
        """Whether the words (unmarked, as typed) around `index` fit; without any condition it always does."""
        previous = words[index - 1] if index else ""
        if self.number_before:
            return previous[:1].isdigit() and previous[-1:].isdigit()
        if not (self.before or self.after or self.near):
            return True
        following = words[index + 1] if index + 1 < len(words) else ""
        if following in self.before or previous in self.after:
            return True
        around = (*words[max(0, index - _NEAR) : index], *words[index + 1 : index + 1 + _NEAR])
        return not self.near.isdisjoint(around)


@dataclass(frozen=True, slots=True)
class Slang:
    """The short forms by how they are typed."""

    always: Mapping[str, str]
    depends: Mapping[str, tuple[Case, ...]]
    kept: frozenset[str]

    def knows(self, word: str) -> bool:
        return word in self.always or word in self.depends

    def meaning(self, words: Sequence[str], index: int, *, word: str) -> str:
        """What `word`, typed at `index` of the unmarked `words`, means; :raises KeyError: when it is no short form."""
        if word in self.always:
            return self.always[word]
        return next(case.means for case in self.depends[word] if case.holds(words, index))


@cache
def load_slang() -> Slang:
    """The short forms of `slang.yml`."""
    data = yaml.safe_load(_FILE.read_text("utf-8"))
    always = {short: meaning for meaning, shorts in data["always"].items() for short in shorts}
    depends = {short: tuple(_case(case) for case in cases) for short, cases in data["depends"].items()}
    return Slang(always, depends, frozenset(data["kept"]))


def _case(data: Mapping[str, Any]) -> Case:
    words = {key: frozenset(data.get(key, ())) for key in ("before", "after", "near")}
    return Case(means=data["means"], number_before=data.get("number_before", False), **words)
