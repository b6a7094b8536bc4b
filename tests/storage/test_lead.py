"""Leads: kept whole, changed without losing anybody's edit, with all that happened to them."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

from bot.storage import (
    ConflictError,
    ConversationRepository,
    Database,
    LeadRepository,
    RowMissingError,
    StaffRepository,
    StoredLead,
    StoredLeadEvent,
)
from bot.storage.models import lead_event, search_term

ESTIMATE = {"amounts": {"payable": 264_000}, "steps": ["22 % của 1.500.000 = 330.000"]}


async def test_a_lead_comes_back_as_it_was_added(database, add_lead, now):
    async with database.transaction() as session:
        lead = await add_lead(
            session,
            commune_name="Xã Cảnh Thụy",
            commune_code="07441",
            call_time="sau mùa gặt",
            estimate=ESTIMATE,
            payable=264_000,
        )
    assert lead == StoredLead(
        id=lead.id,
        person_id=lead.person_id,
        conversation_id=lead.conversation_id,
        state="new",
        commune_name="Xã Cảnh Thụy",
        commune_code="07441",
        call_time="sau mùa gặt",
        estimate=ESTIMATE,
        payable=264_000,
        source="web",
        officer_id=None,
        next_step=None,
        next_due=None,
        reason=None,
        version=1,
        created_at=now,
        updated_at=now,
        last_contact_at=None,
    )
    async with database.reading() as session:
        assert await LeadRepository(session).get(lead.id) == lead


async def test_a_change_keeps_the_rest_and_counts(database, add_lead, now):
    later = now + timedelta(hours=1)
    async with database.transaction() as session:
        lead = await add_lead(session, call_time="sau mùa gặt", estimate=ESTIMATE)
        leads = LeadRepository(session)
        changed = await leads.change(
            lead.id,
            expected_version=1,
            at=later,
            state="contacted",
            next_step="mang sổ đến xã",
            next_due=date(2026, 12, 1),
            last_contact_at=later,
            estimate=None,
        )
        assert await leads.get(lead.id) == changed
    assert (changed.state, changed.next_step, changed.next_due) == (
        "contacted",
        "mang sổ đến xã",
        date(2026, 12, 1),
    )
    assert (changed.version, changed.created_at, changed.updated_at) == (2, now, later)
    assert (changed.call_time, changed.estimate, changed.last_contact_at) == ("sau mùa gặt", None, later)


async def test_two_edits_of_one_state_are_a_conflict_and_the_first_stays(database, add_lead, now):
    async with database.transaction() as session:
        lead = await add_lead(session)

    async def edit(reason: str) -> None:
        async with database.transaction() as session:
            await LeadRepository(session).change(
                lead.id, expected_version=lead.version, at=now, reason=reason
            )

    outcomes = await asyncio.gather(edit("một"), edit("hai"), return_exceptions=True)
    (conflict,) = [outcome for outcome in outcomes if outcome is not None]
    assert isinstance(conflict, ConflictError)
    async with database.reading() as session:
        stored = await LeadRepository(session).get(lead.id)
    assert stored.version == 2
    assert stored.reason == ("hai" if outcomes[0] is conflict else "một")


async def test_a_lead_that_is_gone_cannot_be_changed(database, now):
    async with database.transaction() as session:
        with pytest.raises(RowMissingError):
            await LeadRepository(session).change(7, expected_version=1, at=now, state="new")


async def test_a_locked_lead_waits_for_the_transaction_that_holds_it(
    postgresql_url, open_database, add_lead, now
):
    database = open_database(postgresql_url)
    async with database.transaction() as session:
        lead = await add_lead(session)
    steps: list[str] = []

    async def change() -> None:
        async with database.transaction() as session:
            locked = await LeadRepository(session).lock(lead.id)
            steps.append("second")
            await LeadRepository(session).change(
                lead.id, expected_version=locked.version, at=now, reason="hai"
            )

    async with database.transaction() as session:
        await LeadRepository(session).lock(lead.id)
        second = asyncio.create_task(change())
        # The second must come to the lock before the first goes on; it cannot come past it.
        await until_somebody_waits(database)
        steps.append("first")
        await LeadRepository(session).change(lead.id, expected_version=1, at=now, reason="một")
    await second
    assert steps == ["first", "second"]
    async with database.reading() as session:
        assert (await LeadRepository(session).get(lead.id)).reason == "hai"


async def until_somebody_waits(database: Database) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while True:
        async with database.reading() as session:
            if (await session.execute(waiting)).scalar_one():
                return


async def test_history_tells_who_did_what_when(database, add_lead, now):
    async with database.transaction() as session:
        lead = await add_lead(session)
        other = await add_lead(session, user_id="người 2")
        lan = await StaffRepository(session).add(
            username="lan", display_name="Trần Thị Lan", role="officer", password_hash="x", at=now
        )
        leads = LeadRepository(session)
        await leads.add_event(lead.id, at=now, actor=None, kind="registered", data={"source": "web"})
        await leads.add_event(other.id, at=now, actor=None, kind="registered", data={})
        await leads.add_event(
            lead.id, at=now, actor=lan.id, kind="noted", data={"text": "gọi lại sau 17 giờ"}
        )
        assert await leads.history(lead.id) == [
            StoredLeadEvent(now, None, None, "registered", {"source": "web"}),
            StoredLeadEvent(now, lan.id, "Trần Thị Lan", "noted", {"text": "gọi lại sau 17 giờ"}),
        ]


async def test_the_leads_of_a_conversation_are_found_oldest_first(database, add_lead):
    async with database.transaction() as session:
        own = [await add_lead(session, full_name=name) for name in ("Nguyễn Văn Tư", "Nguyễn Thị Năm")]
        await add_lead(session, user_id="người 2")
        assert await LeadRepository(session).of_conversation(own[0].conversation_id) == own


async def test_an_erased_lead_leaves_no_history_and_no_terms(database, add_lead, now):
    async with database.transaction() as session:
        lead = await add_lead(session)
        leads = LeadRepository(session)
        await leads.add_event(lead.id, at=now, actor=None, kind="registered", data={})
        await leads.erase(lead.id)
        assert await leads.get(lead.id) is None
        for table in (lead_event, search_term):
            assert (await session.execute(select(func.count()).select_from(table))).scalar_one() == 0
        assert await ConversationRepository(session).get(lead.conversation_id) is not None
