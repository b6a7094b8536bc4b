"""Rasa's NLU server: our understanding for a Rasa that asks it instead of a pipeline of its own.

The answer is Rasa's parse with what its fallback classifier would do: where the conversation would ask back or hand
over, the intent is the one that our rules have for what was not understood.
"""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter

from bot.channels.rest import ParseRequest
from bot.dialogue.engine import FALLBACK
from bot.types import Decision, ParseResult


def nlu_router(parse: Callable[[str], ParseResult]) -> APIRouter:
    """The router of `/rasa/model/parse`; Rasa is told `…/rasa` as the address of its NLU server."""
    router = APIRouter(tags=["Rasa"])

    @router.post("/rasa/model/parse")
    async def understood(request: ParseRequest) -> dict[str, Any]:
        """The parse of a text; Rasa's token and its message's id are of no use here."""
        return _as_rasa_has_it(parse(request.text))

    return router


def _as_rasa_has_it(parse: ParseResult) -> dict[str, Any]:
    found = parse.as_dict()
    if parse.decision is Decision.ANSWER:
        return found
    doubt = {"name": FALLBACK, "confidence": found["intent"]["confidence"]}
    # The actions read from the metadata whether there is something to choose from.
    metadata = {"decision": parse.decision.value}
    return {
        **found,
        "intent": doubt,
        "intent_ranking": [doubt, *found["intent_ranking"]],
        "metadata": metadata,
    }
