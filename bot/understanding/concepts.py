"""Ideas of the domain: the many words for one thing, from the lists of `intents/lists/`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The list of words that carry no meaning here (greetings in passing, particles).
FILLER = "filler"


@dataclass(frozen=True, slots=True)
class Concepts:
    """Each phrase (marked words, lower case) with its idea; the longest phrase has `longest` words."""

    phrases: dict[str, str]
    longest: int

    @classmethod
    def build(cls, lists: Mapping[str, Sequence[str]]) -> "Concepts":
        """From the phrases of each idea; a phrase of two ideas belongs to the first."""
        phrases: dict[str, str] = {}
        for name, entries in lists.items():
            for entry in entries:
                phrases.setdefault(entry, name)
        return cls(phrases, max((len(phrase.split()) for phrase in phrases), default=0))

    def sequence(self, words: Sequence[str]) -> list[str]:
        """The words with every phrase replaced by its idea (`#how_much`), longest first, fillers and marks left out."""
        found: list[str] = []
        index = 0
        while index < len(words):
            length, item = self._at(words, index)
            if item != f"#{FILLER}" and (item.startswith("#") or item[:1].isalnum() or item.startswith("<")):
                found.append(item)
            index += length
        return found

    def _at(self, words: Sequence[str], index: int) -> tuple[int, str]:
        for length in range(min(self.longest, len(words) - index), 0, -1):
            name = self.phrases.get(" ".join(words[index : index + length]))
            if name is not None:
                return length, f"#{name}"
        return 1, words[index]
