"""What becomes of a reply when Telegram or the network does not take it: by class of error, never blindly again."""

from datetime import timedelta

import httpx
import pytest
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.delivery import Fate
from bot.channels.delivery.deliveries import pause
from bot.channels.telegram.outcomes import outcome_of
from bot.types import OutboundMessage


async def test_the_order_is_kept_when_a_message_must_wait(office, person):
    await person.say("chào")
    await office.settled(person)
    office.api.fail("sendMessage", 500, chat_id=person.id, description="Internal Server Error")
    await office.post(person, *(OutboundMessage(f"tin {number}") for number in range(4)))
    await office.settled(person)
    assert [shown.text for shown in person.chat[1:]] == ["tin 0", "tin 1", "tin 2", "tin 3"]


async def test_blocking_is_learnt_from_telegram_itself(office, person):
    await person.say("chào")
    await office.settled(person)
    await person.do("blocked")
    await office.settled(person)
    assert await office.is_unreachable(person)
    await person.do("unblocked")
    await office.settled(person)
    assert not await office.is_unreachable(person)
    assert len(person.chat) == 1


async def test_a_message_that_telegram_refuses_fails_alone(office, person):
    await person.say("chào")
    await office.settled(person)
    office.api.fail("sendMessage", 400, chat_id=person.id, description="Bad Request: BUTTON_DATA_INVALID")
    await office.post(person, OutboundMessage("một"), OutboundMessage("hai"))
    _, first, second = await office.settled(person)
    assert (first.state, second.state) == ("failed", "sent")
    assert "button_data_invalid" in first.reason.lower()
    assert [shown.text for shown in person.chat[1:]] == ["hai"]
    assert not await office.is_unreachable(person)


async def test_trouble_at_telegram_is_waited_out(office, person):
    office.api.fail("sendMessage", 502, description="Bad Gateway", times=2)
    await person.say("chào")
    (sent,) = await office.settled(person)
    assert (sent.state, sent.attempts) == ("sent", 3)


async def test_replies_wait_while_the_token_is_refused(office, person):
    office.api.token = "123456:another"
    await person.say("chào")
    await office.api.until(lambda: True)
    assert "ANTAM_TELEGRAM_TOKEN" in (await office.messaging.check())[0]
    office.api.token = "123456:TEST-token_of-nobody"
    (sent,) = await office.settled(person)
    assert sent.state == "sent"


def network(cause: Exception) -> NetworkError:
    error = TimedOut() if isinstance(cause, httpx.TimeoutException) else NetworkError("httpx")
    error.__cause__ = cause
    return error


CLASSES = [
    ("gửi quá nhanh", RetryAfter(3), Fate.LATER),
    ("bị chặn", Forbidden("bot was blocked by the user"), Fate.UNREACHABLE),
    ("không có người này", BadRequest("Chat not found"), Fate.UNREACHABLE),
    ("tin sai", BadRequest("message text is empty"), Fate.FAILED),
    ("mã bot sai", InvalidToken(), Fate.LATER),
    ("máy chủ trục trặc", NetworkError("Bad Gateway"), Fate.LATER),
    ("không nối được", network(httpx.ConnectError("x")), Fate.LATER),
    ("nối quá lâu", network(httpx.ConnectTimeout("x")), Fate.LATER),
    ("hết chỗ chờ", network(httpx.PoolTimeout("x")), Fate.LATER),
    ("không thấy trả lời", network(httpx.ReadTimeout("x")), Fate.UNKNOWN),
    ("gửi dở dang", network(httpx.WriteTimeout("x")), Fate.UNKNOWN),
    ("đứt giữa chừng", network(httpx.RemoteProtocolError("x")), Fate.UNKNOWN),
    ("lỗi lạ của thư viện", network(RuntimeError("x")), Fate.UNKNOWN),
    ("trả lời không đọc được", TelegramError("Invalid server response"), Fate.UNKNOWN),
]


@pytest.mark.parametrize(("error", "fate"), [case[1:] for case in CLASSES], ids=[case[0] for case in CLASSES])
def test_each_error_means_one_thing_for_the_message(error, fate):
    assert outcome_of(error).fate is fate


def test_a_message_waits_as_long_as_telegram_says():
    assert pause(1, outcome_of(RetryAfter(7)).retry_after) == timedelta(seconds=7)


@pytest.mark.parametrize("attempts", [1, 2, 3, 8, 9, 50])
def test_otherwise_it_waits_longer_each_time_up_to_five_minutes(attempts):
    longest = min(300, 2 ** (attempts - 1))
    assert longest / 2 <= pause(attempts, None).total_seconds() <= longest
