"""What the office does with a registration, as the person hears of it; a full run leaves no phone and no ID behind."""

from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import generate_latest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.registration import Casework, LeadState
from bot.registration.declaring import WORDING_VERSION, Declarations, FormLinks, read_declaration
from bot.registration.listing import EXPORT_FORMATS, Exports
from bot.storage import LeadRepository, OutboxRepository
from bot.storage.models import metadata
from tests.conversation.test_staff_side import desk_on  # noqa: F401 # the fixture itself

PERSONAL_ID = "024085000001"
FORM = {
    "full_name": "Nguyễn Văn Tư",
    "gender": "male",
    "birth_date": "05/09/1985",
    "personal_id": PERSONAL_ID,
    "nationality": "Việt Nam",
    "income": "2000000",
    "payment_method": "monthly",
    "result_form": "electronic",
    "agreed": "yes",
}


async def register(desk) -> int:
    """Register in the chat; the number of the lead."""
    for words in (
        "tôi muốn đăng ký",
        "đồng ý",
        "Nguyễn Văn Tư 0912345678 xã Cảnh Thụy gọi buổi chiều",
        "đúng rồi",
    ):
        replies = await desk.talk.say(words)
    assert "AT0" in replies[0].text
    async with desk.talk.database.reading() as session:
        return (await LeadRepository(session).search(sort="-created_at")).leads[0].lead.id


async def step(desk, lead_id: int, name: str, **values):
    async with desk.talk.database.transaction() as session:
        lead = await LeadRepository(session).get(lead_id)
        casework = Casework(session, staff=desk.members["Lan"], now=desk.clock.now(), notices=desk.side)
        await getattr(casework, name)(lead_id, version=lead.version, **values)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (LeadState.CONTACTED, "Nếu chưa ai gọi"),
        (LeadState.UNREACHABLE, "giờ tiện nghe máy"),
        (LeadState.DECLINED, "tạm dừng"),
        (LeadState.NOT_ELIGIBLE, "chưa đủ điều kiện"),
        (LeadState.DUPLICATE, "gộp lại"),
    ],
)
async def test_each_change_of_state_is_told_in_the_same_talk(desk_on, state, says):  # noqa: F811
    desk = await desk_on()
    lead_id = await register(desk)
    await step(desk, lead_id, "move", state=state, reason="lý do nội bộ")
    author, words = (await desk.lines())[-1]
    assert author == "bot"
    assert says in words
    assert "AT" in words
    assert "nội bộ" not in words


async def test_the_way_to_the_end_is_told_step_by_step_and_the_status_agrees(desk_on):  # noqa: F811
    desk = await desk_on()
    lead_id = await register(desk)
    await step(desk, lead_id, "take")
    for state in (LeadState.CONTACTED, LeadState.PAPERS, LeadState.SUBMITTED, LeadState.ENROLLED):
        await step(desk, lead_id, "move", state=state)
    told = [words for author, words in await desk.lines() if author == "bot"][-5:]
    assert "đã có cán bộ nhận" in told[0]
    assert "đang làm giấy tờ" in told[2]
    assert "đã nộp" in told[3]
    assert "Chúc mừng" in told[4]
    (reply,) = await desk.talk.say("hồ sơ của tôi tới đâu rồi")
    assert "đã tham gia" in reply.text.lower()


@pytest.mark.parametrize(("channel", "waits"), [("web", 0), ("telegram", 1)])
async def test_a_channel_that_delivers_gets_a_message_to_send(desk_on, channel, waits):  # noqa: F811
    desk = await desk_on(channel=channel, shapes={(channel, "test"): lambda message: [message]})
    lead_id = await register(desk)
    await step(desk, lead_id, "move", state=LeadState.UNREACHABLE)
    async with desk.talk.database.reading() as session:
        due = await OutboxRepository(session).due(
            [(channel, "test")], now=desk.clock.now(), limit=9, pause=timedelta()
        )
    assert len(due) == waits


async def test_at_night_nobody_is_woken(desk_on):  # noqa: F811
    desk = await desk_on(channel="telegram", shapes={("telegram", "test"): lambda message: [message]})
    lead_id = await register(desk)
    desk.clock.move(datetime(2026, 11, 23, 15, 0, tzinfo=UTC) - desk.clock.now())
    await step(desk, lead_id, "move", state=LeadState.UNREACHABLE)

    async def due() -> int:
        async with desk.talk.database.reading() as session:
            outbox = OutboxRepository(session)
            return len(
                await outbox.due([("telegram", "test")], now=desk.clock.now(), limit=9, pause=timedelta())
            )

    assert await due() == 0
    desk.clock.move(timedelta(hours=9))
    assert await due() == 1


async def test_the_same_person_elsewhere_is_told_what_exists_and_asked_whether_to_change_it(desk_on):  # noqa: F811
    desk = await desk_on()
    lead_id = await register(desk)
    desk.talk.user_id = "cùng người, máy khác"
    for words in ("tôi muốn đăng ký", "đồng ý"):
        await desk.talk.say(words)
    (asked,) = await desk.talk.say("Nguyễn Văn Tư 0912345678 xã Cảnh Thụy gọi buổi sáng")
    assert f"đã có đăng ký AT{lead_id:06d}" in asked.text
    assert "buổi sáng" in asked.text
    changed = await desk.talk.press("Đổi")
    assert f"AT{lead_id:06d}" in changed[0].text
    async with desk.talk.database.reading() as session:
        page = await LeadRepository(session).search()
        assert (page.total, page.leads[0].lead.call_time) == (1, "buổi sáng")
    (status,) = await desk.talk.say("hồ sơ của tôi tới đâu rồi")
    assert f"AT{lead_id:06d}" in status.text


async def test_another_name_on_the_same_phone_hears_nothing_of_the_first(desk_on):  # noqa: F811
    desk = await desk_on()
    await register(desk)
    desk.talk.user_id = "người khác, cùng máy"
    for words in ("tôi muốn đăng ký", "đồng ý", "Trần Thị Hoa 0912345678 xã Cảnh Thụy gọi buổi sáng"):
        replies = await desk.talk.say(words)
    assert "AT0" not in replies[0].text
    done = await desk.talk.say("đúng rồi")
    assert "AT0" in done[0].text
    async with desk.talk.database.reading() as session:
        assert (await LeadRepository(session).search()).total == 2


async def test_a_full_run_leaves_neither_phone_nor_id_in_clear(desk_on, knowledge):  # noqa: F811
    desk = await desk_on()
    database, now, lan = desk.talk.database, desk.clock.now(), desk.members["Lan"]
    with capture_logs() as logs:
        lead_id = await register(desk)
        reading = read_declaration(FORM, law=knowledge.law, today=now.date())
        async with database.transaction() as session:
            declarations = Declarations(session, now=now, keep=timedelta(days=90))
            link = await FormLinks(session, now=now, lifetime=timedelta(hours=72)).make(
                lead_id, created_by=None
            )
            await declarations.by_person(
                link,
                reading.declaration,
                personal_id=reading.personal_id,
                wording_version=WORDING_VERSION,
            )
            casework = Casework(session, staff=lan, now=now, notices=desk.side)
            await declarations.reveal(casework, lead_id, purpose="compare")
            await casework.reveal_phone(lead_id)
            leads = (await LeadRepository(session).search()).leads
            rows = await Exports(casework, staff=lan).leads(leads, reason="thử", file_format="csv")
        await step(desk, lead_id, "move", state=LeadState.CONTACTED)
    async with database.reading() as session:
        stored = [
            str(tuple(row))
            for table in metadata.sorted_tables
            for row in await session.execute(select(table))
        ]
    everything = "\n".join(
        [
            *stored,
            str(logs),
            generate_latest().decode(),
            EXPORT_FORMATS["csv"].write(rows).decode("utf-8-sig"),
        ]
    )
    assert len(stored) > 20
    for secret in ("912345678", "912 345 678", PERSONAL_ID, "024 085"):
        assert secret not in everything
