"""Finds the answer to a finer question within an intent: by the words that the answer's front matter lists.

A phrase is compared without marks and in one spelling. `a + b` wants both, `a / b` either, `! a` none of it.
Of several that fit, the one that asks for the most words is taken.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.normalise import normalise

PREFIX = "utter_"
_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=[a-z%])")


@dataclass(frozen=True, slots=True)
class Declared:
    """What the front matter of one answer says."""

    response: str
    asks: Sequence[str]
    also_for: Sequence[str] = ()
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """One wanted or unwanted thing: any of these phrases."""

    phrases: tuple[str, ...]
    wanted: bool

    def words(self, text: str) -> int | None:
        """How many words of the text it is, or None when it does not fit."""
        found = max((phrase.count(" ") + 1 for phrase in self.phrases if f" {phrase} " in text), default=0)
        if self.wanted:
            return found or None
        return None if found else 0


@dataclass(frozen=True, slots=True)
class _Ask:
    """One way in which the question is told."""

    parts: tuple[_Part, ...]

    @classmethod
    def read(cls, pattern: str) -> "_Ask":
        return cls(tuple(_part(part) for part in pattern.split("+")))

    def words(self, text: str) -> int:
        found = [part.words(text) for part in self.parts]
        return 0 if None in found else sum(count for count in found if count)


def _part(text: str) -> _Part:
    wanted = not text.strip().startswith("!")
    return _Part(tuple(plain(phrase) for phrase in text.strip().lstrip("!").split("/")), wanted)


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """The words in one spelling without marks, numbers tied to their units."""
    words = " ".join(token.plain for token in normalise(text).tokens if token.kind in {"word", "number"})
    return _NUMBER_AND_UNIT.sub("", words)


class SubAnswers:
    """The finer answers of every intent."""

    def __init__(self, declared: Iterable[Declared], *, intents: Iterable[str]) -> None:
        """:param intents: all intents; an answer belongs to the longest one that its name begins with."""
        names = sorted(intents, key=len, reverse=True)
        self._everywhere: list[tuple[str, tuple[_Ask, ...]]] = []
        self._of_intent: dict[str, list[tuple[str, tuple[_Ask, ...]]]] = {}
        for item in declared:
            asks = tuple(_Ask.read(pattern) for pattern in item.asks)
            entry = (item.response, asks)
            if item.everywhere:
                self._everywhere.append(entry)
            for intent in (intent_of(item.response, names), *item.also_for):
                if intent:
                    self._of_intent.setdefault(intent, []).append(entry)

    def find(self, intent: str, text: str) -> str | None:
        """The response that answers the finer question of a text within an intent."""
        return _best(self._of_intent.get(intent.partition("/")[0], ()), text)

    def find_everywhere(self, text: str) -> str | None:
        """The response that a text asks for whatever its intent."""
        return _best(self._everywhere, text)

    def alone(self, intents: Sequence[str], text: str) -> str | None:
        """The one of these intents that has an answer to the finer question; None when none or several have."""
        found = {self.find(intent, text): intent for intent in intents}
        found.pop(None, None)
        return next(iter(found.values())) if len(found) == 1 else None


def intent_of(response: str, intents: Sequence[str]) -> str | None:
    """The intent of a finer answer: the first of the names that it begins with."""
    name = response.removeprefix(PREFIX)
    return next((intent for intent in intents if name.startswith(f"{intent}_")), None)


def _best(entries: Iterable[tuple[str, tuple[_Ask, ...]]], text: str) -> str | None:
    words = f" {plain(text)} "
    scored = [(max((ask.words(words) for ask in asks), default=0), response) for response, asks in entries]
    most = max(scored, key=lambda pair: pair[0], default=(0, None))
    return most[1] if most[0] else None
