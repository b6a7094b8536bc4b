"""What becomes of a reply when Zalo or the network does not take it: by class of error, never blindly again."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.channels.delivery import Fate
from bot.channels.zalo_oa.client import Answer, Reach
from bot.channels.zalo_oa.outcomes import outcome_of
from bot.storage import HeldMessageRepository
from bot.types import OutboundMessage
from tests.support.zalo_oa_api import QUOTA, SEND, until_so

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

CLASSES = [
    (-216, Fate.LATER),
    (-220, Fate.LATER),
    (-124, Fate.LATER),
    (-32, Fate.LATER),
    (-200, Fate.LATER),
    (-100, Fate.FAILED),
    *((code, Fate.FAILED) for code in (-201, -210, -233, -248, -249)),
    *((code, Fate.UNREACHABLE) for code in (-213, -217, -218, -227, -230, -232, -244)),
    (-211, Fate.HELD),
    (-234, Fate.LATER),
    *((code, Fate.LATER) for code in (-204, -205, -209, -212, -219, -221, -223, -224)),
    *((code, Fate.LATER) for code in (-235, -240, -242, -320, -321)),
    (-999, Fate.FAILED),
]


@pytest.mark.parametrize(("error", "fate"), CLASSES, ids=[str(code) for code, _ in CLASSES])
def test_each_error_means_one_thing_for_the_message(error, fate):
    outcome = outcome_of(Answer(Reach.ANSWERED, error, "Refused"), attempts=1, now=NOW)
    assert outcome.fate is fate
    assert str(error) in outcome.reason


def test_an_inner_error_is_tried_once_more_only():
    assert outcome_of(Answer(Reach.ANSWERED, -200), attempts=2, now=NOW).fate is Fate.FAILED


def test_what_may_not_come_at_night_waits_for_six_in_vietnam():
    # Half past ten in the evening there.
    assert outcome_of(Answer(Reach.ANSWERED, -234), attempts=1, now=NOW).retry_after == 7.5 * 3600


@pytest.mark.parametrize(
    ("reach", "fate"),
    [(Reach.NOT_SENT, Fate.LATER), (Reach.BUSY, Fate.LATER), (Reach.UNCLEAR, Fate.UNKNOWN)],
    ids=str,
)
def test_what_was_not_answered_is_sent_again_only_when_it_surely_did_not_go_out(reach, fate):
    assert outcome_of(Answer(reach, reason="x"), attempts=1, now=NOW).fate is fate


async def said_hello(office, person) -> None:
    await person.say("chào")
    await office.settled(person)


async def test_one_person_who_must_wait_holds_up_nobody_else(office, person):
    office.api.fail(SEND, status=429, headers={"Retry-After": "2"}, user_id=person.id, body={})
    await person.say("xin chào")
    await office.api.until(lambda: office.api.count(SEND, person.id) == 1)
    other = office.person()
    await other.say("xin chào")
    await other.hears(1)
    assert person.chat == []
    (sent,) = await office.settled(person)
    assert (sent.state, sent.attempts, len(person.chat)) == ("sent", 2, 1)


async def test_the_order_is_kept_when_a_message_must_wait(office, person):
    await said_hello(office, person)
    office.api.fail(SEND, -32, user_id=person.id)
    await office.post(person, *(OutboundMessage(f"tin {number}") for number in range(3)))
    await office.settled(person)
    assert [shown.text for shown in person.chat[1:]] == ["tin 0", "tin 1", "tin 2"]


@pytest.mark.parametrize("error", [-213, -230, -232])
async def test_whom_zalo_does_not_reach_is_not_tried_again_until_they_write(office, person, error):
    await said_hello(office, person)
    office.api.fail(SEND, error, user_id=person.id)
    await office.post(person, OutboundMessage("một"), OutboundMessage("hai"))
    _, first, second = await office.settled(person)
    assert (first.state, second.state) == ("failed", "failed")
    assert office.api.count(SEND, person.id) == 2
    assert await office.is_unreachable(person)

    await said_hello(office, person)
    assert len(person.chat) == 2
    assert not await office.is_unreachable(person)


@on_one_database
async def test_unfollowing_is_learnt_and_following_revives(office, person):
    await said_hello(office, person)
    await person.do("unfollow")
    await office.settled(person)
    assert await office.is_unreachable(person)
    await person.do("follow")
    await person.hears(2)
    assert not await office.is_unreachable(person)


async def test_a_message_that_zalo_refuses_fails_alone(office, person):
    await said_hello(office, person)
    office.api.fail(SEND, -248, user_id=person.id)
    await office.post(person, OutboundMessage("một"), OutboundMessage("hai"))
    _, first, second = await office.settled(person)
    assert (first.state, second.state) == ("failed", "sent")
    assert "-248" in first.reason
    assert [shown.text for shown in person.chat[1:]] == ["hai"]


async def test_a_message_whose_fate_nobody_knows_is_not_sent_again(office, person):
    await said_hello(office, person)
    office.api.fail(SEND, cut=True, user_id=person.id)
    await office.post(person, OutboundMessage("một"), OutboundMessage("hai"))
    _, first, second = await office.settled(person)
    assert (first.state, first.attempts, second.state) == ("unknown", 1, "sent")
    assert [shown.text for shown in person.chat[1:]] == ["một", "hai"]


@on_one_database
async def test_trouble_at_zalo_is_waited_out(office, person):
    office.api.fail(SEND, status=502, body={}, times=2)
    await person.say("chào")
    (sent,) = await office.settled(person)
    assert (sent.state, sent.attempts) == ("sent", 3)


@on_one_database
async def test_what_only_the_office_can_mend_is_an_alarm(office, person):
    office.api.fail(SEND, -224)
    await person.say("chào")
    await office.api.until(lambda: office.api.count(SEND) == 1)
    await until_so(lambda: office.channel.trouble is not None)
    assert "-224" in office.channel.trouble
    ((state, due_at),) = await office.rows(
        "SELECT state, due_at FROM outbox WHERE conversation_id = :id", person
    )
    assert state == "pending"
    assert str(due_at) > str(datetime.now(UTC) + timedelta(minutes=4))


async def test_after_seven_days_nothing_goes_out_that_was_not_asked_for(office, person):
    await said_hello(office, person)
    await look_back(office, person, days=8)
    await office.post(person, OutboundMessage("Nhắc anh/chị"))
    _, reminder = await office.settled(person)
    assert (reminder.state, office.api.count(SEND, person.id)) == ("failed", 1)
    assert "7 ngày" in reminder.reason


async def test_within_seven_days_it_does(office, person):
    await said_hello(office, person)
    await look_back(office, person, days=6)
    await office.post(person, OutboundMessage("Nhắc anh/chị"))
    assert [sent.state for sent in await office.settled(person)] == ["sent", "sent"]


async def look_back(office, person, *, days: int) -> None:
    """Let what the person wrote have come so many days ago."""
    heard = (datetime.now(UTC) - timedelta(days=days)).replace(tzinfo=None)
    async with office.database.transaction() as session:
        if office.database.serves_one_process:
            await session.execute(text("UPDATE inbox SET received_at = :at"), {"at": f"{heard}"})
        else:
            await session.execute(
                text("UPDATE inbox SET received_at = now() - make_interval(days => :n)"), {"n": days}
            )


async def test_a_long_answer_folds_when_few_messages_are_left(office, person):
    await said_hello(office, person)
    office.api.quota[person.id] = 2
    await office.post(person, *(OutboundMessage(f"phần {number}") for number in range(4)))
    await office.settled(person)
    assert [(shown.text, list(shown.buttons)) for shown in person.chat[1:]] == [
        ("phần 0", []),
        ("phần 1", ["Xem thêm"]),
    ]
    assert await states(office, person) == ["sent", "sent", "sent", "held", "held"]

    await person.press("Xem thêm")
    await office.settled(person)
    assert [shown.text for shown in person.chat[3:]] == ["phần 2", "phần 3"]
    await person.do("user_send_text", text=person.chat[2].buttons["Xem thêm"])
    await person.hears(6)
    assert "không còn dùng được" in person.chat[-1].text


@on_one_database
async def test_a_rest_that_nobody_asks_for_does_not_come(office, person):
    office.api.total = 2
    await said_hello(office, person)
    await office.post(person, *(OutboundMessage(f"phần {number}") for number in range(3)))
    await office.settled(person)
    await person.say("chào")
    await office.settled(person)
    assert [shown.text for shown in person.chat if shown.text.startswith("phần")] == ["phần 0"]
    assert (await states(office, person))[2:4] == ["failed", "failed"]


@pytest.mark.parametrize("asked", [True, False], ids=["hỏi trước", "bị từ chối (-211)"])
async def test_what_zalo_lets_through_no_more_waits_for_the_person(office, person, asked):
    await said_hello(office, person)
    office.api.quota[person.id] = 0
    if not asked:
        office.api.fail(QUOTA, status=404, body={})
    await office.post(person, OutboundMessage("một"), OutboundMessage("hai"))
    await office.settled(person)
    assert await states(office, person) == ["sent", "held", "held"]
    assert office.api.count(SEND, person.id) == (1 if asked else 2)
    await person.say("chào")
    await office.settled(person)
    assert [shown.text for shown in person.chat[1:3]] == ["một", "hai"]
    assert await states(office, person) == ["sent"] * 4


@on_one_database
async def test_what_is_held_longer_than_a_day_is_left_to_the_staff(office, person):
    office.api.total = 1
    await said_hello(office, person)
    await office.post(person, OutboundMessage("một"))
    await office.settled(person)
    assert await states(office, person) == ["sent", "held"]
    async with office.database.transaction() as session:
        await HeldMessageRepository(session).give_up(at=datetime.now(UTC) + timedelta(hours=23))
    assert await states(office, person) == ["sent", "held"]
    async with office.database.transaction() as session:
        await HeldMessageRepository(session).give_up(at=datetime.now(UTC) + timedelta(hours=25))
    assert await states(office, person) == ["sent", "failed"]


@on_one_database
async def test_the_quota_is_asked_for_once_before_an_answer_in_parts(office, person, monkeypatch):
    await said_hello(office, person)
    assert office.api.count(QUOTA) == 0
    monkeypatch.setattr(office.channel, "shape", lambda _: [OutboundMessage(f"phần {n}") for n in range(4)])
    await person.say("chào")
    await office.settled(person)
    assert (len(person.chat), office.api.count(QUOTA)) == (5, 1)


@on_one_database
async def test_a_platform_that_does_not_tell_the_quota_is_sent_to_all_the_same(office, person):
    await said_hello(office, person)
    office.api.fail(QUOTA, status=404, body={}, times=9)
    await office.post(person, OutboundMessage("một"), OutboundMessage("hai"))
    assert [sent.state for sent in await office.settled(person)] == ["sent"] * 3


async def states(office, person) -> list[str]:
    return [sent.state for sent in await office.outbox(person)]
