"""Rasa's NLG endpoint: the text of a response, with what Rasa's tracker knows of the person."""

from collections.abc import Mapping
from typing import Any, Protocol

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

from bot.rendering import UnknownMessageError
from bot.types import OutboundMessage


class Speaker(Protocol):
    """Renders a message by its name."""

    def say(
        self, response: str, *, slots: Mapping[str, Any], arguments: Mapping[str, Any]
    ) -> OutboundMessage: ...


class NlgTracker(BaseModel):
    """The part of Rasa's tracker that a text may use."""

    slots: dict[str, Any] = Field(default_factory=dict)


class NlgRequest(BaseModel):
    """What Rasa asks for."""

    response: str
    arguments: dict[str, Any] = Field(default_factory=dict)
    tracker: NlgTracker = Field(default_factory=NlgTracker)


def nlg_router(speaker: Speaker) -> APIRouter:
    """The router of `/nlg`."""
    router = APIRouter(tags=["Rasa"])

    @router.post("/nlg")
    async def nlg(request: NlgRequest) -> dict[str, Any]:
        """The text, buttons and picture of a response."""
        try:
            said = speaker.say(request.response, slots=request.tracker.slots, arguments=request.arguments)
        except UnknownMessageError as error:
            raise HTTPException(404, error.reason) from None
        return {"buttons": [], "image": None, "attachment": None} | said.as_dict()

    return router
