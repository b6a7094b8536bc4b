"""The REST channel's router in an application of its own, over conversations that answer without a bot."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.rest import rest_router
from bot.clock import Clock
from bot.types import Button, Decision, Entity, InboundEvent, IntentScore, OutboundMessage, ParseResult

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class StandingClock(Clock):
    """It is always the same moment."""

    def now(self) -> datetime:
        return NOW


class FakeConversations:
    """Says what it was told to say and remembers what it heard; an event that comes again is not heard again."""

    def __init__(self) -> None:
        self.events: dict[str, InboundEvent] = {}
        self.replies: list[OutboundMessage] = [OutboundMessage("Chào anh/chị")]
        self._said: dict[str, list[OutboundMessage]] = {}

    async def converse(self, event: InboundEvent) -> list[OutboundMessage]:
        self.events.setdefault(event.event_id, event)
        return self._said.setdefault(event.event_id, list(self.replies))

    def parse(self, text: str) -> ParseResult:
        best, second = IntentScore("contribution_amount", 0.91234567), IntentScore("pension_amount", 0.05)
        income = Entity("income", 3_000_000, 5, 12)
        return ParseResult(text, best, (best, second), (income,), (best.name, second.name), Decision.ANSWER)

    @property
    def event(self) -> InboundEvent:
        """The only event that came."""
        (event,) = self.events.values()
        return event


FULL_REPLY = OutboundMessage(
    "Anh/chị xem hình nhé",
    (Button("Hộ nghèo", '/give_information{"category": "poor"}'),),
    image="https://antam.example.vn/hinh.png",
    attachment="https://antam.example.vn/to-khai.pdf",
)


@pytest.fixture
def conversations() -> FakeConversations:
    return FakeConversations()


@pytest.fixture
async def client(conversations: FakeConversations) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(rest_router(conversations, clock=StandingClock()))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield client
