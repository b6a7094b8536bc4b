"""Which marked words an unmarked or misspelled text most likely stands for, by what follows what in the sentences.

Only the classifier reads its words: entities are taken from what was typed.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from bot.understanding.syllables import strip_marks

_START = "^"
_CHOICES = 6  # spellings looked at for one word
_UNSEEN = 0.1  # of one occurrence
_FOLLOWS = 0.75  # how much the word before counts beside the word alone
_MARKED = 0.8  # of the words that usually carry marks: a text with fewer leaves some out
# First sounds that dialects and quick writers mix up.
_SOUNDS = (("l", "n"), ("tr", "ch"), ("s", "x"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("v", "d"))


@dataclass(frozen=True)
class Restorer:
    """Counts of words and of neighbours (`"first second"`) in sentences that carry their marks."""

    words: dict[str, int]
    pairs: dict[str, int]
    total: int = field(default=0)

    @classmethod
    def learn(cls, sentences: Iterable[Sequence[str]]) -> "Restorer":
        """Count words and neighbours of the sentences that carry marks."""
        words: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for sentence in filter(_is_marked, sentences):
            words.update((_START, *sentence))
            pairs.update(f"{first} {second}" for first, second in pairwise((_START, *sentence)))
        kept = {pair: count for pair, count in pairs.items() if count > 1}
        return cls(dict(words), kept, sum(words.values()))

    def restore(self, words: Sequence[str]) -> list[str]:
        """The words with their likely marks; words that are marked and known stay as they are."""
        marked = self._carries_marks(words)
        ways: dict[str, tuple[float, tuple[str, ...]]] = {_START: (0.0, ())}
        for word in words:
            choices = self._choices_for(word, marked=marked)
            if len(choices) == len(ways) == 1:  # nothing to choose, so nothing to weigh
                ((cost, way),) = ways.values()
                ways = {choices[0]: (cost, (*way, choices[0]))}
            else:
                ways = {choice: self._cheapest(ways, choice) for choice in choices}
        return list(min(ways.values())[1])

    @cached_property
    def _spellings(self) -> dict[str, list[str]]:
        """The marked spellings of each unmarked word, the most frequent first."""
        spellings: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(self.words, key=lambda word: -self.words[word]):
            spellings[strip_marks(word)].append(word)
        return {plain: marked[:_CHOICES] for plain, marked in spellings.items()}

    def _carries_marks(self, words: Sequence[str]) -> bool:
        """Whether nearly all of the words that are usually marked are marked here."""
        marked = sum(not word.isascii() for word in words)
        usually = sum(not self._spellings.get(strip_marks(word), [word])[0].isascii() for word in words)
        return marked > 0 and marked >= _MARKED * usually

    def _choices_for(self, word: str, *, marked: bool) -> Sequence[str]:
        if not word.isalpha() or (word in self.words and (marked or not word.isascii())):
            return (word,)
        plain = strip_marks(word)
        if plain in self._spellings:
            return self._spellings[plain]
        return [spelling for other in _sounds_like(plain) for spelling in self._spellings.get(other, ())] or (
            word,
        )

    def _cheapest(
        self, ways: dict[str, tuple[float, tuple[str, ...]]], word: str
    ) -> tuple[float, tuple[str, ...]]:
        cost, way = min((cost + self._cost(before, word), way) for before, (cost, way) in ways.items())
        return cost, (*way, word)

    def _cost(self, before: str, word: str) -> float:
        alone = (self.words.get(word, 0) + _UNSEEN) / max(1, self.total)
        follows = self.pairs.get(f"{before} {word}", 0) / max(1, self.words.get(before, 0))
        return -math.log(_FOLLOWS * follows + (1 - _FOLLOWS) * alone)


def _is_marked(sentence: Sequence[str]) -> bool:
    letters = [word for word in sentence if word.isalpha()]
    return sum(not word.isascii() for word in letters) > len(letters) / 3


def _sounds_like(plain: str) -> list[str]:
    """The word with a first sound that is often written for its own (`nam` ▸ `lam`)."""
    swaps = [*_SOUNDS, *((second, first) for first, second in _SOUNDS)]
    return [new + plain[len(old) :] for old, new in swaps if plain.startswith(old)]
