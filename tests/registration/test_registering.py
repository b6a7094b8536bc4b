"""A registration: one lead a conversation, changed rather than doubled, told where it stands, erased whole."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.registration import Casework, LeadState, Registration
from bot.storage import (
    ConsentRepository,
    ConversationRepository,
    LeadRepository,
    PersonRepository,
)

TABLES = ("person", "consent", "lead", "lead_event", "search_term", "conversation_event")


def estimate(category: str) -> dict:
    return {
        "on": "2026-11-23",
        "inputs": {"category": category, "income": 1_500_000},
        "amounts": {"payable": 264_000},
        "steps": [{"description": "Mức đóng mỗi tháng", "formula": "22 % × 1.500.000 = 330.000"}],
        "parameters": [{"name": "rate"}],
        "references": ["Điều 36"],
        "warnings": [],
        "next_change": {"on": "2027-01-01"},
    }


async def stored(database, lead_id: int):
    async with database.reading() as session:
        lead = await LeadRepository(session).get(lead_id)
        return lead, await PersonRepository(session).get(lead.person_id)


async def test_a_confirmed_registration_becomes_a_new_lead(database, submit, applicant, now):
    async with database.transaction() as session:
        receipt = await submit(session, estimate=estimate("other"))

    assert (receipt.is_new, receipt.code) == (True, f"AT{receipt.lead_id:06d}")
    lead, person = await stored(database, receipt.lead_id)
    assert (person.full_name, person.phone) == (applicant.full_name, applicant.phone)
    assert (lead.state, lead.officer_id, lead.version) == ("new", None, 1)
    assert (lead.commune_name, lead.commune_code, lead.call_time) == (
        "Phường Cảnh Thụy",
        "07441",
        "buổi chiều",
    )
    assert (lead.payable, lead.estimate, lead.source) == (264_000, estimate("other"), "web")
    async with database.reading() as session:
        (event,) = await LeadRepository(session).history(lead.id)
        assert (event.kind, event.actor, event.at, event.data) == ("registered", None, now, {"source": "web"})
        assert (await ConversationRepository(session).get(lead.conversation_id)).person_id == lead.person_id


async def test_without_an_estimate_nothing_is_made_up(database, submit):
    async with database.transaction() as session:
        receipt = await submit(session)
    lead, _ = await stored(database, receipt.lead_id)
    assert (lead.estimate, lead.payable) == (None, None)


async def test_an_estimate_of_a_sensitive_group_keeps_the_amount_and_not_what_tells_the_group(
    database, submit
):
    async with database.transaction() as session:
        receipt = await submit(session, estimate=estimate("ethnic_minority"))
    lead, _ = await stored(database, receipt.lead_id)
    assert lead.payable == 264_000
    assert "ethnic" not in str(lead.estimate)
    assert "330.000" not in str(lead.estimate)
    assert lead.estimate["on"] == "2026-11-23"


async def test_a_second_submission_changes_the_first(database, submit, now):
    later = now + timedelta(hours=1)
    async with database.transaction() as session:
        first = await submit(session)
    async with database.transaction() as session:
        second = await submit(
            session,
            lead_id=first.lead_id,
            at=later,
            full_name="Nguyễn Văn Tự",
            phone="+84987654321",
            commune="Xã Tân Yên",
            commune_code="07501",
        )

    assert (second.lead_id, second.is_new) == (first.lead_id, False)
    lead, person = await stored(database, first.lead_id)
    assert (person.full_name, person.phone) == ("Nguyễn Văn Tự", "+84987654321")
    assert (lead.commune_code, lead.version, lead.updated_at) == ("07501", 2, later)
    async with database.reading() as session:
        leads = LeadRepository(session)
        assert [event.kind for event in await leads.history(lead.id)] == ["registered", "changed_by_citizen"]
        assert [(await leads.search(words)).total for words in ("tu 321", "tan yen", "678", "canh thuy")] == [
            1,
            1,
            0,
            0,
        ]


async def test_a_change_by_the_citizen_leaves_the_officer_s_work(database, submit, hire, now):
    lan = await hire("lan")
    async with database.transaction() as session:
        receipt = await submit(session)
        await Casework(session, staff=lan, now=now).take(receipt.lead_id, version=1)
    async with database.transaction() as session:
        await submit(session, lead_id=receipt.lead_id, call_time="buổi tối")
    lead, _ = await stored(database, receipt.lead_id)
    assert (lead.call_time, lead.state, lead.officer_id) == ("buổi tối", "assigned", lan.id)


async def test_a_lead_that_is_gone_is_made_anew(database, submit):
    async with database.transaction() as session:
        first = await submit(session)
        await LeadRepository(session).erase(first.lead_id)
    async with database.transaction() as session:
        again = await submit(session, lead_id=first.lead_id)
    assert again.is_new
    assert (await stored(database, again.lead_id))[0].state == "new"


@pytest.mark.parametrize(
    ("state", "label"),
    [(LeadState.NEW, "Mới"), (LeadState.PAPERS, "Đang làm giấy tờ"), (LeadState.ENROLLED, "Đã tham gia")],
)
async def test_the_status_is_told_in_words(database, submit, now, state, label):
    async with database.transaction() as session:
        receipt = await submit(session)
        await LeadRepository(session).change(receipt.lead_id, expected_version=1, at=now, state=state)
        status = await Registration(session, now=now).status(receipt.lead_id)
    assert asdict(status) == {
        "code": receipt.code,
        "label": label,
        "lead_id": receipt.lead_id,
        "counts": True,
    }


async def test_there_is_no_status_of_what_is_not_kept(database, now):
    async with database.reading() as session:
        assert await Registration(session, now=now).status(77) is None


async def test_a_yes_is_kept_with_its_wording_answer_channel_and_time(database, now):
    async with database.transaction() as session:
        conversation = await ConversationRepository(session).lock("web", "web", "người 1")
        registration = Registration(session, now=now)
        await registration.record_consent(
            conversation_id=conversation.id, channel="web", wording_version="2026-11", answer="ừ, đồng ý"
        )
        await registration.refuse_messages(
            conversation_id=conversation.id, channel="web", answer="dừng tin nhắn"
        )
        yes, no = await ConsentRepository(session).of_conversation(conversation.id)
    assert (yes.purpose, yes.given, yes.wording_version) == ("registration", True, "2026-11")
    assert (yes.answer, yes.channel, yes.at) == ("ừ, đồng ý", "web", now)
    assert (no.purpose, no.given, no.answer) == ("messages", False, "dừng tin nhắn")


async def test_erasure_leaves_nothing_of_one_person_and_all_of_the_others(database, submit, hire, now):
    lan = await hire("lan")
    counts = {}
    async with database.transaction() as session:
        for user_id in ("người 1", "người 2"):
            receipt = await submit(session, user_id=user_id)
            conversation = await ConversationRepository(session).lock("web", "web", user_id)
            registration = Registration(session, now=now)
            await registration.record_consent(
                conversation_id=conversation.id, channel="web", wording_version="1", answer="có"
            )
            await Casework(session, staff=lan, now=now).note(receipt.lead_id, "đã gọi")
            said = {
                "event": "user",
                "text": "xin chào",
                "timestamp": now.timestamp(),
                "parse_data": {},
                "metadata": {},
            }
            await ConversationRepository(session).save_turn(conversation, snapshot={}, events=[said], at=now)
        for table in TABLES:
            counts[table] = (await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()  # noqa: S608

        await Registration(session, now=now).erase(conversation_id=conversation.id)

        for table, before in counts.items():
            left = (await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()  # noqa: S608
            assert left * 2 == before > 0, table
        assert await LeadRepository(session).of_conversation(conversation.id) == []
