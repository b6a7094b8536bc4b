"""What the storage tests begin with: a moment, an event, a registered person."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.storage import ConversationRepository, LeadRepository, PersonRepository, Session, StoredLead
from bot.types import InboundEvent

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def event() -> Callable[..., InboundEvent]:
    """``event("e1", text="…", user_id="…")``: something that a person sent."""

    def make(event_id: str, *, text: str = "xin chào", user_id: str = "người 1") -> InboundEvent:
        return InboundEvent("web", "web", event_id, user_id, text, NOW)

    return make


AddLead = Callable[..., Awaitable[StoredLead]]


@pytest.fixture(scope="session")
def add_lead() -> AddLead:
    """``await add_lead(session, full_name="…", phone="…", **values)``: a registered person."""

    async def add(
        session: Session,
        *,
        full_name: str = "Nguyễn Văn Tư",
        phone: str = "+84912345678",
        user_id: str = "người 1",
        **values: Any,
    ) -> StoredLead:
        conversation = await ConversationRepository(session).lock("web", "web", user_id)
        person_id = await PersonRepository(session).save(person_id=None, full_name=full_name, phone=phone)
        kept = {"state": "new", "source": "web", "at": NOW} | values
        return await LeadRepository(session).add(person_id=person_id, conversation_id=conversation.id, **kept)

    return add
