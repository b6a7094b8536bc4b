"""What the registration tests begin with: an hour, a conversation, an applicant, members of the staff."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.registration import Applicant, Receipt, Registration, Role, StaffMember
from bot.storage import ConversationRepository, Database, LeadRepository, Session, StaffRepository, StoredLead

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
APPLICANT = Applicant("Nguyễn Văn Tư", "+84912345678", "Phường Cảnh Thụy", "buổi chiều")

Submit = Callable[..., Awaitable[Receipt]]
Hire = Callable[..., Awaitable[StaffMember]]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def applicant() -> Applicant:
    return APPLICANT


@pytest.fixture
def submit() -> Submit:
    """``await submit(session, user_id=…, lead_id=…, commune_code=…, full_name=…)``: a confirmed registration."""

    async def submit_(
        session: Session,
        *,
        user_id: str = "người 1",
        at: datetime = NOW,
        lead_id: int | None = None,
        commune_code: str | None = "07441",
        **values: Any,
    ) -> Receipt:
        conversation = await ConversationRepository(session).lock("web", "web", user_id)
        return await Registration(session, now=at).submit(
            replace(APPLICANT, **values),
            conversation_id=conversation.id,
            lead_id=lead_id,
            commune_code=commune_code,
            source="web",
        )

    return submit_


@pytest.fixture
def hire(database: Database) -> Hire:
    """``await hire("lan", role=…, communes=…)``: a member of the staff."""

    async def hire_(
        username: str, *, role: Role = Role.OFFICER, communes: tuple[str, ...] = ()
    ) -> StaffMember:
        async with database.transaction() as session:
            account = await StaffRepository(session).add(
                username=username,
                display_name=username.capitalize(),
                role=role,
                password_hash="băm",
                communes=communes,
                at=NOW,
            )
        return StaffMember(account.id, account.display_name, role, communes)

    return hire_


@pytest.fixture
def register(database: Database, submit: Submit) -> Callable[..., Awaitable[int]]:
    """``await register("người 1", commune_code=…)``: the number of a new lead, in a transaction of its own."""

    async def register_(user_id: str, **values: Any) -> int:
        async with database.transaction() as session:
            return (await submit(session, user_id=user_id, **values)).lead_id

    return register_


@pytest.fixture
def lead_of(database: Database) -> Callable[[int], Awaitable[StoredLead | None]]:
    """``await lead_of(lead_id)``: the lead as it is stored."""

    async def lead_of_(lead_id: int) -> StoredLead | None:
        async with database.reading() as session:
            return await LeadRepository(session).get(lead_id)

    return lead_of_
