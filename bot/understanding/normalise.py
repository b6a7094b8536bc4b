"""The text as typed becomes words in one spelling, each with its place in the original.

Unicode form, case, tone-mark place, repeated letters, short forms, Telex and VNI slips and missing
spaces are evened out; what the words mean is left to the extractors and the classifier.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.understanding.keyboard import decode
from bot.understanding.segmentation import Segmenter
from bot.understanding.slang import Around, load_slang
from bot.understanding.syllables import is_syllable, standard, strip_marks

# A question is found at the start or the end of a letter; what lies between is not read.
HEAD, TAIL = 4_000, 1_000

Kind = Literal["word", "number", "mark", "emoji"]

_TOKEN = re.compile(
    r"(?P<number>\+?\d+(?:[.,/:\-]\d+)*(?:%|[^\W\d_]+(?:\d+[^\W\d_]*)*)?)"
    r"|(?P<dotted>(?:[^\W\d_]\.){2,}[^\W\d_](?!\w))"
    r"|(?P<word>[^\W\d_][^\W_]*)"
    r"|(?P<mark>[!-/:-@\[-`{-~“”‘’–—…·•]+)"
    r"|(?P<emoji>[^\w\s]+)"
)
_SUFFIX = re.compile(r"(?<=\d)[^\W\d_]{4,}$")
_LETTERS_DIGITS = re.compile(r"[^\W\d_]+|\d+[^\W\d_]*")
_THREE = re.compile(r"([^\W\d_])\1{2,}")
_TWO = re.compile(r"([^\W\d_])\1+")
_LAUGHTER = re.compile(r"k{2,}|(?:h[aeiì]){2,}h?|(?:k[ae]){2,}|(?:hj){2,}")
_CLIPPED = {"g": "ng", "h": "nh", "q": "ng"}
# Letters that only look like others: variation selectors, joiners, byte order marks, soft hyphens.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word in its one spelling; ``original[start:end]`` is what was typed for it."""

    text: str
    plain: str
    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text in one spelling: ``text`` (marked as far as it was) and ``plain`` (unmarked) of equal length."""

    original: str
    tokens: tuple[Token, ...]
    text: str
    plain: str
    positions: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a slice of ``text`` or ``plain``; whole words where their spelling changed."""
        first, last = self._token_at(start), self._token_at(max(start, end - 1))
        return self._edge(first, start, at_end=False), self._edge(last, end, at_end=True)

    def part(self, tokens: slice) -> "Normalised":
        """Some of the tokens as a text of its own; places still count from the start of the whole."""
        return _joined(self.original, self.tokens[tokens])

    def original_slice(self, start: int, end: int) -> str:
        """What was typed for a slice of ``text`` or ``plain``."""
        first, last = self.span(start, end)
        return self.original[first:last]

    def _token_at(self, offset: int) -> int:
        return max(0, bisect_right(self.positions, offset) - 1)

    def _edge(self, index: int, offset: int, *, at_end: bool) -> int:
        if not self.tokens:
            return 0
        token = self.tokens[index]
        inside = min(max(0, offset - self.positions[index]), len(token.text))
        if len(token.text) == token.end - token.start:
            return token.start + inside
        return token.end if at_end else token.start


@dataclass(frozen=True, slots=True)
class _Raw:
    """A token as the scanner found it: lower case, composed letters."""

    text: str
    start: int
    end: int
    kind: Kind
    capital: bool = False


def normalise(text: str, *, segmenter: Segmenter | None = None) -> Normalised:
    """The words of a text in one spelling; pure, linear in the length, never raises.

    Of a text longer than `HEAD` + `TAIL` characters only the beginning and the end are read. Runs
    typed without spaces are split when a segmenter is given.
    """
    raw = [token for start, part in _parts(text) for token in _scan(part, start)]
    around = Around([strip_marks(token.text) for token in raw], [token.capital for token in raw])
    tokens = tuple(out for index in range(len(raw)) for out in _respell(raw, around, index, segmenter))
    return _joined(text, tokens)


def _joined(original: str, tokens: tuple[Token, ...]) -> Normalised:
    positions: list[int] = []
    length = 0
    for token in tokens:
        positions.append(length)
        length += len(token.text) + 1
    return Normalised(
        original=original,
        tokens=tokens,
        text=" ".join(token.text for token in tokens),
        plain=" ".join(token.plain for token in tokens),
        positions=tuple(positions),
    )


def _parts(text: str) -> list[tuple[int, str]]:
    if len(text) <= HEAD + TAIL:
        return [(0, text)]
    return [(0, text[:HEAD]), (len(text) - TAIL, text[-TAIL:])]


def _scan(text: str, offset: int) -> Iterator[_Raw]:
    """Tokens of one part; their places count from the start of the whole text."""
    clean, places = _compose(text)
    # In a text all of capitals they tell nothing.
    shouted = text.isupper()
    for match in _TOKEN.finditer(clean):
        kind = match.lastgroup
        found = match.group()
        if kind == "dotted":
            found, kind = found.replace(".", ""), "word"
        elif kind == "mark":
            found = _shorten_marks(found)
        start, end = places[match.start()], places[match.end()]
        capital = not shouted and text[start].isupper()
        yield _Raw(found, offset + start, offset + end, kind, capital)  # type: ignore[arg-type]  # the groups are the kinds


def _shorten_marks(marks: str) -> str:
    return re.sub(r"(.)\1+", r"\1", marks)[:3]


def _compose(text: str) -> tuple[str, Sequence[int]]:
    """Lower case and composed letters, with the place in `text` of each resulting character (and of the end)."""
    lowered = text.lower()
    if (
        len(lowered) == len(text)
        and unicodedata.is_normalized("NFKC", lowered)
        and not _INVISIBLE.search(text)
    ):
        return lowered, range(len(text) + 1)
    out: list[str] = []
    places: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and end - start < 8 and unicodedata.combining(text[end]):
            end += 1
        composed = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text[start:end]).lower())
        out.append(composed)
        places.extend([start] * len(composed))
        start = end
    places.append(len(text))
    return "".join(out), places


def _respell(raw: Sequence[_Raw], around: Around, index: int, segmenter: Segmenter | None) -> Iterator[Token]:
    token = raw[index]
    if token.kind == "number":
        yield from _respell_number(token, segmenter)
    elif token.kind != "word":
        yield Token(token.text, strip_marks(token.text), token.start, token.end, token.kind)
    elif around.is_initial(index):
        yield Token(token.text, token.text, token.start, token.end, "word")
    elif _LAUGHTER.fullmatch(token.text):
        yield Token("haha", "haha", token.start, token.end, "word")
    else:
        short = _short_form(token.text)
        if short is None:
            yield from _respell_word(token, segmenter)
        else:
            yield from _spread(load_slang().meaning(around, index, word=short), token.start, token.end)


def _short_form(word: str) -> str | None:
    """The word as the list of short forms has it (`okeee` ▸ `oke`), or None when it is no short form."""
    slang = load_slang()
    if slang.knows(word):
        return word
    once = _TWO.sub(r"\1", word)
    return once if once != word and slang.knows(once) and respell(word) is None else None


def _respell_word(token: _Raw, segmenter: Segmenter | None) -> Iterator[Token]:
    spelled = respell(token.text)
    if spelled is not None:
        yield from _spread(spelled, token.start, token.end)
        return
    if any(char.isdigit() for char in token.text):
        yield from _split_digits(token, segmenter)
        return
    pieces = segmenter.split(token.text, is_word=_is_piece) if segmenter else None
    if pieces is None:
        short = _THREE.sub(r"\1", token.text)
        yield Token(short, strip_marks(short), token.start, token.end, "word")
        return
    yield from _place_pieces(pieces, token)


def _place_pieces(pieces: Sequence[str], token: _Raw) -> Iterator[Token]:
    """Tokens of the words found in a run; exact places when the run was typed letter for letter."""
    exact = len(token.text) == token.end - token.start
    at = token.start
    for piece in pieces:
        start, end = (at, at + len(piece)) if exact else (token.start, token.end)
        slang = load_slang()
        meaning = (
            slang.meaning(Around([strip_marks(piece)]), 0, word=piece)
            if slang.knows(piece)
            else respell(piece)
        )
        yield from _spread(meaning or piece, start, end)
        at += len(piece)


def _split_digits(token: _Raw, segmenter: Segmenter | None) -> Iterator[Token]:
    """`hay20nam` ▸ `hay`, `20nam`; a code such as `tk1` stays whole."""
    parts = _LETTERS_DIGITS.findall(token.text)
    if token.text in load_slang().kept or len(parts) < 2 or not (is_syllable(parts[0]) or len(parts[0]) > 5):
        yield Token(token.text, strip_marks(token.text), token.start, token.end, "word")
        return
    exact = len(token.text) == token.end - token.start
    at = token.start
    for part in parts:
        start, end = (at, at + len(part)) if exact else (token.start, token.end)
        at += len(part)
        if part[0].isdigit():
            yield from _respell_number(_Raw(part, start, end, "number"), segmenter)
        else:
            yield from _respell_word(_Raw(part, start, end, "word"), segmenter)


def _respell_number(token: _Raw, segmenter: Segmenter | None) -> Iterator[Token]:
    """A number keeps its unit; words typed onto it without a space are split off (`15namthi` ▸ `15nam`, `thi`)."""
    suffix = _SUFFIX.search(token.text)
    letters = suffix.group() if suffix else ""
    pieces = (
        segmenter.split(letters, is_word=_is_piece)
        if segmenter and letters and not is_syllable(letters)
        else None
    )
    if suffix is None or pieces is None or len(pieces) < 2:
        yield Token(token.text, strip_marks(token.text), token.start, token.end, "number")
        return
    head = token.text[: suffix.start()] + pieces[0]
    exact = len(token.text) == token.end - token.start
    middle = token.start + len(head) if exact else token.end
    yield Token(head, strip_marks(head), token.start, middle, "number")
    rest = _Raw(token.text[len(head) :], middle if exact else token.start, token.end, "word")
    yield from _place_pieces(pieces[1:], rest)


def _spread(words: str, start: int, end: int) -> Iterator[Token]:
    """Tokens of an expansion; all of them share the place of what was typed."""
    for word in words.split():
        yield Token(word, strip_marks(word), start, end, "word")


@lru_cache(maxsize=65_536)
def respell(word: str) -> str | None:
    """One lower-case word in its one spelling, or None when it is neither a syllable nor a typing slip of one."""
    if word in load_slang().kept:
        return word
    if is_syllable(word):
        return standard(word)
    twice = _THREE.sub(r"\1\1", word)
    once = _TWO.sub(r"\1", word)
    decoded = decode(word) or decode(twice)
    if decoded is not None:
        return decoded
    return next((standard(form) for form in (once, *_clipped(once)) if is_syllable(form)), None) or decode(
        once
    )


def _clipped(word: str) -> Iterator[str]:
    """What a final consonant clipped in chat stands for (`khôg` ▸ `không`, `hìh` ▸ `hình`)."""
    if word[-1] in _CLIPPED and len(word) > 2:
        yield word[:-1] + _CLIPPED[word[-1]]


def _is_piece(word: str) -> bool:
    """Whether a piece of a run without spaces may be a short form or a slip (two letters and more)."""
    return len(word) > 1 and (load_slang().knows(word) or respell(word) is not None)
