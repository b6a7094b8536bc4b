"""When somebody of the office answers in Zalo's own tools, the bot is silent; our own echoes change nothing."""

import asyncio

import pytest

from bot.types import OutboundMessage
from tests.support.zalo_oa_api import SEND

on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FLOOR = "SELECT floor, floor_until FROM conversation WHERE id = :id"


async def floor(office, person) -> str:
    ((holder, _),) = await office.rows(FLOOR, person)
    return holder


@pytest.mark.parametrize("name", ["oa_send_text", "oa_send_text_admin"])
async def test_the_bot_is_silent_while_somebody_of_the_office_answers(office, person, name):
    await person.say("chào")
    await office.settled(person)
    await person.send(person.event(name, text="Dạ, em nghe đây ạ", msg_id="by-hand"))
    await office.settled(person)
    assert await floor(office, person) == "staff"
    await person.say("Mỗi tháng đóng bao nhiêu?")
    await office.settled(person)
    assert len(person.chat) == 1
    assert await office.lines(person) == ["chào", "Mỗi tháng đóng bao nhiêu?"]


async def test_what_the_office_said_stands_in_the_history(office, person):
    await person.say("chào")
    await office.settled(person)
    await person.send(person.event("oa_send_text_admin", text="Dạ, em nghe đây ạ"))
    await office.settled(person)
    lines = await office.conversations.history(
        channel="zalo_oa", account_id=office.channel.account_id, user_id=person.id
    )
    assert lines[-1].text == "Dạ, em nghe đây ạ"


async def test_the_echo_of_our_own_message_changes_nothing(office, person):
    await person.say("chào")
    await office.settled(person)
    (shown,) = person.chat
    await person.send(person.event("oa_send_text", text=shown.text, msg_id=shown.message_id))
    await office.settled(person)
    assert await floor(office, person) == "bot"
    assert len(await office.rows("SELECT id FROM inbox WHERE conversation_id = :id", person)) == 1


async def test_an_echo_that_is_faster_than_its_answer_is_ours_too(office, person):
    await person.say("chào")
    await office.settled(person)
    gate = asyncio.Event()
    office.api.fail(SEND, wait=gate)
    await office.post(person, OutboundMessage("Đang trên đường"))
    await office.api.until(lambda: office.api.count(SEND) == 2)
    await person.send(person.event("oa_send_text", text="Đang trên đường", msg_id="not yet known"))
    gate.set()
    await office.settled(person)
    assert await floor(office, person) == "bot"


@on_one_database
async def test_an_echo_without_words_of_a_picture_on_its_way_is_ours(office, person):
    await person.say("chào")
    await office.settled(person)
    gate = asyncio.Event()
    office.api.fail(SEND, wait=gate)
    await office.post(person, OutboundMessage("Kế hoạch", image="https://x.example.vn/1.png"))
    await office.api.until(lambda: office.api.count(SEND) == 2)
    echo = person.event("oa_send_image")
    del echo["sender"]["admin_id"]
    await person.send(echo)
    gate.set()
    await office.settled(person)
    assert await floor(office, person) == "bot"


@on_one_database
async def test_an_echo_tells_what_became_of_a_message_that_nobody_knew_of(office, person):
    await person.say("chào")
    await office.settled(person)
    office.api.fail(SEND, cut=True)
    await office.post(person, OutboundMessage("Đi đâu rồi?"))
    assert (await office.settled(person))[-1].state == "unknown"
    await person.send(person.event("oa_send_text", text="Đi đâu rồi?", msg_id="it-arrived"))
    await office.settled(person)
    assert (await office.outbox(person))[-1].state == "sent"
    assert await floor(office, person) == "bot"


@on_one_database
async def test_after_its_time_the_bot_speaks_again(open_office):
    office = await open_office()
    office.conversations._floor_time *= 0
    person = office.person()
    await person.say("chào")
    await office.settled(person)
    await person.send(person.event("oa_send_text_admin"))
    await office.settled(person)
    await person.say("Mỗi tháng đóng bao nhiêu?")
    await office.settled(person)
    assert "264.000 đồng" in "\n".join(shown.text for shown in person.chat[1:])
    assert await floor(office, person) == "bot"
