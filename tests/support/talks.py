"""Talks with the assembled bot, without HTTP: what a person says or presses, and what is stored of it."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from bot.app import Knowledge, conversations_of, load_knowledge
from bot.conversation import Conversations
from bot.settings import Settings, load_settings
from bot.storage import ConsentRepository, Database, KeyRing, LeadRepository, PersonRepository
from bot.storage.repositories.encrypted_value import ENCRYPTED_TABLES
from bot.types import Button, InboundEvent, OutboundMessage, ParseResult
from tests.support.clocks import MovedClock

# What a person says to register, from the wish to the last yes.
REGISTERING = (
    "đăng ký",
    "đồng ý",
    "Nguyễn Văn Tư",
    "0912345678",
    "xã Cảnh Thụy",
    "buổi chiều",
    "đúng rồi",
)
SENT_AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
# Every table that may hold something a person said or is.
PERSONAL_TABLES = tuple(table.name for table in ENCRYPTED_TABLES)


@pytest.fixture(scope="session")
def settings(model_dir: Path) -> Settings:
    return load_settings(_env_file=None, model_dir=model_dir, secret_key=token_urlsafe())


@pytest.fixture(scope="session")
def knowledge(settings: Settings) -> Knowledge:
    """The law, texts, model and rules of the project, loaded once a worker."""
    return load_knowledge(settings)


@dataclass
class Talk:
    """One person's talk on one channel."""

    conversations: Conversations
    database: Database
    channel: str
    keys: KeyRing
    user_id: str = field(default_factory=lambda: str(uuid4()))
    offered: tuple[Button, ...] = ()
    sent_at: datetime = SENT_AT

    async def say(self, words: str, *, event_id: str | None = None) -> list[OutboundMessage]:
        """Send words; the choices of the replies can be pressed next."""
        event = InboundEvent(
            self.channel, "test", event_id or str(uuid4()), self.user_id, words, self.sent_at
        )
        replies = await self.conversations.converse(event)
        self.offered = tuple(button for reply in replies for button in reply.buttons)
        return replies

    def wait(self, *, days: int) -> None:
        """Let days go by until the next message."""
        self.sent_at += timedelta(days=days)

    async def press(self, title: str) -> list[OutboundMessage]:
        """Press one of the choices offered last."""
        (payload,) = {button.payload for button in self.offered if button.title == title}
        return await self.say(payload)

    def parsed(self, words: str) -> ParseResult:
        return self.conversations.parse(words)

    async def lead(self) -> dict[str, Any] | None:
        """What is stored of the registration, as an officer would find it."""
        conversation_id = await self._conversation_id()
        async with self.database.reading() as session:
            leads = await LeadRepository(session).of_conversation(conversation_id)
            if not leads:
                return None
            lead = leads[-1]
            person = await PersonRepository(session).get(lead.person_id)
        return {
            "full_name": person.full_name,
            "phone": person.phone,
            "commune_name": lead.commune_name,
            "call_time": lead.call_time,
            "state": str(lead.state),
            "payable": lead.payable,
            "insured": lead.insured,
            "count": len(leads),
        }

    async def consents(self) -> dict[str, bool]:
        """What the person has said yes or no to, the newest answer of each purpose."""
        conversation_id = await self._conversation_id()
        async with self.database.reading() as session:
            answers = await ConsentRepository(session).of_conversation(conversation_id)
        return {answer.purpose: answer.given for answer in answers}

    async def history(self) -> list[dict[str, Any]]:
        """The kinds and the data of what happened to the newest registration."""
        async with self.database.reading() as session:
            leads = await LeadRepository(session).of_conversation(await self._conversation_id())
            events = await LeadRepository(session).history(leads[-1].id)
        return [{"kind": event.kind, **event.data} for event in events]

    async def count_consents(self) -> int:
        async with self.database.reading() as session:
            return (await session.execute(text("SELECT count(*) FROM consent"))).scalar_one()

    async def everything_stored(self) -> str:
        """All that the database holds of anyone, decrypted."""
        keys = self.keys
        async with self.database.reading() as session:
            found = [
                value
                for table in PERSONAL_TABLES
                for row in await session.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 # our own names
                for value in row
            ]
        return json.dumps(
            [keys.decrypt(v) if isinstance(v, bytes) and len(v) > 40 else str(v) for v in found]
        )

    async def _conversation_id(self) -> int:
        async with self.database.reading() as session:
            return (await session.execute(text("SELECT max(id) FROM conversation"))).scalar_one()


TalkOn = Callable[..., Awaitable[Talk]]


@pytest.fixture
def talk_on(knowledge: Knowledge, settings: Settings, database: Database, key_ring: KeyRing) -> TalkOn:
    """``await talk_on(date(2026, 11, 23), channel="rest")``: a person's talk on a day, on each database."""

    async def begin(today: date, *, channel: str = "rest") -> Talk:
        conversations = conversations_of(
            knowledge, database=database, settings=settings, clock=MovedClock(today)
        )
        return Talk(conversations, database, channel, key_ring)

    return begin
