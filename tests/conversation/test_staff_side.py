"""People of the office in a conversation: the bot is silent meanwhile, both sides are told, promises are kept."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app import conversations_of, turns_of
from bot.clock import Clock
from bot.conversation import StaffSide
from bot.conversation.staff_side import FloorTakenError, PromiseSettledError, WordsMissingError
from bot.registration import NotAllowedError, Role, StaffMember
from bot.storage import (
    ConversationRepository,
    FloorRepository,
    OutboxRepository,
    PromiseRepository,
    StaffRepository,
)
from bot.types import OutboundMessage
from tests.support.talks import Talk

WORKDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
FLOOR = timedelta(minutes=30)


class MovedClock(Clock):
    """Stands still until it is moved."""

    moment = WORKDAY

    def now(self) -> datetime:
        return self.moment

    def move(self, by: timedelta) -> None:
        object.__setattr__(self, "moment", self.moment + by)


@dataclass
class Desk:
    """A talk and the office's side of it."""

    talk: Talk
    side: StaffSide
    clock: MovedClock
    members: dict[str, StaffMember]

    async def conversation(self):
        async with self.talk.database.reading() as session:
            return await ConversationRepository(session).find(self.talk.channel, "test", self.talk.user_id)

    async def number(self) -> int:
        return (await self.conversation()).id

    async def lines(self) -> list[tuple[str, str]]:
        async with self.talk.database.reading() as session:
            lines = await ConversationRepository(session).messages(await self.number(), limit=50)
        return [(line.author, line.text) for line in lines]


@pytest.fixture
def desk_on(knowledge, settings, database, key_ring):
    async def begin(*, channel: str = "web", shapes=None) -> Desk:
        clock = MovedClock(date(2026, 11, 23))
        talk = Talk(
            conversations_of(knowledge, database=database, settings=settings, clock=clock),
            database,
            channel,
            key_ring,
        )
        side = StaffSide(
            database=database,
            turns=turns_of(knowledge, settings=settings, clock=clock),
            clock=clock,
            floor_time=FLOOR,
            shapes=shapes or {},
        )
        return Desk(talk, side, clock, {name: await _member(database, name) for name in ("Lan", "Hòa")})

    return begin


async def _member(database, name: str) -> StaffMember:
    async with database.transaction() as session:
        stored = await StaffRepository(session).add(
            username=name,
            display_name=name,
            role=Role.OFFICER,
            password_hash="-",
            must_change_password=False,
            at=WORKDAY,
        )
    return StaffMember(stored.id, name, Role.OFFICER)


async def test_who_asks_for_a_person_is_put_before_the_staff(desk_on):
    desk = await desk_on()
    (reply,) = await desk.talk.say("tôi muốn gặp cán bộ")
    assert "đã báo cán bộ" in reply.text
    async with desk.talk.database.reading() as session:
        (waiting,) = await FloorRepository(session).attended(limit=10)
    assert (waiting.wanted_reason, waiting.wanted_at) == ("request", WORKDAY)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-11-23T04:29:00+00:00", "đã báo cán bộ"),
        ("2026-11-23T04:30:00+00:00", "từ 13:00 ngày 23/11/2026"),
        ("2026-11-23T10:00:00+00:00", "từ 07:30 ngày 24/11/2026"),
        ("2026-11-27T10:00:00+00:00", "từ 07:30 ngày 30/11/2026"),
        ("2026-12-31T10:30:00+00:00", "từ 07:30 ngày 04/01/2027"),
    ],
    ids=["trước giờ nghỉ trưa", "giờ nghỉ trưa", "tan làm", "tối thứ Sáu", "trước Tết dương lịch"],
)
async def test_office_hours_lunch_and_holidays_are_told(desk_on, moment, told):
    desk = await desk_on()
    desk.clock.move(datetime.fromisoformat(moment) - WORKDAY)
    (reply,) = await desk.talk.say("cho tôi gặp cán bộ")
    assert told in reply.text


async def test_two_failures_in_a_row_call_a_person(desk_on):
    desk = await desk_on()
    for _ in range(2):
        replies = await desk.talk.say("/nlu_fallback")
    assert "Để cán bộ giúp cho chắc" in replies[0].text
    assert (await desk.conversation()).wanted_at == WORKDAY


async def test_the_bot_is_silent_while_an_officer_has_the_floor(desk_on):
    desk = await desk_on()
    await desk.talk.say("xin chào")
    await desk.side.say(await desk.number(), "Chào bác, cháu Lan đây", member=desk.members["Lan"])
    assert await desk.talk.say("đóng bao nhiêu một tháng?") == []
    assert await desk.talk.say("/state_support") == []
    assert [line for line in await desk.lines() if line[0] != "bot"][1:] == [
        ("staff", "Cán bộ Lan: Chào bác, cháu Lan đây"),
        ("user", "đóng bao nhiêu một tháng?"),
        ("user", "/state_support"),
    ]


async def test_both_sides_are_told_at_each_change_of_hands(desk_on):
    desk = await desk_on()
    await desk.talk.say("xin chào")
    await desk.side.take(await desk.number(), member=desk.members["Lan"])
    await desk.side.give_back(await desk.number(), member=desk.members["Lan"])
    said = [text for author, text in await desk.lines() if author == "bot"]
    assert "Lan, cán bộ của" in said[-2]
    assert "An Tâm xin tiếp lời" in said[-1]
    assert (await desk.conversation()).floor == "bot"
    assert await desk.talk.say("/state_support")


async def test_the_floor_returns_after_the_set_time_and_the_person_is_told(desk_on):
    desk = await desk_on()
    await desk.talk.say("xin chào")
    await desk.side.say(await desk.number(), "chào bác", member=desk.members["Lan"])
    desk.clock.move(FLOOR - timedelta(seconds=1))
    assert await desk.side.return_floors() == 0
    await desk.side.say(await desk.number(), "bác đợi chút", member=desk.members["Lan"])
    desk.clock.move(FLOOR)
    assert await desk.side.return_floors() == 1
    assert "An Tâm xin tiếp lời" in (await desk.lines())[-1][1]
    assert await desk.side.return_floors() == 0


async def test_a_message_after_the_time_is_answered_at_once(desk_on):
    desk = await desk_on()
    await desk.talk.say("xin chào")
    await desk.side.take(await desk.number(), member=desk.members["Lan"])
    desk.clock.move(FLOOR)
    returned, answer = await desk.talk.say("/state_support")
    assert "An Tâm xin tiếp lời" in returned.text
    assert "Hộ nghèo" in answer.text


async def test_erasing_and_stopping_work_whoever_has_the_floor(desk_on):
    desk = await desk_on()
    await desk.talk.say("xin chào")
    await desk.side.take(await desk.number(), member=desk.members["Lan"])
    assert await desk.talk.say("xóa dữ liệu của tôi")
    assert "đã xóa" in (await desk.talk.say("/affirm"))[0].text.lower()


async def test_a_colleagues_floor_is_not_taken_unsaid(desk_on):
    desk = await desk_on()
    await desk.talk.say("xin chào")
    await desk.side.take(await desk.number(), member=desk.members["Lan"])
    with pytest.raises(FloorTakenError, match="Lan đang trả lời"):
        await desk.side.say(await desk.number(), "chào bác", member=desk.members["Hòa"])
    await desk.side.take(await desk.number(), member=desk.members["Hòa"], instead=True)
    await desk.side.say(await desk.number(), "chào bác", member=desk.members["Hòa"])


async def test_who_only_reads_says_nothing(desk_on):
    desk = await desk_on()
    await desk.talk.say("xin chào")
    auditor = StaffMember(1, "Kiểm tra", Role.AUDITOR)
    with pytest.raises(NotAllowedError):
        await desk.side.say(await desk.number(), "chào bác", member=auditor)


@pytest.mark.parametrize("words", ["", "   ", "x" * 2_001], ids=["trống", "toàn dấu cách", "quá dài"])
async def test_empty_and_endless_words_are_refused(desk_on, words):
    desk = await desk_on()
    await desk.talk.say("xin chào")
    with pytest.raises(WordsMissingError):
        await desk.side.say(await desk.number(), words, member=desk.members["Lan"])


async def test_a_promised_answer_has_a_number_and_comes_back(desk_on):
    desk = await desk_on(channel="rest")
    await desk.talk.say("tau bien dong thue thang may")
    await desk.talk.say("/nlu_fallback")
    (reply,) = await desk.talk.say('/talk_to_human{"wish":"find_out"}')
    async with desk.talk.database.reading() as session:
        (promise,) = await PromiseRepository(session).open(limit=10)
    assert f"mang số {promise.id}" in reply.text
    assert "25/11/2026" in reply.text
    await desk.side.keep_promise(promise.id, "Nộp ở điểm thu nào cũng được.", member=desk.members["Lan"])
    answered, *_ = await desk.talk.say("xin chào")
    assert f"câu hỏi số {promise.id}" in answered.text
    assert "Nộp ở điểm thu nào cũng được." in answered.text
    with pytest.raises(PromiseSettledError):
        await desk.side.keep_promise(promise.id, "lần nữa", member=desk.members["Hòa"])


async def test_the_same_question_keeps_its_number(desk_on):
    desk = await desk_on()
    for _ in range(2):
        await desk.talk.say("/nlu_fallback")
        await desk.talk.say('/talk_to_human{"wish":"find_out"}')
    async with desk.talk.database.reading() as session:
        assert await PromiseRepository(session).count_open() == 1


async def test_what_is_erased_is_no_longer_promised(desk_on):
    desk = await desk_on()
    await desk.talk.say("/nlu_fallback")
    await desk.talk.say('/talk_to_human{"wish":"find_out"}')
    await desk.talk.say("/privacy_delete_data")
    await desk.talk.say("/affirm")
    async with desk.talk.database.reading() as session:
        assert await PromiseRepository(session).count_open() == 0
        (promise,) = await PromiseRepository(session).of_conversation(await desk.number())
    assert (promise.state, promise.question) == ("erased", None)


async def test_words_to_a_channel_that_delivers_wait_in_the_outbox_in_its_form(desk_on):
    def shape(message: OutboundMessage) -> list[OutboundMessage]:
        return [OutboundMessage(part) for part in message.text.split(": ", 1)]

    desk = await desk_on(channel="telegram", shapes={("telegram", "test"): shape})
    await desk.talk.say("xin chào")
    await desk.side.say(await desk.number(), "chào bác", member=desk.members["Lan"])
    async with desk.talk.database.reading() as session:
        sent = await OutboxRepository(session).unasked(await desk.number(), after=0, limit=10)
    assert [one.message.text for one in sent][-2:] == ["Cán bộ Lan", "chào bác"]
