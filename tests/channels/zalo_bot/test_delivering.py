"""What becomes of a reply when Zalo or the network does not take it: by class of error, never blindly again."""

import httpx
import pytest

from bot.channels.delivery import Fate
from bot.channels.zalo_bot.api import RefusedError, UnreadableError
from bot.channels.zalo_bot.outcomes import outcome_of
from bot.types import OutboundMessage


async def test_trouble_told_with_status_200_is_seen_and_waited_out(office, person):
    office.api.fail("sendMessage", 429, description="quota")
    office.api.fail("sendMessage", 500, description="Internal error")
    await person.say("chào")
    (sent,) = await office.settled(person)
    assert (sent.state, sent.attempts, len(person.chat)) == ("sent", 3, 1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_message_that_zalo_refuses_fails_alone(office, person):
    await person.say("chào")
    await office.settled(person)
    office.api.fail("sendMessage", 400, chat_id=person.id, description="Bad Request: text")
    await office.post(person, OutboundMessage("một"), OutboundMessage("hai"))
    _, first, second = await office.settled(person)
    assert (first.state, second.state) == ("failed", "sent")
    assert "Bad Request" in first.reason


CLASSES = [
    ("hết lượt", RefusedError(429, "quota"), Fate.LATER),
    ("không cho nhắn", RefusedError(403, "Internal server error"), Fate.UNREACHABLE),
    ("không có người này", RefusedError(400, "Bad Request: chat not found"), Fate.UNREACHABLE),
    ("tin sai", RefusedError(400, "Bad Request: text"), Fate.FAILED),
    ("mã bot sai", RefusedError(401, "Unauthorized"), Fate.LATER),
    ("địa chỉ sai", RefusedError(404, "Not Found"), Fate.LATER),
    ("Zalo hết giờ chờ", RefusedError(408, "Request timeout"), Fate.UNKNOWN),
    ("máy chủ trục trặc", RefusedError(502, "Bad Gateway"), Fate.LATER),
    ("lỗi lạ", RefusedError(426, "too often"), Fate.FAILED),
    ("không nối được", httpx.ConnectError("x"), Fate.LATER),
    ("nối quá lâu", httpx.ConnectTimeout("x"), Fate.LATER),
    ("không thấy trả lời", httpx.ReadTimeout("x"), Fate.UNKNOWN),
    ("đứt giữa chừng", httpx.RemoteProtocolError("x"), Fate.UNKNOWN),
    ("trả lời không đọc được", UnreadableError(), Fate.UNKNOWN),
]


@pytest.mark.parametrize(("error", "fate"), [case[1:] for case in CLASSES], ids=[case[0] for case in CLASSES])
def test_each_error_means_one_thing_for_the_message(error, fate):
    assert outcome_of(error).fate is fate
