"""The law-change radar: which answers and which people's figures change on a day, with old and new."""

import difflib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.errors import AnTamError
from bot.law import EstimateInputError, Law
from bot.registration.corrections import EstimateChange
from bot.rendering import Renderer
from bot.rendering.checking import try_out
from bot.storage import SavedEstimate

_CHANNEL = "web"
_PAID, _CHOSEN = "payable", "income"


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A text that says something else from the day on; the lines that differ, before and after."""

    path: str
    before: Sequence[str]
    after: Sequence[str]


def changed_answers(renderer: Renderer, *, on: date, province: Mapping[str, Any]) -> Iterator[AnswerChange]:
    """The texts that differ between the day before and the day, tried out with their sample values."""
    eve = on - timedelta(days=1)
    for name in sorted(renderer.responses):
        # The days themselves are told in many texts, and are no change of the law.
        before, after = (_lines(renderer, name, day, province, hidden=(eve, on)) for day in (eve, on))
        if before != after:
            gone, come = _differing(before, after)
            yield AnswerChange(renderer.source(name).path, gone, come)


async def changed_estimates(
    saved: AsyncIterator[SavedEstimate], *, law: Law, on: date
) -> AsyncIterator[EstimateChange]:
    """Saved estimates, computed for the day before and for the day, that differ."""
    async for one in saved:
        change = _estimate_change(one, law=law, on=on)
        if change:
            yield change


def _estimate_change(saved: SavedEstimate, *, law: Law, on: date) -> EstimateChange | None:
    inputs, calculator = saved.estimate.get("inputs"), saved.estimate.get("calculator")
    if not inputs or not calculator:
        return None
    before, _ = _payable(law, calculator, inputs, on - timedelta(days=1))
    after, refusal = _payable(law, calculator, inputs, on)
    if before is None or before == after:
        return None
    lowest = _lowest_instead(refusal)
    if lowest:
        after, _ = _payable(law, calculator, {**inputs, _CHOSEN: lowest}, on)
    return EstimateChange(saved.lead_id, before, after, refusal.reason if refusal else None, lowest)


def _lowest_instead(refusal: AnTamError | None) -> int | None:
    """The lowest income that may be chosen, where the one that was chosen is below it."""
    if not isinstance(refusal, EstimateInputError) or refusal.field != _CHOSEN:
        return None
    return int(refusal.minimum) if isinstance(refusal.minimum, int) else None


def _payable(
    law: Law, calculator: str, inputs: Mapping[str, Any], day: date
) -> tuple[int | None, AnTamError | None]:
    try:
        return int(law.estimate(calculator, on=day, **inputs).amounts[_PAID]), None
    except AnTamError as error:
        return None, error
    except KeyError:
        return None, None


def _lines(
    renderer: Renderer, name: str, day: date, province: Mapping[str, Any], *, hidden: Sequence[date]
) -> list[str]:
    """All that is said on a day, without these days."""
    trials = try_out(renderer, name, day=day, channel=_CHANNEL, province=province)
    text = "\n".join(trial.message.text for trial in trials)
    for told in hidden:
        text = text.replace(f"{told:%d/%m/%Y}", "…")
    return text.splitlines()


def _differing(before: Sequence[str], after: Sequence[str]) -> tuple[list[str], list[str]]:
    lines = list(difflib.ndiff(before, after))
    return [line[2:] for line in lines if line[:2] == "- "], [line[2:] for line in lines if line[:2] == "+ "]
