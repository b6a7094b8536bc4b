"""The webhook lets in only what knows the secret, takes both shapes, and each update once."""

import pytest

on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HEADER = "X-Bot-Api-Secret-Token"


@on_one_database
@pytest.mark.parametrize("secret", ["", "wrong", "zalo-test-secret ", "zalo-test-secre"])
async def test_a_wrong_secret_is_refused(office, person, secret):
    assert (await person.send(person.update("text"), secret=secret)).status_code == 403
    assert (await office.client.post("/webhooks/zalo-bot", json=person.update("text"))).status_code == 403
    await person.say("chào")
    await office.settled(person)
    assert await office.lines(person) == ["chào"]


@on_one_database
@pytest.mark.parametrize("secret", [None, "ngắn", "x" * 257], ids=["thiếu", "ngắn", "dài"])
async def test_without_a_good_secret_of_ours_the_operator_hears_of_it(open_office, secret):
    office = await open_office(zalo_bot_webhook_secret=secret)
    assert "ANTAM_ZALO_BOT_WEBHOOK_SECRET" in (await office.messaging.check())[0]
    if secret is None:
        assert (await office.person().send({}, secret="")).status_code == 403


@on_one_database
async def test_flat_and_wrapped_updates_are_answered(office, person):
    await person.send({"ok": True, "result": person.update("text", text="xin chào")})
    await office.settled(person)
    await person.say("Đóng tiền ở đâu?")
    await office.settled(person)
    assert await office.lines(person) == ["xin chào", "Đóng tiền ở đâu?"]


@on_one_database
@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"event_name": 7}'], ids=str)
async def test_a_trial_of_the_address_is_answered(office, body):
    response = await office.client.post(
        "/webhooks/zalo-bot", content=body, headers={HEADER: "zalo-test-secret"}
    )
    assert response.status_code == 200


@on_one_database
@pytest.mark.parametrize("body", [b"[" * 5000, b"\xff\xfe", b"text"], ids=["lồng", "không phải chữ", "chữ"])
async def test_what_is_no_json_is_refused(office, body):
    response = await office.client.post(
        "/webhooks/zalo-bot", content=body, headers={HEADER: "zalo-test-secret"}
    )
    assert response.status_code == 400


@on_one_database
@pytest.mark.parametrize("message", [{}, {"chat": {}}, "text", {"from": None, "chat": None}], ids=str)
async def test_an_update_that_cannot_be_read_does_not_come_again_for_ever(person, message):
    response = await person.send({"event_name": "message.text.received", "message": message})
    assert response.status_code == 200


@on_one_database
async def test_the_webhook_is_set_and_what_zalo_found_is_told(open_office, zalo_bot_api):
    zalo_bot_api.reaches_webhook = False
    office = await open_office()
    assert "không tới được webhook" in (await office.messaging.check())[0]
    zalo_bot_api.reaches_webhook = True
    assert (await office.messaging.check()) == [
        "Zalo Bot đang bật (webhook https://antam.example.vn/webhooks/zalo-bot)."
    ]
    assert zalo_bot_api.webhook["url"] == "https://antam.example.vn/webhooks/zalo-bot"
    assert await office.channel.inspect() is None
    zalo_bot_api.webhook = {"url": "https://elsewhere.example.vn/"}
    assert "địa chỉ khác" in await office.channel.inspect()
    zalo_bot_api.webhook = None
    assert "không còn giữ webhook" in await office.channel.inspect()
