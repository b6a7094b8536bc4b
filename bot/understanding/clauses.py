"""Where one question ends and the next begins in a message."""

from collections.abc import Iterator, Sequence

from bot.understanding.asking import asks_at, hands_in
from bot.understanding.normalise import Normalised

_SHORTEST = 3  # words; a shorter part belongs to the one before

_ENDS = frozenset(".?!;")
_WEAK_ENDS = frozenset(",:-")
# A new question often begins with one of these.
_STARTS = (
    ("với", "lại"),
    ("ngoài", "ra"),
    ("nhân", "tiện"),
    ("tiện", "thể"),
    ("cho", "hỏi"),
    ("hỏi", "thêm"),
    ("thêm", "nữa"),
    ("à", "mà"),
    ("còn",),
    ("và",),
    ("rồi",),
    ("mà",),
    ("xong",),
    ("thế",),
    ("nếu",),
    ("hay", "là"),
    ("sau", "này"),
    ("lỡ",),
    ("nhỡ",),
)


def clauses(normalised: Normalised, words: Sequence[str]) -> list[slice]:
    """The parts of a text that may each be a question: whole sentences, and parts of one that each ask something.

    :param words: the text's words with their likely marks, one a token.
    """
    sentences = [part for part in _sentences(normalised) if part.stop > part.start]
    parts = [part for sentence in sentences for part in _questions(words, sentence)]
    return _joined(normalised, list(_with_their_papers(words, parts)))


def _sentences(normalised: Normalised) -> Iterator[slice]:
    """Runs of tokens up to a closing mark or the end of a line."""
    begin = 0
    tokens = normalised.tokens
    for index, token in enumerate(tokens):
        following = tokens[index + 1].start if index + 1 < len(tokens) else token.end
        new_line = "\n" in normalised.original[token.end : following]
        if new_line or (token.kind == "mark" and not _ENDS.isdisjoint(token.text)):
            yield slice(begin, index + 1)
            begin = index + 1
    yield slice(begin, len(tokens))


def asks(words: Sequence[str], part: slice) -> bool:
    """Whether a part of a text asks for something, rather than tells it."""
    return any(asks_at(words, index, part) for index in range(part.start, part.stop))


def _questions(words: Sequence[str], sentence: slice) -> Iterator[slice]:
    """Cut a sentence where both sides ask: at a comma or before a word that begins a new question."""
    begin, asked = sentence.start, False
    asking = [index for index in range(sentence.start, sentence.stop) if asks_at(words, index, sentence)]
    for index in range(sentence.start, sentence.stop):
        if asked and index <= asking[-1] and (words[index - 1][:1] in _WEAK_ENDS or _begins(words, index)):
            yield slice(begin, index)
            begin, asked = index, False
        asked = asked or index in asking
    yield slice(begin, sentence.stop)


def _begins(words: Sequence[str], index: int) -> bool:
    return any(tuple(words[index : index + len(start)]) == start for start in _STARTS)


def _with_their_papers(words: Sequence[str], parts: Sequence[slice]) -> Iterator[slice]:
    """The parts, each that asks only where papers go joined to the one that asks for them."""
    for index, part in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        if index and hands_in(words, part, before=parts[index - 1]):
            continue
        joins = following is not None and hands_in(words, following, before=part)
        yield slice(part.start, following.stop) if following and joins else part


def _joined(normalised: Normalised, parts: Sequence[slice]) -> list[slice]:
    """Short parts ("alo", "em ơi") go with the one before, a short first one with the one after."""

    def length(part: slice) -> int:
        return sum(token.kind != "mark" for token in normalised.tokens[part])

    joined: list[slice] = []
    for part in parts:
        if joined and min(length(part), length(joined[-1])) < _SHORTEST:
            joined[-1] = slice(joined[-1].start, part.stop)
        else:
            joined.append(part)
    return joined
