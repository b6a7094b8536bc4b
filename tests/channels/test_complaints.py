"""What users of other bots complain about, tried on every platform that does not wait for the answer.

The rest of the list has its tests where it belongs: texts that are too long in each channel's folder, silent webhooks
in `delivery/test_health.py`, all of it together in `telegram/test_fault_run.py`.
"""

import asyncio
import time

import pytest

from bot.types import OutboundMessage
from tests.support import telegram_api as telegram
from tests.support import zalo_bot_api as zalo_bot

PLATFORMS = {"telegram": telegram, "zalo_bot": zalo_bot}


@pytest.fixture(params=PLATFORMS)
async def office(request, open_any_office, telegram_api, zalo_bot_api):
    """An office on each platform; faults of a person's own are made by `busy`."""
    name, api = request.param, {"telegram": telegram_api, "zalo_bot": zalo_bot_api}[request.param]
    platform = PLATFORMS[name]
    settings = {
        f"{name}_token": platform.TOKEN,
        f"{name}_mode": "webhook",
        f"{name}_webhook_secret": platform.SECRET,
        f"{name}_api_base_url": api.url,
    }
    return await open_any_office(api, platform.Person, **settings)


def busy(office, person) -> None:
    """The platform wants this person's next message later."""
    if office.channel.name == "telegram":
        office.api.fail("sendMessage", 429, chat_id=person.id, parameters={"retry_after": 2})
    else:
        office.api.fail("sendMessage", 429, chat_id=person.id)


async def test_slow_turns_delay_no_webhook_and_repeats_are_answered_once(office, monkeypatch):
    gate, person = asyncio.Event(), office.person()
    process = office.conversations.process

    async def slow(conversation_id, *, shape):
        await gate.wait()
        return await process(conversation_id, shape=shape)

    monkeypatch.setattr(office.conversations, "process", slow)
    update = person.update("text", text="xin chào")
    begun = time.monotonic()
    for _ in range(3):
        assert (await person.send(update)).status_code == 200
    assert time.monotonic() - begun < 1
    assert person.chat == []
    gate.set()
    await office.settled(person)
    assert len(person.chat) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_ids_out_of_order_drop_nothing(office):
    people = [office.person() for _ in range(3)]
    updates = [person.update("text", text="xin chào") for person in people]
    for number in (2, 0, 1):
        assert (await people[number].send(updates[number])).status_code == 200
    for person in people:
        await person.hears(1)


async def test_one_person_who_must_wait_stalls_nobody(office):
    waiting, other = office.person(), office.person()
    busy(office, waiting)
    await waiting.say("xin chào")
    await office.api.until(lambda: office.api.count("sendMessage", waiting.id) == 1)
    await other.say("xin chào")
    await other.hears(1)
    await office.settled(waiting)
    assert len(waiting.chat) == 1


async def test_a_burst_is_answered_in_order_and_the_form_knows_all_of_it(office):
    person = office.person()
    said = ("đăng ký", "đồng ý", "Nguyễn Văn Tư", "0912345678", "xã Cảnh Thụy")
    for words in said:
        await person.say(words)
    await office.settled(person)
    lines = await office.lines(person)
    assert "\n".join(lines).splitlines() == list(said)
    assert "lúc nào" in person.chat[-1].text.lower() or "giờ" in person.chat[-1].text.lower()


async def test_an_event_that_comes_five_times_is_answered_once(office):
    person = office.person()
    update = person.update("text", text="xin chào")
    responses = await asyncio.gather(*(person.send(update) for _ in range(5)))
    assert {response.status_code for response in responses} == {200}
    await office.settled(person)
    await person.send(update)
    await office.settled(person)
    assert len(person.chat) == 1


async def test_a_message_whose_fate_nobody_knows_is_not_sent_again(office):
    person = office.person()
    await person.say("chào")
    await office.settled(person)
    office.api.fail("sendMessage", cut=True, chat_id=person.id)
    await office.post(person, OutboundMessage("một"), OutboundMessage("hai"))
    _, first, second = await office.settled(person)
    assert (first.state, first.attempts, second.state) == ("unknown", 1, "sent")
    assert first.reason
    assert [shown.text for shown in person.chat[1:]] == ["một", "hai"]


async def test_who_blocked_us_is_not_tried_again_until_they_write(office):
    person = office.person()
    await person.say("chào")
    await office.settled(person)
    office.api.fail("sendMessage", 403, chat_id=person.id, description="Forbidden: blocked by the user")
    await office.post(person, OutboundMessage("một"), OutboundMessage("hai"))
    _, first, second = await office.settled(person)
    assert (first.state, second.state) == ("failed", "failed")
    assert "blocked by the user" in second.reason
    assert office.api.count("sendMessage", person.id) == 2
    assert await office.is_unreachable(person)

    await person.say("chào")
    await person.hears(2)
    assert not await office.is_unreachable(person)
