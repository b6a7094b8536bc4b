"""Fetching updates where Zalo cannot reach us: no webhook may be in the way, and one in hand is not let go of."""

from unittest.mock import AsyncMock

import pytest

from bot.channels.zalo_bot import polling
from bot.channels.zalo_bot.events import updates_of
from bot.storage import DatabaseUnavailableError

POLLING = {"zalo_bot_mode": "polling", "zalo_bot_webhook_secret": None, "public_url": ""}


async def test_updates_are_fetched_one_by_one_and_answered(open_office, zalo_bot_api):
    zalo_bot_api.webhook = {"url": "https://elsewhere.example.vn/"}
    office = await open_office(**POLLING)
    person = office.person()
    zalo_bot_api.waiting += [
        person.update("text", text="xin chào"),
        person.update("text", text="Đóng tiền ở đâu?"),
    ]
    await person.hears(1)
    await zalo_bot_api.until(lambda: not zalo_bot_api.waiting)
    await office.settled(person)
    assert await office.lines(person) == ["xin chào", "Đóng tiền ở đâu?"]
    assert zalo_bot_api.webhook is None
    assert (await office.client.post("/webhooks/zalo-bot", json={})).status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_when_nothing_came_it_is_asked_again_at_once(open_office, zalo_bot_api):
    for _ in range(3):
        zalo_bot_api.fail("getUpdates", 408, description="Request timeout")
    office = await open_office(**POLLING)
    person = office.person()
    zalo_bot_api.waiting.append(person.update("text", text="xin chào"))
    await person.hears(1)
    assert zalo_bot_api.count("getUpdates") >= 4


async def test_an_update_in_hand_is_kept_as_soon_as_the_database_is_back(monkeypatch):
    monkeypatch.setattr(polling, "PAUSE_SECONDS", 0)
    receiver = AsyncMock()
    receiver.receive.side_effect = [DatabaseUnavailableError("x", remedy="x")] * 3 + [None]
    fetching = polling.Polling(AsyncMock(), receiver, database=AsyncMock())
    await fetching._keep(updates_of({"event_name": "message.text.received"}), AsyncMock())
    assert receiver.receive.await_count == 4
