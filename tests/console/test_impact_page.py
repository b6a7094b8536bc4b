"""The radar sends: a leader reviews the words and the number, the person hears the new sum once on their channel."""

from datetime import date, timedelta

import pytest

from bot.app import conversations_of, turns_of, with_texts
from bot.checks.publishing import TextPublisher
from bot.clock import Clock
from bot.conversation import StaffSide
from bot.registration import Role
from tests.console.conftest import MovedClock
from tests.support.talks import REGISTERING, Talk

PAGE = "/console/impact?on=2027-01-01"


class OfPeople(TextPublisher):
    """The radar without the answers, which are tried out elsewhere and take their time."""

    async def impact(self, on):
        return [], await self.impact_on_people(on)


@pytest.fixture
async def office(build_console, knowledge, settings, sqlite_url, open_database, key_ring):
    """A console with the radar, and somebody who has registered with an estimate."""
    database, clock = open_database(sqlite_url), MovedClock()
    known = with_texts(knowledge, knowledge.texts.renderer, settings=settings)
    turns = turns_of(known, settings=settings, clock=clock)
    texts = OfPeople(
        known.texts,
        original=known.texts.renderer,
        database=database,
        clock=Clock(date(2026, 11, 24)),
        law=known.law,
        golden=[],
        bot_with=lambda *_: None,
    )
    side = StaffSide(database=database, turns=turns, clock=clock, floor_time=timedelta(minutes=30), shapes={})
    console = await build_console(database, clock=clock, staff_side=side, texts=texts)
    talk = Talk(
        conversations_of(known, turns=turns, database=database, settings=settings, clock=clock),
        database,
        "rest",
        key_ring,
    )
    for words in ("hộ cận nghèo đóng mức thấp nhất thì bao nhiêu", *REGISTERING):
        await talk.say(words)
    return console, talk


async def test_a_person_hears_the_new_sum_once(office):
    console, talk = office
    browser = await console.enter(role=Role.MANAGER)
    page = await browser.open(PAGE)
    assert "Báo số mới cho 1 người" in page.words
    assert "đổi từ 198.000 đồng thành 290.400 đồng" in page.words
    page = await browser.press("Gửi cho 1 người")
    assert "Đã gửi cho 1 người" in page.words
    assert "Báo số mới cho 0 người" in page.words
    assert "1 đã báo rồi" in page.words
    told, *_ = await talk.say("xin chào")
    assert "từ 198.000 đồng thành 290.400 đồng" in told.text
    assert "2.200.000 đồng" in told.text
    page = await browser.open("/console/leads/1")
    assert "báo số tiền từ ngày 01/01/2027: 198.000 đồng thành 290.400 đồng" in page.words


async def test_who_stopped_messages_is_counted_and_left_alone(office):
    console, talk = office
    await talk.say("dừng tin nhắn")
    browser = await console.enter(role=Role.MANAGER)
    page = await browser.open(PAGE)
    assert "1 không muốn nhận tin" in page.words
    assert "Gửi cho" not in page.words


async def test_an_editor_sees_the_answers_and_nothing_of_people(office):
    console, _ = office
    browser = await console.enter(role=Role.EDITOR)
    page = await browser.open(PAGE)
    assert "AT000001" not in page.words
    token = page.form("Đăng xuất").fields["csrftoken"]
    answer = await browser.client.post(
        "/console/impact/send", data={"csrftoken": token, "on": "2027-01-01"}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert "1 người" not in (await browser.open(PAGE)).words
    assert (await browser.client.post("/console/impact/send", data={"on": "2027-01-01"})).status_code == 403
