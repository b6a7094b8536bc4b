"""The webhook: kept, then answered at once; what comes again is one event, whatever order things come in."""

import asyncio

import pytest

from tests.support.zalo_oa_api import SEND

on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_one_database
@pytest.mark.parametrize("body", [b"{}", b""], ids=["{}", "trống"])
async def test_the_console_may_try_the_address(office, body):
    assert (await office.client.post("/webhooks/zalo-oa", content=body)).status_code == 200


@on_one_database
@pytest.mark.parametrize(
    "body", [b"[]", b"1", b"{", b"\xff", b"[" * 100_000], ids=["[]", "1", "{", "byte lạ", "sâu"]
)
async def test_what_is_no_event_is_refused(office, body):
    assert (await office.client.post("/webhooks/zalo-oa", content=body)).status_code == 400


QUIET = (
    "user_received_message",
    "user_seen_message",
    "anonymous_send_text",
    "user_send_group_text",
    "add_user_to_tag",
    "change_oa_daily_quota",
    "not_yet_invented",
)


@on_one_database
@pytest.mark.parametrize("name", QUIET)
async def test_events_that_are_not_for_us_are_taken_in_silence(office, person, name):
    await person.do(name)
    assert person.chat == []


async def test_an_event_that_comes_five_times_is_answered_once(office, person):
    event = person.event("user_send_text", text="xin chào")
    responses = await asyncio.gather(*(person.send(event, num_retry=str(n)) for n in range(5)))
    assert {response.status_code for response in responses} == {200}
    await office.settled(person)
    await person.send(event)
    await office.settled(person)
    assert len(person.chat) == 1


@on_one_database
async def test_an_event_two_hours_old_is_answered(office, person):
    event = person.event("user_send_text", text="xin chào") | {"timestamp": "1699003881354"}
    assert (await person.send(event, num_retry="5")).status_code == 200
    await person.hears(1)


@on_one_database
async def test_the_webhook_answers_while_zalo_is_slow_to_take_the_reply(office, person):
    gate = asyncio.Event()
    office.api.fail(SEND, wait=gate)
    await person.say("xin chào")
    async with asyncio.timeout(5):
        await office.api.until(lambda: office.api.count(SEND) == 1)
        await person.say("Đóng tiền ở đâu?")
    assert person.chat == []
    gate.set()
    first, _ = await person.hears(2)
    assert "Chào anh/chị" in first.text


@on_one_database
async def test_the_webhook_answers_while_turns_are_slow(office, person, monkeypatch):
    gate, process = asyncio.Event(), office.conversations.process

    async def slow(conversation_id, *, shape):
        await gate.wait()
        return await process(conversation_id, shape=shape)

    monkeypatch.setattr(office.conversations, "process", slow)
    event = person.event("user_send_text", text="xin chào")
    async with asyncio.timeout(2):
        for _ in range(3):
            assert (await person.send(event)).status_code == 200
    gate.set()
    await office.settled(person)
    assert len(person.chat) == 1


async def test_messages_are_answered_in_the_order_of_their_times(office, person):
    lines = [f"xin chào lần {number}" for number in range(4)]
    events = [
        person.event("user_send_text", text=line) | {"timestamp": str(1795400000000 + 10_000 * number)}
        for number, line in enumerate(lines)
    ]
    for event in events:
        await person.send(event)
    await office.settled(person)
    assert await office.lines(person) == lines
