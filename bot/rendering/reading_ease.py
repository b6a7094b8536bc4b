"""How easy the texts are to read: the length of their sentences and paragraphs, for older readers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.rendering.checking import sentences_of, try_out
from bot.rendering.renderer import Renderer

_CHANNEL = "web"


@dataclass(frozen=True, slots=True)
class ReadingEase:
    """One text: how many sentences it has, and how many words are in the average and in the longest one."""

    path: str
    sentences: int
    mean_words: float
    longest: int


def reading_ease(renderer: Renderer, *, day: date, province: Mapping[str, Any]) -> Iterator[ReadingEase]:
    """Every text as somebody sees it who has said nothing of themselves; sources do not count."""
    for name in sorted(renderer.responses):
        trial = next(iter(try_out(renderer, name, day=day, channel=_CHANNEL, province=province)))
        lengths = [len(sentence.split()) for sentence in sentences_of(trial.message.text)]
        if lengths:
            mean = sum(lengths) / len(lengths)
            yield ReadingEase(renderer.source(name).path, len(lengths), mean, max(lengths))
