"""The inbox: who waits is seen by those who may, an officer answers there, and a promised answer is given."""

from datetime import timedelta

import pytest

from bot.app import conversations_of, turns_of
from bot.conversation import StaffSide
from bot.registration import Role
from tests.console.conftest import MovedClock
from tests.support.talks import Talk


@pytest.fixture
async def office(build_console, knowledge, settings, sqlite_url, open_database, key_ring):
    """A console with an inbox, and somebody who talks with the bot."""
    database = open_database(sqlite_url)
    clock = MovedClock()
    side = StaffSide(
        database=database,
        turns=turns_of(knowledge, settings=settings, clock=clock),
        clock=clock,
        floor_time=timedelta(minutes=30),
        shapes={},
    )
    console = await build_console(database, clock=clock, staff_side=side)
    talk = Talk(
        conversations_of(knowledge, database=database, settings=settings, clock=clock),
        database,
        "rest",
        key_ring,
    )
    return console, talk


async def test_an_officer_answers_in_the_inbox_and_gives_the_floor_back(office):
    console, talk = office
    await talk.say("tôi muốn gặp cán bộ")
    browser = await console.enter()
    page = await browser.open("/console/")
    assert "Chờ cán bộ trả lời 1" in page.words
    page = await browser.open("/console/inbox")
    assert "chờ: xin gặp cán bộ" in page.words
    await browser.open("/console/inbox/talks/1")
    page = await browser.press("Gửi", words="Chào bác, cháu nghe đây")
    assert "Anh/chị đang trả lời" in page.words
    assert "Chào bác, cháu nghe đây" in page.words
    taken, spoken = await talk.say("bác hỏi chút")
    assert "đã vào trò chuyện" in taken.text
    assert "cháu nghe đây" in spoken.text
    page = await browser.press("Trả lại cho bot")
    assert "Bot đang trả lời" in page.words
    returned, _ = await talk.say("xin chào")
    assert "An Tâm xin tiếp lời" in returned.text


async def test_a_promised_question_is_answered_in_the_inbox(office):
    console, talk = office
    await talk.say("/nlu_fallback")
    await talk.say('/talk_to_human{"wish":"find_out"}')
    browser = await console.enter()
    page = await browser.open("/console/inbox")
    assert "Số 1" in page.words
    page = await browser.press("Gửi trả lời", words="Nộp ở điểm thu nào cũng được.")
    assert "Không còn câu hỏi nào chờ trả lời" in page.words
    answered, *_ = await talk.say("xin chào")
    assert "Nộp ở điểm thu nào cũng được." in answered.text


async def test_a_phone_in_a_talk_is_hidden(office):
    console, talk = office
    await talk.say("cho tôi gặp cán bộ, số tôi 0912345678")
    await talk.say("tôi muốn gặp cán bộ")
    browser = await console.enter()
    page = await browser.open("/console/inbox/talks/1")
    assert "0912345678" not in page.words


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.EDITOR, 403), (Role.AGENT, 404), (Role.OFFICER, 200), (Role.AUDITOR, 200)],
    ids=["biên tập", "nhân viên thu", "cán bộ", "kiểm tra"],
)
async def test_who_may_see_a_talk(office, role, status):
    console, talk = office
    await talk.say("tôi muốn gặp cán bộ")
    browser = await console.enter(role=role)
    inbox = "/console/inbox" if role is Role.EDITOR else "/console/inbox/talks/1"
    page = await browser.open(inbox)
    assert page.status == status


async def test_who_only_reads_has_no_words_to_send(office):
    console, talk = office
    await talk.say("tôi muốn gặp cán bộ")
    browser = await console.enter(role=Role.AUDITOR)
    page = await browser.open("/console/inbox/talks/1")
    assert not any("Gửi" in form.buttons for form in page.forms)
