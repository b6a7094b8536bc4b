"""What the classifier looks at: word and letter sequences of a normalised text, numbers replaced by what they are."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.understanding.normalise import Normalised, Token

BLOCKS = 3  # unmarked words, letters, marked words: each is weighted and scaled on its own
_LETTERS = (2, 3, 4, 5)
_READ = 160  # words; what follows is a letter's tail and would only cost time

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


def blocks(normalised: Normalised) -> tuple[list[str], ...]:
    """The features of a text, one list a block; a feature's first letter names its block."""
    tokens = normalised.tokens[:_READ]
    words = [_word(token) for token in tokens]
    marked = [token.text for token in tokens if token.kind == "word"]
    return (
        [f"w{gram}" for gram in _grams(words, 3)],
        [f"c{gram}" for gram in _letters(" ".join(words))],
        [f"m{gram}" for gram in _grams(marked, 2) if not gram.isascii()],
    )


def _word(token: Token) -> str:
    return _number_type(token.plain) if token.kind == "number" else token.plain


def _number_type(number: str) -> str:
    """What a number is by its unit and shape: `3tr5` ▸ `<money>`, `15n` ▸ `<years>`, `1968` ▸ `<year>`."""
    match = _NUMBER.match(number)
    if match is None:
        return "<number>"
    digits = re.sub(r"\D", "", match["digits"])
    if match["unit"] in _TYPE_OF_UNIT:
        return _TYPE_OF_UNIT[match["unit"]]
    if match["unit"]:
        return f"<number>{match['unit']}"
    return _bare_type(match["digits"], digits)


def _bare_type(written: str, digits: str) -> str:
    if "/" in written:
        return "<date>"
    if len(digits) >= 9:
        return "<phone>"
    if len(digits) >= 6 or re.search(r"[.,]\d{3}$", written):
        return "<money>"
    return "<year>" if len(digits) == 4 and digits[:2] in {"19", "20"} else f"<number{len(digits)}>"


def _grams(words: Sequence[str], longest: int) -> Iterator[str]:
    yield from words
    if longest > 1:
        yield from (" ".join(pair) for pair in pairwise(words))
    if longest > 2:
        yield from (" ".join(words[index : index + 3]) for index in range(len(words) - 2))


def _letters(text: str) -> Iterator[str]:
    padded = f" {text} "
    for length in _LETTERS:
        for index in range(len(padded) - length + 1):
            yield padded[index : index + length]
