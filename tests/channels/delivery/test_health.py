"""The channels' health: told by /readyz, and an alarm for what an operator would otherwise not notice."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY

from bot.channels.delivery.health import Health
from bot.storage import ChannelPulseRepository, ConversationRepository, InboxRepository, OutboxRepository
from bot.types import InboundEvent, OutboundMessage
from tests.support.clocks import MovedClock

ACCOUNT = ("zalo_oa", "1")


@dataclass
class FakeChannel:
    """An account whose troubles a test makes."""

    name: str = "zalo_oa"
    account_id: str = "1"
    trouble: str | None = None
    is_called: bool = True
    found: list[str] = field(default_factory=list)

    def status(self) -> str:
        return "đang bật"

    async def inspect(self) -> str | None:
        return self.found[0] if self.found else None


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest.fixture
def health(channel, database, clock) -> Health:
    return Health([channel], database=database, clock=clock, silence=timedelta(hours=24))


async def alarms(database) -> list[str]:
    async with database.reading() as session:
        return [pulse.alarm for pulse in await ChannelPulseRepository(session).alarms()]


async def heard(health: Health) -> None:
    """An event came, and that was written down."""
    health.heard(ACCOUNT)
    await health._write()


async def test_a_webhook_that_falls_silent_is_an_alarm_until_it_is_heard_again(health, database, clock):
    await heard(health)
    clock.move(hours=23)
    await health.inspect()
    assert await alarms(database) == []
    clock.move(hours=2)
    await health.inspect()
    (alarm,) = await alarms(database)
    assert "25 giờ" in alarm
    assert REGISTRY.get_sample_value("antam_channel_alarm", {"channel": "zalo_oa"}) == 1
    await heard(health)
    await health.inspect()
    assert await alarms(database) == []
    assert REGISTRY.get_sample_value("antam_channel_alarm", {"channel": "zalo_oa"}) == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("why", ["chưa từng có tin", "tự hỏi tin", "không báo im lặng"])
async def test_silence_is_no_alarm_where_nothing_was_to_be_heard(channel, database, clock, why):
    silence = timedelta(0) if why == "không báo im lặng" else timedelta(hours=24)
    health = Health([channel], database=database, clock=clock, silence=silence)
    channel.is_called = why != "tự hỏi tin"
    if why != "chưa từng có tin":
        await heard(health)
    clock.move(days=30)
    await health.inspect()
    assert await alarms(database) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_the_platform_and_the_channel_tell_is_an_alarm_since_the_first_time(
    health, channel, database, clock
):
    channel.found = ["3 tin đang chờ"]
    await health.inspect()
    began = clock.now()
    clock.move(hours=1)
    await health.inspect()
    async with database.reading() as session:
        (pulse,) = await ChannelPulseRepository(session).alarms()
    assert (pulse.alarm, pulse.alarm_at) == ("3 tin đang chờ", began)
    channel.trouble = "mã bị từ chối"
    await health.inspect()
    assert await alarms(database) == ["mã bị từ chối"]


async def test_what_waits_is_told_with_its_age(health, database, clock):
    event = InboundEvent(*ACCOUNT, "e1", "người 1", "chào", clock.now())
    async with database.transaction() as session:
        number = await ConversationRepository(session).ensure(*ACCOUNT, "người 1")
        await InboxRepository(session).accept(event, number, at=clock.now(), due_at=clock.now())
        messages = [OutboundMessage("một"), OutboundMessage("hai")]
        await OutboxRepository(session).add(number, None, messages=messages, state="pending", at=clock.now())
    health.sent(ACCOUNT)
    sent_at = clock.now()
    clock.move(seconds=90)
    (told,) = await health.report()
    assert (told["inbox_waiting"], told["outbox_waiting"]) == (1, 2)
    assert (told["inbox_oldest_seconds"], told["outbox_oldest_seconds"]) == (90, 90)
    assert told["last_sent_at"] == sent_at.isoformat()
    assert told["last_event_at"] is None
    assert "người 1" not in str(told)
    await health.measure()
    labels = {"channel": "zalo_oa", "box": "outbox"}
    assert REGISTRY.get_sample_value("antam_waiting", labels) == 2
    assert REGISTRY.get_sample_value("antam_oldest_seconds", labels) == 90


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_without_anything_waiting_there_is_no_age(health):
    (told,) = await health.report()
    assert (told["inbox_waiting"], told["outbox_oldest_seconds"]) == (0, 0)
