"""Messages that did not surely arrive: shown to who may see them, marked once, never sent again by themselves."""

import pytest
from sqlalchemy import text

from bot.registration import Role
from bot.storage import ChannelPulseRepository, ConversationRepository, LinkRepository, OutboxRepository
from bot.types import OutboundMessage
from tests.console.test_lead_page import registered, user

TELEGRAM = ("telegram", "123456")


async def missed(
    console, *states: str, user_id: str = "người 1", channel: str = "web", account_id: str = "web"
) -> None:
    """Messages to a person, each with what became of it."""
    async with console.database.transaction() as session:
        conversation = await ConversationRepository(session).lock(channel, account_id, user_id)
        outbox = OutboxRepository(session)
        for number, state in enumerate(states):
            message = OutboundMessage(f"tin số {number}, gọi 0912345678 nhé")
            await outbox.add(conversation.id, None, messages=[message], state=state, at=console.clock.now())
        await session.execute(text("UPDATE outbox SET reason = 'mất kết nối' WHERE state = 'unknown'"))


async def test_what_did_not_surely_arrive_is_listed_and_marked_once(console):
    lead_id = await registered(console)
    await missed(console, "sent", "unknown", "failed", "pending")
    browser = await console.enter(role=Role.MANAGER)
    page = await browser.open("/console/missed")
    assert "tin số 1" in page.words
    assert "không rõ đã tới chưa" in page.words
    assert "mất kết nối" in page.words
    assert "tin số 2" in page.words
    assert not [word for word in ("tin số 0", "tin số 3", "0912345678") if word in page.words]
    assert f"/console/leads/{lead_id}" in page.links.values()
    first = next(form.action for form in page.forms if "Đã xử lý" in form.buttons)
    page = await browser.press("Đã xử lý", within=first)
    assert "đã xử lý" in page.words
    assert ("tin số 1" in page.words) != ("tin số 2" in page.words)
    async with console.database.reading() as session:
        query = "SELECT state, handled_by_id IS NULL FROM outbox ORDER BY id"
        rows = [tuple(row) for row in await session.execute(text(query))]
    assert [state for state, _ in rows] == ["sent", "unknown", "failed", "pending"]
    assert sum(bool(unmarked) for _, unmarked in rows) == 3


async def test_the_lead_page_shows_its_own_and_leads_back(console):
    lead_id = await registered(console)
    await missed(console, "unknown")
    await missed(console, "failed", user_id="người khác")
    browser = await console.enter(role=Role.MANAGER)
    page = await browser.open(f"/console/leads/{lead_id}")
    assert page.words.count("tin số 0") == 1
    page = await browser.press("Đã xử lý", within="/console/missed/")
    assert page.path == f"/console/leads/{lead_id}"
    assert "tin số 0" not in page.words


async def test_only_who_sees_the_lead_sees_and_marks_its_messages(console):
    await registered(console)
    await missed(console, "unknown")
    elsewhere = await console.enter("huy", role=Role.OFFICER, communes=("09163",))
    assert "tin số 0" not in (await elsewhere.open("/console/missed")).words
    near = await console.enter("hoa", role=Role.OFFICER, communes=("07441",))
    assert "tin số 0" in (await near.open("/console/missed")).words
    auditor = await console.enter("mai", role=Role.AUDITOR)
    page = await auditor.open("/console/missed")
    assert "tin số 0" in page.words
    assert "Đã xử lý" not in [button for form in page.forms for button in form.buttons]
    editor = await console.enter("thu", role=Role.EDITOR)
    assert (await editor.open("/console/missed")).status == 403


async def test_the_first_page_tells_of_them_and_of_a_silent_channel(console):
    await registered(console)
    await missed(console, "unknown", "failed")
    async with console.database.transaction() as session:
        pulse = ChannelPulseRepository(session)
        await pulse.raise_alarm(TELEGRAM, alarm="không nhận được tin nào", at=console.clock.now())
    browser = await console.enter(role=Role.MANAGER)
    page = await browser.open("/console/")
    assert "2 tin chưa chắc đã tới" in page.words
    assert "Kênh Telegram có sự cố" in page.words
    async with console.database.transaction() as session:
        await ChannelPulseRepository(session).end_alarm(TELEGRAM)
    assert "có sự cố" not in (await browser.open("/console/")).words


@pytest.mark.parametrize("number", ["99999", "9" * 25])
async def test_what_is_not_there_cannot_be_marked(console, number):
    await missed(console, "unknown")
    browser = await console.enter(role=Role.MANAGER)
    page = await browser.open("/console/missed")
    page.form("Đã xử lý", within="/console/missed/").action = f"/console/missed/{number}"
    page = await browser.press("Đã xử lý", within=f"/console/missed/{number}")
    assert page.status == 404 or "không còn chờ xử lý" in page.words


async def test_the_talks_of_one_person_on_several_channels_are_shown_together(console):
    at = console.clock.now().timestamp()
    lead_id = await registered(console, events=[user("nói trên trang", at)])
    async with console.database.transaction() as session:
        conversations = ConversationRepository(session)
        first = await conversations.lock("web", "web", "người 1")
        other = await conversations.lock("telegram", "1", "người 1")
        await conversations.save_turn(
            other, snapshot={}, events=[user("nói trên Telegram", at + 1)], at=console.clock.now()
        )
        await LinkRepository(session).join(other.id, first=first.id)
    await missed(console, "unknown", channel="telegram", account_id="1")
    browser = await console.enter(role=Role.MANAGER)
    page = await browser.open(f"/console/leads/{lead_id}")
    assert page.words.index("nói trên trang") < page.words.index("nói trên Telegram")
    assert "tin số 0" in page.words
