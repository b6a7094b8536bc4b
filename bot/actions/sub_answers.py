"""Finds the answer to a finer question within an intent: by the words that the answer's front matter lists.

`a + b` wants both, `a / b` either, `! a` none of it. Words are compared in one spelling; marks that were typed must
agree, those left out are no matter, except in a phrase that begins with `=`. Of several answers that fit, the one
that asks for the most words is taken.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.normalise import normalise

PREFIX = "utter_"
# So many words of an answer in a text decide where the classifier is torn.
_SURELY = 2
# Where a person goes on to another question in the same breath.
_PARTS = re.compile(r"[?;,\n]|\b(?:với lại|ngoài ra|thế còn|voi lai|ngoai ra|the con)\b", re.IGNORECASE)
_MOST_PARTS, _PART_WORDS = 3, 4
_UNIT = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words: as they were typed in one spelling, and without marks; numbers are tied to their units.

    :param text: the words without marks, blanks around each.
    :param each: the words without marks.
    """

    marked: tuple[str, ...]
    plain: tuple[str, ...]
    text: str
    each: frozenset[str]


# One turn asks for the words of its text several times.
@lru_cache(maxsize=16)
def words_of(text: str) -> Words:
    """The words of a text, without signs."""
    marked: list[str] = []
    plain: list[str] = []
    for token in normalise(text).tokens:
        if token.kind not in {"word", "number"}:
            continue
        if plain and _NUMBER.fullmatch(plain[-1]) and _UNIT.fullmatch(token.plain):
            marked[-1] += token.text
            plain[-1] += token.plain
        else:
            marked.append(token.text)
            plain.append(token.plain)
    return Words(tuple(marked), tuple(plain), f" {' '.join(plain)} ", frozenset(plain))


def plain(text: str) -> str:
    """The words of a text in one spelling without marks."""
    return " ".join(words_of(text).plain)


@dataclass(frozen=True, slots=True)
class Declared:
    """What the front matter of one answer says."""

    response: str
    asks: Sequence[str]
    also_for: Sequence[str] = ()
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Some words in a row."""

    words: Words
    strict: bool

    def length(self, text: Words) -> int:
        """How many words of the text it is; 0 when it is not in it."""
        if self.words.text not in text.text:
            return 0
        count = len(self.words.plain)
        starts = range(len(text.plain) - count + 1)
        return count if any(self._stands(text, start) for start in starts) else 0

    def _stands(self, text: Words, start: int) -> bool:
        wanted = zip(self.words.marked, self.words.plain, strict=True)
        return all(
            text.plain[at] == plain
            and (text.marked[at] == marked or (not self.strict and text.marked[at] == plain))
            for at, (marked, plain) in enumerate(wanted, start)
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """One wanted or unwanted thing: any of these phrases."""

    phrases: tuple[_Phrase, ...]
    wanted: bool

    def length(self, text: Words) -> int | None:
        """How many words of the text it is, or None when it does not fit."""
        found = max(phrase.length(text) for phrase in self.phrases)
        if self.wanted:
            return found or None
        return None if found else 0


@dataclass(frozen=True, slots=True)
class _Ask:
    """One way in which the question is told."""

    parts: tuple[_Part, ...]
    # The first words of the phrases of one wanted part: without one of them in the text it does not fit.
    openings: frozenset[str]

    def length(self, text: Words) -> int:
        # Asked first, because it is so of nearly all.
        if self.openings.isdisjoint(text.each):
            return 0
        found = [part.length(text) for part in self.parts]
        return 0 if None in found else sum(count for count in found if count)


def _ask(pattern: str) -> _Ask:
    parts = tuple(_part(part.strip()) for part in pattern.split("+"))
    wanted = next((part.phrases for part in parts if part.wanted), ())
    return _Ask(parts, frozenset(word for phrase in wanted for word in phrase.words.plain[:1]))


def _part(text: str) -> _Part:
    phrases = tuple(_phrase(phrase.strip()) for phrase in text.lstrip("!").split("/"))
    return _Part(phrases, wanted=not text.startswith("!"))


def _phrase(text: str) -> _Phrase:
    return _Phrase(words_of(text.lstrip("=")), strict=text.startswith("="))


_Entry = tuple[str, tuple[_Ask, ...]]


class SubAnswers:
    """The finer answers of every intent."""

    def __init__(self, declared: Iterable[Declared], *, intents: Iterable[str]) -> None:
        """:param intents: all intents; an answer belongs to the longest one that its name begins with."""
        # One turn asks for the answers to its text several times.
        self._fit = lru_cache(maxsize=64)(self._fit_within)
        names = sorted(intents, key=len, reverse=True)
        self._everywhere: list[_Entry] = []
        self._of_intent: dict[str, list[_Entry]] = {}
        for item in declared:
            entry = (item.response, tuple(_ask(pattern) for pattern in item.asks))
            if item.everywhere:
                self._everywhere.append(entry)
            for intent in (intent_of(item.response, names), *item.also_for):
                if intent:
                    self._of_intent.setdefault(intent, []).append(entry)

    def find(self, intent: str, text: str) -> str | None:
        """The response that answers the finer question of a text within an intent."""
        return self._fit(intent.partition("/")[0], text)[1]

    def find_each(self, intent: str, text: str) -> list[str]:
        """The responses to the parts of a text, in order, when they differ; else that of the whole."""
        asked = [part for part in _PARTS.split(text) if len(part.split()) >= _PART_WORDS]
        parts = dict.fromkeys(filter(None, (self.find(intent, part) for part in asked)))
        if len(parts) > 1:
            return list(parts)[:_MOST_PARTS]
        whole = self.find(intent, text)
        return [whole] if whole else []

    def find_everywhere(self, text: str) -> str | None:
        """The response that a text asks for whatever its intent."""
        return _fit(self._everywhere, words_of(text))[1]

    def likeliest(self, intents: Sequence[str], text: str) -> str | None:
        """The one of these intents whose finer answer fits the text best; the first of equals, None when none fits."""
        fits = [(self._fit(intent.partition("/")[0], text)[0], intent) for intent in intents]
        most = max(fits, key=lambda pair: pair[0], default=(0, None))
        return most[1] if most[0] >= _SURELY else None

    def _fit_within(self, intent: str, text: str) -> tuple[int, str | None]:
        return _fit(self._of_intent.get(intent, ()), words_of(text))


def intent_of(response: str, intents: Sequence[str]) -> str | None:
    """The intent of a finer answer: the first of the names that it begins with."""
    name = response.removeprefix(PREFIX)
    return next((intent for intent in intents if name.startswith(f"{intent}_")), None)


def _fit(entries: Sequence[_Entry], text: Words) -> tuple[int, str | None]:
    """How many words of the text the answer asks for that asks for the most, and that answer; None when none fits."""
    scored = ((max((ask.length(text) for ask in asks), default=0), response) for response, asks in entries)
    return max((pair for pair in scored if pair[0]), key=lambda pair: pair[0], default=(0, None))
