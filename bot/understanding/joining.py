"""Several lines that a person typed one after the other, read as one message."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from bot.types import Decision, ParseResult

# Not a question: where one is asked beside it, the values that it brought are what counts.
_INFORMATION = "give_information"


def joined(lines: Sequence[ParseResult]) -> ParseResult | None:
    """The lines as one parse with the questions of all, or None when any was not understood by itself.

    The text is the lines under each other; entities keep pointing at their words.
    """
    if any(line.decision is not Decision.ANSWER for line in lines):
        return None
    starts = accumulate((len(line.text) + 1 for line in lines[:-1]), initial=0)
    entities = tuple(
        replace(entity, start=entity.start + start, end=entity.end + start)
        for line, start in zip(lines, starts, strict=True)
        for entity in line.entities
    )
    named = tuple(dict.fromkeys(name for line in lines for name in line.intents))
    asked = tuple(name for name in named if name != _INFORMATION) or named
    first = next((line for line in lines if asked[0] in line.intents), lines[0])
    return replace(first, text="\n".join(line.text for line in lines), entities=entities, intents=asked)
