"""Finding the words in a run typed without spaces (`namlamruong` ▸ `nam lam ruong`), by what follows what."""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from bot.understanding.syllables import is_syllable, strip_marks

_LONGEST_RUN = 60
_LONGEST_PIECE = 8
_UNSEEN = 0.05  # of one occurrence, for syllables that exist but were not seen


@dataclass(frozen=True, slots=True)
class Segmenter:
    """Counts of unmarked words and of neighbours, learned from the training sentences."""

    words: dict[str, int]
    pairs: dict[str, int]
    total: int

    @classmethod
    def learn(cls, sentences: Iterable[list[str]]) -> "Segmenter":
        """Count the unmarked words of sentences that are written with spaces."""
        words: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for sentence in sentences:
            words.update(sentence)
            pairs.update(f"{first} {second}" for first, second in pairwise(sentence))
        kept = {pair: count for pair, count in pairs.items() if count > 1}
        return cls(dict(words), kept, max(1, sum(words.values())))

    def split(self, run: str, *, is_word: Callable[[str], bool]) -> list[str] | None:
        """The most likely words of a run of letters, or None when it cannot be read as words.

        `is_word` tells which pieces besides syllables may be words (short forms, typing slips).
        """
        if len(run) > _LONGEST_RUN:
            return None
        best: list[dict[str, tuple[float, tuple[str, ...]]]] = [{} for _ in range(len(run) + 1)]
        best[0][""] = (0.0, ())
        for end in range(1, len(run) + 1):
            for start in range(max(0, end - _LONGEST_PIECE), end):
                piece = run[start:end]
                if best[start] and (is_syllable(piece) or is_word(piece)):
                    self._extend(best[start], best[end], piece)
        ways = best[len(run)].values()
        return list(min(ways)[1]) if ways else None

    def _extend(
        self,
        here: dict[str, tuple[float, tuple[str, ...]]],
        there: dict[str, tuple[float, tuple[str, ...]]],
        piece: str,
    ) -> None:
        """Keep, for this last piece, the cheapest way to come to its end."""
        plain = strip_marks(piece)
        cost, way = min((cost + self._cost(before, plain), way) for before, (cost, way) in here.items())
        if plain not in there or cost < there[plain][0]:
            there[plain] = (cost, (*way, piece))

    def _cost(self, before: str, word: str) -> float:
        """Minus the logarithm of the word's probability after the one before."""
        alone = (self.words.get(word, 0) + _UNSEEN) / self.total
        follows = self.pairs.get(f"{before} {word}", 0) / max(1, self.words.get(before, 0))
        return -math.log(0.6 * follows + 0.4 * alone)
