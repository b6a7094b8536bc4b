"""The webhook lets in only what knows the secret, keeps it before answering, and takes each update once."""

import asyncio

import pytest

# What a thing is to us does not depend on the database.
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@on_one_database
@pytest.mark.parametrize("secret", ["", "wrong", "test-secret_1 ", "test-secret_"])
async def test_a_wrong_secret_is_refused(office, person, secret):
    response = await person.send(person.update("text"), secret=secret)
    assert response.status_code == 403
    response = await office.client.post("/webhooks/telegram", json=person.update("text"))
    assert response.status_code == 403
    await person.say("chào")
    await office.settled(person)
    assert await office.lines(person) == ["chào"]


@on_one_database
async def test_without_a_secret_of_ours_nobody_gets_in(open_office):
    office = await open_office(telegram_webhook_secret=None)
    person = office.person()
    assert (await person.send(person.update("text"), secret="")).status_code == 403
    assert "ANTAM_TELEGRAM_WEBHOOK_SECRET" in (await office.messaging.check())[0]


@on_one_database
@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"[" * 5000, b"\xff\xfe", b'{"update_id": "1"}', b"null"],
    ids=["trống", "không mã", "danh sách", "lồng quá sâu", "không phải chữ", "mã sai kiểu", "null"],
)
async def test_what_is_no_update_is_refused(office, person, body):
    response = await office.client.post("/webhooks/telegram", content=body, headers={HEADER: "test-secret_1"})
    assert response.status_code == 400


@on_one_database
async def test_an_oversized_body_is_refused(office):
    response = await office.client.post(
        "/webhooks/telegram", content=b" " * 3_000_000, headers={HEADER: "test-secret_1"}
    )
    assert response.status_code == 413


@on_one_database
@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "message": {"message_id": 1}},
        {"update_id": 1, "message": "text"},
        {"update_id": 1, "message": {"message_id": 1, "date": "x", "chat": {"id": 1, "type": "private"}}},
        {"update_id": 1, "callback_query": {"id": "1", "from": None, "data": "x", "chat_instance": "1"}},
    ],
    ids=["thiếu trường", "sai kiểu", "ngày sai", "không người gửi"],
)
async def test_an_update_that_cannot_be_read_does_not_come_again_for_ever(person, update):
    assert (await person.send(update)).status_code == 200


@on_one_database
@pytest.mark.parametrize("kind", ["not_yet_invented", "channel_post", "message_reaction", "pinned_message"])
async def test_an_update_of_no_interest_is_thanked_for(person, kind):
    assert (await person.send(person.update(kind))).status_code == 200
    assert person.chat == []


async def test_the_webhook_answers_while_telegram_is_slow_to_take_the_reply(office, person):
    gate = asyncio.Event()
    office.api.fail("sendMessage", wait=gate)
    await person.say("xin chào")
    async with asyncio.timeout(5):
        await office.api.until(lambda: office.api.count("sendMessage") == 1)
        await person.say("Đóng tiền ở đâu?")
    assert person.chat == []
    gate.set()
    first, _ = await person.hears(2)
    assert "Chào anh/chị" in first.text
