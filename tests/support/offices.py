"""The whole of An Tâm as one process, before stand-ins of the platforms: what waits, what became of each message."""

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
from bot.channels.delivery import Channel, Messaging
from bot.conversation import Conversations
from bot.operations import guard_requests, operations_router
from bot.settings import Settings, load_settings
from bot.storage import ConversationRepository, Database, OutboxRepository
from bot.types import OutboundMessage


@dataclass(frozen=True)
class Sent:
    """What became of a message in the outbox."""

    state: str
    attempts: int
    reason: str | None


@dataclass
class Office:
    """One process of an installation and the stand-in ``api`` of its first channel, on which people have an ``id``."""

    database: Database
    conversations: Conversations
    messaging: Messaging
    client: httpx.AsyncClient
    api: Any
    _person: Callable[[Any, httpx.AsyncClient], Any]

    def person(self) -> Any:
        """Somebody on the stand-in's platform."""
        return self._person(self.api, self.client)

    @property
    def channel(self) -> Channel:
        return self.messaging.channels[0]

    @property
    def account(self) -> tuple[str, str]:
        return self.channel.name, self.channel.account_id

    async def rows(self, query: str, person: Any, **values: Any) -> list[Any]:
        """Rows about a person's conversation, whose number is ``:id``."""
        async with self.database.reading() as session:
            conversation = await ConversationRepository(session).find(*self.account, str(person.id))
            return list(await session.execute(text(query), {"id": conversation.id, **values}))

    async def outbox(self, person: Any) -> list[Sent]:
        """What became of the messages to a person, in order."""
        query = "SELECT state, attempts, reason FROM outbox WHERE conversation_id = :id ORDER BY id"
        return [Sent(*row) for row in await self.rows(query, person)]

    async def settled(self, person: Any) -> list[Sent]:
        """Wait until nothing of a person waits to be answered or delivered; what became of the messages."""
        waiting = "SELECT id FROM inbox WHERE conversation_id = :id AND state = 'pending'"
        async with asyncio.timeout(30):
            while True:
                waits, sent = await self.rows(waiting, person), await self.outbox(person)
                if not waits and not {row.state for row in sent} & {"pending", "sending"}:
                    return sent
                await asyncio.sleep(0.02)

    async def is_unreachable(self, person: Any) -> bool:
        ((moment,),) = await self.rows("SELECT unreachable_at FROM conversation WHERE id = :id", person)
        return moment is not None

    async def lines(self, person: Any) -> list[str]:
        """What the person said, as the history has it."""
        channel, account_id = self.account
        lines = await self.conversations.history(
            channel=channel, account_id=account_id, user_id=str(person.id)
        )
        return [line.text for line in lines if line.author == "user"]

    async def post(self, person: Any, *messages: OutboundMessage) -> None:
        """Put messages to a person who has written before into the outbox."""
        parts = [part for message in messages for part in self.channel.shape(message)]
        async with self.database.transaction() as session:
            conversation = await ConversationRepository(session).lock(*self.account, str(person.id))
            await OutboxRepository(session).add(
                conversation.id, None, messages=parts, state="pending", at=datetime.now(UTC)
            )


def build(settings: Settings, knowledge: Knowledge, api: Any, person: Callable[..., Any]) -> Office:
    """The assembled program, its messaging alone on the web: the console takes long to build and has no part here."""
    antam = assemble(settings, knowledge=knowledge)
    app = FastAPI()
    guard_requests(app, trusted_hosts=["*"])
    app.include_router(antam.messaging.router())
    app.include_router(operations_router(antam.database, channels=antam.messaging.health))
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://antam.test")
    return Office(antam.database, antam.conversations, antam.messaging, client, api, person)


OpenOffice = Callable[..., Awaitable[Office]]


@pytest.fixture
async def open_any_office(
    knowledge, key_ring, database_url, tmp_path, model_dir
) -> AsyncIterator[OpenOffice]:
    """``await open_any_office(api, Person, telegram_token=…, …)``: a process at work on the test's database."""
    async with AsyncExitStack() as stack:

        async def open_(api: Any, person: Callable[..., Any], **settings: Any) -> Office:
            usual = {
                "data_dir": tmp_path,
                "model_dir": model_dir,
                "database_url": database_url,
                "encryption_keys": key_ring.text(),
                "today": date(2026, 11, 24),
                "join_seconds": 0,
                "person_pause_seconds": 0,
            }
            office = build(load_settings(_env_file=None, **usual | settings), knowledge, api, person)
            stack.push_async_callback(office.database.dispose)
            await stack.enter_async_context(office.messaging.running())
            await stack.enter_async_context(office.client)
            return office

        yield open_


@pytest.fixture
async def office(open_office: OpenOffice) -> Office:
    """A process with the usual settings of a folder, whose ``open_office`` says them."""
    return await open_office()


@pytest.fixture
def person(office: Office) -> Any:
    """Somebody on the platform."""
    return office.person()
