"""What the classifier looks at: words, ideas, letters and the shape of a text, in blocks with a weight each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from bot.types import Entity
from bot.understanding.concepts import Concepts
from bot.understanding.normalise import Normalised, Token
from bot.understanding.restoration import Restorer
from bot.understanding.vectoriser import Hashed

Item = TypeVar("Item")

# Of a letter, the first and the last words are looked at; the rest would only cost time.
_FIRST, _LAST = 150, 50
# Each block's weight beside the others, found by trying on held-out folds.
WEIGHTS = (1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5)
# A word seen less often in the sentences is looked at by its letters.
_KNOWN = 3

_KINDS_OF_VALUES = {
    "<money>": ("income", "income_high", "money"),
    "<age>": ("age",),
    "<year>": ("birth_year", "birth_date", "birth_year_candidates", "birth_date_candidates"),
    "<phone>": ("phone", "phone_invalid"),
    "<id>": ("personal_id",),
    "<duration>": ("years_paid", "months_paid", "months", "years", "missing_months"),
    "<name>": ("full_name",),
    "<call>": ("call_time",),
}
_VALUE_OF_ENTITY = {entity: value for value, entities in _KINDS_OF_VALUES.items() for entity in entities}
# Where a text lies is looked up only when it is read, not when the model learns.
_NOT_LEARNED = ("commune", "commune_candidates")

_NUMBER = re.compile(r"^\+?(?P<digits>[\d.,/:\-]+)(?P<unit>%|[^\W\d_]*)")
_UNITS = {
    "<money>": ("tr", "trieu", "m", "cu", "k", "d", "ng", "dong", "nghin", "ngan"),
    "<age>": ("t", "tuoi"),
    "<years>": ("n", "nam"),
    "<months>": ("th", "thang"),
    "<percent>": ("%",),
    "<hour>": ("h", "gio"),
}
_TYPE_OF_UNIT = {unit: name for name, units in _UNITS.items() for unit in units}
_QUESTION_WORDS = frozenset(
    {"gì", "nào", "đâu", "sao", "mấy", "nhiêu", "ai", "chưa", "không", "hả", "à", "nhỉ", "chi", "mô", "răng"}
)


@dataclass(frozen=True, slots=True)
class Features:
    """What a text shows the classifier.

    :param hashed: its features, in the blocks of `WEIGHTS`.
    :param length: words that were read.
    :param unknown: the share of words that no sentence taught.
    """

    hashed: Hashed
    length: int
    unknown: float


@dataclass(frozen=True, slots=True)
class Featuriser:
    """Turns a normalised text and its values into features; learned with the sentences."""

    restorer: Restorer
    concepts: Concepts

    def features(self, text: Normalised, restored: Sequence[str], entities: Sequence[Entity]) -> Features:
        """The features of a text, of its words with their likely marks (from `restore`) and of its values."""
        tokens, restored = _ends(text.tokens), _ends(restored)
        values = [entity for entity in entities if entity.entity not in _NOT_LEARNED]
        typed = [token_type(token) for token in tokens]
        strange = [word for word in restored if self.restorer.words.get(word, 0) < _KNOWN]
        ideas = self.concepts.sequence(_with_values(tokens, restored, values))
        unknown = len(strange) / max(1, len(restored))
        blocks: tuple[Sequence[str], ...] = (
            _grams(typed, 2),
            _grams(restored, 2),
            _apart(typed, 5),
            [*_grams(ideas, 3), *_apart(ideas, 9)],
            [gram for word in strange for gram in _letters(word)],
            list(_shape(tokens, restored, unknown)),
            list(_kinds(values, tokens)),
        )
        # A feature's first character names its block.
        named = [[f"{index}{feature}" for feature in block] for index, block in enumerate(blocks)]
        return Features(Hashed.of(named), len(tokens), unknown)

    def restore(self, text: Normalised) -> list[str]:
        """The words with their likely marks, one a token; numbers are replaced by what they are."""
        return self.restorer.restore([words(token) for token in text.tokens])


def _ends(items: Sequence[Item]) -> Sequence[Item]:
    """The first and the last of many."""
    return items if len(items) <= _FIRST + _LAST else [*items[:_FIRST], *items[-_LAST:]]


def _shape(tokens: Sequence[Token], restored: Sequence[str], unknown: float) -> Iterator[str]:
    """How long the text is, how it begins and ends, whether it asks, how much of it is unknown."""
    traits = (
        f"length{_length_class(len(tokens))}",
        f"asks{any(token.text == '?' for token in tokens):d}",
        f"question{not _QUESTION_WORDS.isdisjoint(restored):d}",
        f"unknown{int(4 * unknown)}",
        "kinds" + "".join(sorted({token.kind for token in tokens})),
    )
    yield from traits
    yield from (" ".join(pair) for pair in combinations(traits, 2))
    if restored:
        yield f"first {restored[0]}"
        yield f"last {restored[-1]}"


def words(token: Token) -> str:
    """A token as the restorer and the ideas see it: numbers are replaced by what they are."""
    return number_type(token.plain) if token.kind == "number" else token.text


def token_type(token: Token) -> str:
    """A token without marks, a number replaced by what it is."""
    return number_type(token.plain) if token.kind == "number" else token.plain


def number_type(number: str) -> str:
    """What a number is by its unit and shape: `3tr5` ▸ `<money>`, `15n` ▸ `<years>`, `1968` ▸ `<year>`."""
    match = _NUMBER.match(number)
    if match is None:
        return "<number>"
    if match["unit"] in _TYPE_OF_UNIT:
        return _TYPE_OF_UNIT[match["unit"]]
    if match["unit"]:
        return f"<number>{match['unit']}"
    return _bare_type(match["digits"], re.sub(r"\D", "", match["digits"]))


def _bare_type(written: str, digits: str) -> str:
    if "/" in written:
        return "<date>"
    if len(digits) >= 9:
        return "<phone>"
    if len(digits) >= 6 or re.search(r"[.,]\d{3}$", written):
        return "<money>"
    return "<year>" if len(digits) == 4 and digits[:2] in {"19", "20"} else f"<number{len(digits)}>"


def _with_values(tokens: Sequence[Token], restored: Sequence[str], values: Sequence[Entity]) -> list[str]:
    """The words, each run that is a value (an income, an age, a name) replaced by the kind of value."""
    spans = [
        (value.start, value.end, _VALUE_OF_ENTITY[value.entity])
        for value in values
        if value.entity in _VALUE_OF_ENTITY
    ]
    out: list[str] = []
    before = None
    for token, word in zip(tokens, restored, strict=True):
        span = next((span for span in spans if span[0] <= token.start and token.end <= span[1]), None)
        if span is None:
            out.append(word)
        elif span != before:
            out.append(span[2])
        before = span
    return out


def _kinds(values: Sequence[Entity], tokens: Sequence[Token]) -> Iterator[str]:
    """Which values the text holds, and how much of it they are."""
    kinds = sorted({value.entity for value in values}) or ["none"]
    covered = sum(value.end - value.start for value in values)
    length = tokens[-1].end - tokens[0].start if tokens else 1
    yield from kinds
    yield from (" ".join(pair) for pair in combinations(kinds, 2))
    yield f"covered{min(4, 4 * covered // max(1, length))}"


def _length_class(length: int) -> int:
    return length if length < 4 else 4 + min(8, length // 4)


def _grams(items: Sequence[str], longest: int) -> list[str]:
    """The items, and what stands side by side up to `longest` of them."""
    return [
        " ".join(items[index : index + size])
        for size in range(1, longest + 1)
        for index in range(len(items) - size + 1)
    ]


def _apart(items: Sequence[str], window: int) -> list[str]:
    """Pairs that stand near each other with something between, whatever their order."""
    return [
        "~".join(sorted((items[first], items[second])))
        for first in range(len(items))
        for second in range(first + 2, min(len(items), first + window))
    ]


def _letters(word: str) -> list[str]:
    padded = f" {word} "
    return [padded[index : index + size] for size in (2, 3, 4) for index in range(len(padded) - size + 1)]
