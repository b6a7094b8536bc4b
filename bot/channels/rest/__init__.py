"""Rasa's REST channel and its parse endpoint, so that Rasa's widgets and test tools work unchanged."""

from datetime import datetime
from typing import Annotated, Any, Protocol
from uuid import NAMESPACE_OID, uuid4, uuid5

import orjson
from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from bot.clock import Clock
from bot.types import InboundEvent, OutboundMessage, ParseResult


class Conversations(Protocol):
    """What this channel needs of the conversations."""

    async def converse(self, event: InboundEvent) -> list[OutboundMessage]: ...

    def parse(self, text: str) -> ParseResult: ...


class RestMessage(BaseModel):
    """One message of a sender; ``message_id`` makes a repeated request harmless."""

    model_config = ConfigDict(strict=True)

    sender: Annotated[str, Field(min_length=1, max_length=255)]
    message: Annotated[str, Field(max_length=200_000)]
    message_id: Annotated[str, Field(min_length=1, max_length=255)] | None = None


class RestButton(BaseModel):
    """A choice; send its payload back as the next message."""

    title: str
    payload: str


class RestReply(BaseModel):
    """One reply in the form of Rasa's REST channel; absent fields are left out."""

    recipient_id: str
    text: str
    buttons: list[RestButton] | None = None
    image: str | None = None
    attachment: str | None = None


class ParseRequest(BaseModel):
    """A text to be understood."""

    model_config = ConfigDict(strict=True)

    text: Annotated[str, Field(max_length=200_000)]


class IntentConfidence(BaseModel):
    """An intent and how sure the understanding is of it, from 0 to 1."""

    name: str
    confidence: float


class FoundEntity(BaseModel):
    """A value in the text; the offsets count characters of the text as sent."""

    entity: str
    value: Any
    start: int
    end: int


class ParseReply(BaseModel):
    """Rasa's parse, with every question found and what the conversation would do."""

    text: str
    intent: IntentConfidence
    intent_ranking: list[IntentConfidence]
    entities: list[FoundEntity]
    intents: list[str]
    decision: str


def rest_router(conversations: Conversations, *, clock: Clock) -> APIRouter:
    """The router of `/webhooks/rest/webhook` and `/model/parse`."""
    router = APIRouter(tags=["Rasa REST"])

    @router.post("/webhooks/rest/webhook", response_model=list[RestReply])
    async def webhook(message: RestMessage) -> Response:
        """Answer one message of a sender."""
        replies = await conversations.converse(_event(message, sent_at=clock.now()))
        return _json([{"recipient_id": message.sender} | reply.as_dict() for reply in replies])

    @router.post("/model/parse", response_model=ParseReply)
    async def parse(request: ParseRequest) -> Response:
        """Understand a text without a conversation."""
        return _json(conversations.parse(request.text).as_dict())

    return router


def _json(content: Any) -> Response:
    """An answer in the shape that the models above describe; it is not checked against them once more."""
    return Response(orjson.dumps(content), media_type="application/json")


def _event(message: RestMessage, *, sent_at: datetime) -> InboundEvent:
    # The sender may be a phone number and event ids are kept in clear, so the id is a digest of both; the length
    # in front keeps the two apart, whatever is in them.
    pair = f"{len(message.sender)} {message.sender}{message.message_id}"
    event_id = uuid5(NAMESPACE_OID, pair) if message.message_id else uuid4()
    return InboundEvent(
        channel="rest",
        account_id="rest",
        event_id=str(event_id),
        user_id=message.sender,
        text=message.message,
        sent_at=sent_at,
    )
