"""The web channel's router in an application of its own, over conversations that answer without a bot."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.web import web_router
from bot.clock import Clock
from bot.conversation import ChatLine, Unasked
from bot.types import Button, InboundEvent, OutboundMessage

BEGIN = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
ORIGIN = "https://antam.example.vn"


class FakeConversations:
    """Answers every message with "Đã nhận: …" and remembers it, as the real conversations do."""

    def __init__(self) -> None:
        self.events: list[InboundEvent] = []
        self.unasked: dict[str, list[Unasked]] = {}
        self._lines: dict[str, list[ChatLine]] = {}
        self._replies: dict[str, list[OutboundMessage]] = {}

    async def converse(self, event: InboundEvent) -> list[OutboundMessage]:
        if event.event_id not in self._replies:
            self.events.append(event)
            self.add(event.user_id, author="user", text=event.text)
            reply = OutboundMessage(
                f"Đã nhận: {event.text}", (Button("Hộ nghèo", '/give_information{"category":"poor"}'),)
            )
            self.add(event.user_id, author="bot", text=reply.text, buttons=reply.buttons)
            self._replies[event.event_id] = [reply]
        return self._replies[event.event_id]

    async def history(
        self, *, channel: str, account_id: str, user_id: str, limit: int = 50
    ) -> list[ChatLine]:
        assert (channel, account_id) == ("web", "web")
        return self._lines.get(user_id, [])[-limit:]

    async def news(self, *, channel: str, account_id: str, user_id: str, after: int) -> list[Unasked]:
        return [one for one in self.unasked.get(user_id, []) if one.id > after]

    async def newest_news(self, *, channel: str, account_id: str, user_id: str) -> int:
        return max((one.id for one in self.unasked.get(user_id, [])), default=0)

    def welcome(self, channel: str) -> list[OutboundMessage]:
        return [OutboundMessage(f"Chào anh/chị ({channel})", (Button("Đăng ký", "/registration_start"),))]

    def add(
        self,
        user_id: str,
        *,
        author: str,
        text: str,
        buttons: tuple[Button, ...] = (),
        image: str | None = None,
    ) -> None:
        lines = self._lines.setdefault(user_id, [])
        lines.append(ChatLine(author, text, buttons, BEGIN + timedelta(seconds=len(lines)), image))


@pytest.fixture
def conversations() -> FakeConversations:
    return FakeConversations()


@pytest.fixture
async def client(conversations: FakeConversations) -> AsyncIterator[httpx.AsyncClient]:
    """A browser-like client on our own origin: it keeps cookies."""
    app = FastAPI()
    app.include_router(
        web_router(
            conversations,
            clock=Clock(),
            province_name="tỉnh Bắc Ninh",
            office_name="Bảo hiểm xã hội <tỉnh Bắc Ninh>",
            hotline="1900 9068",
            widget_origins=("https://xa.example.vn", "https://phuong.example.vn"),
        )
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN) as browser:
        yield browser
