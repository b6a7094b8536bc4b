"""A button's payload, `/intent{"entity": value}` as in Rasa, read without the classifier."""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from bot.types import Decision, Entity, IntentScore, ParseResult

_PAYLOAD = re.compile(r"/(?P<intent>[\w/]{1,64})\s*(?P<values>\{.*\})?\s*", re.DOTALL)
_LONGEST = 2_000


def parse_payload(text: str, *, intents: Collection[str], entities: Collection[str]) -> ParseResult | None:
    """What a button means, or None when its intent or entities are not (or no longer) known or it is malformed."""
    match = _PAYLOAD.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None or match["intent"] not in intents:
        return None
    values = _values(match["values"])
    if values is None or not set(values) <= set(entities):
        return None
    score = IntentScore(match["intent"], 1.0)
    found = tuple(Entity(name, value, *match.span("values")) for name, value in values.items())
    return ParseResult(text, score, (score,), found, (score.name,), Decision.ANSWER)


def _values(written: str | None) -> Mapping[str, Any] | None:
    if written is None:
        return {}
    try:
        values = json.loads(written)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None
