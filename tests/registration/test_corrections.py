"""Corrections after a change of the law: each person is told once, where they are reached and want to be told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from bot.clock import Clock
from bot.registration import MESSAGES, NotAllowedError, Registration, Role
from bot.registration.corrections import Corrections, EstimateChange, Silence
from bot.registration.registering import REGISTRATION
from bot.storage import (
    AuditRepository,
    ConversationRepository,
    InboxRepository,
    LeadRepository,
    LinkRepository,
)
from bot.types import InboundEvent

DAY = date(2027, 1, 1)


class Told:
    """Keeps what people are told; a conversation that was locked first."""

    def __init__(self) -> None:
        self.windows = {"zalo_oa": timedelta(days=7)}
        self.held: list[int] = []
        self.said: list[tuple[int, dict]] = []

    async def hold(self, session, conversation_id):
        self.held.append(conversation_id)

    async def tell(self, session, conversation_id, name, **arguments):
        assert self.held[-1] == conversation_id
        self.said.append((conversation_id, arguments))
        return True

    def draft(self, name, **arguments):
        return f"{name}: {arguments['changes'][0]['after']}"


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def corrections(database, told) -> Corrections:
    return Corrections(database, clock=Clock(date(2026, 12, 1)), notices=told)


@pytest.fixture
def speak(database):
    """``await speak("người 1", messages=False)``: they have talked, and answered to these purposes."""

    async def speak_(user_id: str, **answers: bool) -> int:
        async with database.transaction() as session:
            conversations = ConversationRepository(session)
            conversation = await conversations.lock("web", "web", user_id)
            await conversations.save_turn(
                conversation, snapshot={"slots": {}}, events=[], at=Clock(date(2026, 12, 1)).now()
            )
            registration = Registration(session, now=Clock(date(2026, 12, 1)).now())
            whose = {"conversation_id": conversation.id, "channel": "web", "answer": "lời"}
            for purpose, given in answers.items():
                if given:
                    await registration.record_consent(purpose=purpose, wording_version="1", **whose)
                else:
                    assert purpose == MESSAGES
                    await registration.refuse_messages(**whose)
        return conversation.id

    return speak_


@pytest.fixture
async def boss(hire):
    return await hire("minh", role=Role.MANAGER)


def change(lead_id: int, after: int | None = 387_200) -> EstimateChange:
    return EstimateChange(lead_id, 264_000, after, raised_to=2_200_000)


async def test_a_person_is_told_once_for_a_change(database, corrections, told, boss, register, speak):
    lead_id = await register("người 1")
    conversation_id = await speak("người 1", **{REGISTRATION: True})
    first = await corrections.send([change(lead_id)], on=DAY, member=boss)
    again = await corrections.send([change(lead_id)], on=DAY, member=boss)
    assert (first.people, again.people) == (1, 0)
    ((where, arguments),) = told.said
    assert where == conversation_id
    assert arguments == {
        "day": "2027-01-01",
        "changes": [{"code": "AT000001", "before": 264_000, "after": 387_200, "raised_to": 2_200_000}],
    }
    async with database.reading() as session:
        *_, event = await LeadRepository(session).history(lead_id)
        (entry,) = (await AuditRepository(session).page(kinds=["corrections_sent"])).entries
    assert (event.kind, event.data["after"]) == ("figure_corrected", 387_200)
    assert (entry.staff_id, entry.data) == (boss.id, {"on": "2027-01-01", "people": 1})


async def test_another_sum_or_another_day_is_another_change(corrections, told, boss, register, speak):
    lead_id = await register("người 1")
    await speak("người 1", **{REGISTRATION: True})
    for day, after in ((DAY, 387_200), (DAY, 400_000), (date(2028, 1, 1), 400_000)):
        await corrections.send([change(lead_id, after)], on=day, member=boss)
    assert [arguments["changes"][0]["after"] for _, arguments in told.said] == [387_200, 400_000, 400_000]


async def test_two_registrations_of_one_talk_are_one_message(corrections, told, boss, register, speak):
    leads = [await register("người 1"), await register("người 1", full_name="Trần Thị Năm")]
    await speak("người 1", **{REGISTRATION: True})
    sent = await corrections.send([change(lead_id) for lead_id in leads], on=DAY, member=boss)
    assert sent.people == 1
    assert len(told.said[0][1]["changes"]) == 2


@pytest.mark.parametrize(
    ("answers", "after", "silence"),
    [
        ({}, 1, Silence.NO_CONSENT),
        ({REGISTRATION: True, MESSAGES: False}, 1, Silence.STOPPED),
        ({REGISTRATION: True}, None, Silence.NO_FIGURE),
    ],
    ids=["không đồng ý", "đã dừng tin nhắn", "chưa có số mới"],
)
async def test_who_is_left_alone(corrections, told, boss, register, speak, answers, after, silence):
    lead_id = await register("người 1")
    await speak("người 1", **answers)
    review = await corrections.review([change(lead_id, after)], on=DAY)
    assert (dict(review.ready), dict(review.silent)) == ({}, {silence: 1})
    assert (await corrections.send([change(lead_id, after)], on=DAY, member=boss)).people == 0
    assert told.said == []


async def test_who_is_not_reached_is_told_on_a_linked_channel(
    database, corrections, told, boss, register, speak
):
    lead_id = await register("người 1")
    own = await speak("người 1", **{REGISTRATION: True})
    other = await speak("người 1 ở kênh khác")
    async with database.transaction() as session:
        await ConversationRepository(session).mark_unreachable(own, at=Clock().now())
    review = await corrections.review([change(lead_id)], on=DAY)
    assert review.silent == {Silence.UNREACHABLE: 1}
    async with database.transaction() as session:
        await LinkRepository(session).join(other, first=own)
    await corrections.send([change(lead_id)], on=DAY, member=boss)
    assert [where for where, _ in told.said] == [other]
    await speak("người 1 ở kênh khác", **{MESSAGES: False})
    assert (await corrections.review([change(lead_id, 1)], on=DAY)).silent == {Silence.STOPPED: 1}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AGENT, Role.AUDITOR, Role.EDITOR])
async def test_only_who_leads_the_work_sends(corrections, told, hire, register, speak, role):
    lead_id = await register("người 1")
    await speak("người 1", **{REGISTRATION: True})
    with pytest.raises(NotAllowedError):
        await corrections.send([change(lead_id)], on=DAY, member=await hire("lan", role=role))
    assert told.said == []


@pytest.mark.parametrize(("days", "silent"), [(6, {}), (8, {Silence.UNREACHABLE: 1})], ids=["sáu", "tám"])
async def test_a_platforms_window_is_kept(database, corrections, register, speak, days, silent):
    lead_id = await register("người 1")
    conversation_id = await speak("người 1", **{REGISTRATION: True})
    now = Clock(date(2026, 12, 1)).now()
    event = InboundEvent("zalo_oa", "app", "1", "người 1", "xin chào", now - timedelta(days=days))
    async with database.transaction() as session:
        await session.execute(
            text("UPDATE conversation SET channel = 'zalo_oa' WHERE id = :id"), {"id": conversation_id}
        )
        await InboxRepository(session).accept_done(event, conversation_id, at=event.sent_at)
    assert (await corrections.review([change(lead_id)], on=DAY)).silent == silent
