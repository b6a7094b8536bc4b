"""What Telegram tells of its webhook, as an alarm with a remedy; and /readyz after a talk."""

import pytest

on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_one_database
async def test_a_good_webhook_is_no_alarm(office):
    await office.messaging.check()
    assert await office.channel.inspect() is None


@on_one_database
@pytest.mark.parametrize(
    ("known", "alarm"),
    [
        pytest.param({"url": ""}, "không còn giữ webhook", id="mất webhook"),
        pytest.param({"url": "https://elsewhere.example.vn/"}, "địa chỉ khác", id="nơi khác"),
        pytest.param(
            {
                "pending_update_count": 3,
                "last_error_date": 1795400000,
                "last_error_message": "Connection refused",
            },
            "3 tin đang chờ",
            id="giao hỏng",
        ),
        pytest.param({"pending_update_count": 3}, None, id="đang giao"),
        pytest.param(
            {"last_error_date": 1795400000, "last_error_message": "Connection refused"}, None, id="lỗi đã qua"
        ),
    ],
)
async def test_a_webhook_in_trouble_is_told(office, known, alarm):
    await office.messaging.check()
    office.api.webhook_trouble = known
    told = await office.channel.inspect()
    assert (alarm in told) if alarm else told is None


@on_one_database
async def test_a_refused_token_is_told_while_polling_too(open_office):
    office = await open_office(telegram_mode="polling")
    assert await office.channel.inspect() is None
    office.api.token = "123456:another"
    assert "ANTAM_TELEGRAM_TOKEN" in await office.channel.inspect()
    office.api.token = "123456:TEST-token_of-nobody"


async def test_readiness_tells_when_the_channel_last_heard_and_spoke(office, person):
    await person.say("xin chào")
    await office.settled(person)
    (told,) = (await office.client.get("/readyz")).json()["channels"]
    assert (told["channel"], told["trouble"], told["alarm"]) == ("telegram", None, None)
    assert told["last_event_at"]
    assert told["last_sent_at"]
    assert (told["inbox_waiting"], told["outbox_waiting"]) == (0, 0)
    assert 'antam_waiting{box="outbox",channel="telegram"} 0.0' in (await office.client.get("/metrics")).text
