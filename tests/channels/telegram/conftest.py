"""The whole of An Tâm before the stand-in for Telegram; and people who write to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from bot.app import Knowledge, assemble
from bot.channels.delivery import Messaging
from bot.channels.telegram.shaping import shape
from bot.conversation import Conversations
from bot.operations import guard_requests
from bot.settings import Settings, load_settings
from bot.storage import ConversationRepository, Database, OutboxRepository
from bot.types import OutboundMessage
from tests.support.telegram_api import SECRET, TOKEN, Person, TelegramApi

PUBLIC_URL = "https://antam.example.vn"


@dataclass(frozen=True)
class Sent:
    """What became of a message in the outbox."""

    state: str
    attempts: int
    reason: str | None


@dataclass
class Office:
    """One process of an installation with a Telegram bot."""

    database: Database
    conversations: Conversations
    messaging: Messaging
    api: TelegramApi
    client: httpx.AsyncClient

    def person(self) -> Person:
        return Person(self.api, self.client)

    async def rows(self, query: str, person: Person, **values: Any) -> list[Any]:
        """Rows about a person's conversation, whose number is ``:id``."""
        async with self.database.reading() as session:
            conversation = await ConversationRepository(session).find("telegram", "123456", str(person.id))
            return list(await session.execute(text(query), {"id": conversation.id, **values}))

    async def outbox(self, person: Person) -> list[Sent]:
        """What became of the messages to a person, in order."""
        query = "SELECT state, attempts, reason FROM outbox WHERE conversation_id = :id ORDER BY id"
        return [Sent(*row) for row in await self.rows(query, person)]

    async def settled(self, person: Person) -> list[Sent]:
        """Wait until nothing of a person waits to be answered or delivered; what became of the messages."""
        waiting = "SELECT id FROM inbox WHERE conversation_id = :id AND state = 'pending'"
        async with asyncio.timeout(30):
            while True:
                waits, sent = await self.rows(waiting, person), await self.outbox(person)
                if not waits and not {row.state for row in sent} & {"pending", "sending"}:
                    return sent
                await asyncio.sleep(0.02)

    async def is_unreachable(self, person: Person) -> bool:
        ((moment,),) = await self.rows("SELECT unreachable_at FROM conversation WHERE id = :id", person)
        return moment is not None

    async def lines(self, person: Person) -> list[str]:
        """What the person said, as the history has it."""
        lines = await self.conversations.history(
            channel="telegram", account_id="123456", user_id=str(person.id)
        )
        return [line.text for line in lines if line.author == "user"]

    async def post(self, person: Person, *messages: OutboundMessage) -> None:
        """Put messages to a person who has written before into the outbox."""
        parts = [part for message in messages for part in shape(message, public_url=PUBLIC_URL)]
        async with self.database.transaction() as session:
            conversation = await ConversationRepository(session).lock("telegram", "123456", str(person.id))
            await OutboxRepository(session).add(
                conversation.id, None, messages=parts, state="pending", at=datetime.now(UTC)
            )


def build(settings: Settings, knowledge: Knowledge, api: TelegramApi) -> Office:
    """The assembled program, its messaging alone on the web: the console takes long to build and has no part here."""
    antam = assemble(settings, knowledge=knowledge)
    app = FastAPI()
    guard_requests(app, trusted_hosts=["*"])
    app.include_router(antam.messaging.router())
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://antam.test")
    return Office(antam.database, antam.conversations, antam.messaging, api, client)


OpenOffice = Callable[..., Awaitable[Office]]


@pytest.fixture
async def open_office(
    telegram_api, knowledge, key_ring, database_url, tmp_path, model_dir
) -> AsyncIterator[OpenOffice]:
    """``await open_office(telegram_mode="polling", …)``: a process at work on the test's database."""
    async with AsyncExitStack() as stack:

        async def open_(**changed: Any) -> Office:
            usual = {
                "data_dir": tmp_path,
                "model_dir": model_dir,
                "database_url": database_url,
                "encryption_keys": key_ring.text(),
                "today": date(2026, 11, 24),
                "telegram_token": TOKEN,
                "telegram_mode": "webhook",
                "telegram_webhook_secret": SECRET,
                "telegram_api_base_url": telegram_api.url,
                "join_seconds": 0,
            }
            office = build(load_settings(_env_file=None, **usual | changed), knowledge, telegram_api)
            stack.push_async_callback(office.database.dispose)
            await stack.enter_async_context(office.messaging.running())
            await stack.enter_async_context(office.client)
            return office

        yield open_


@pytest.fixture
async def office(open_office) -> Office:
    return await open_office()


@pytest.fixture
def person(office) -> Person:
    return office.person()
