"""The pace of what goes out: people are left alone for a moment, platforms get what they take, none waits for all."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import APIRouter

from bot.channels.delivery import Fate, Messaging, Outcome
from bot.channels.delivery.deliveries import Deliveries
from bot.channels.delivery.health import Health
from bot.clock import Clock
from bot.storage import ConversationRepository, InboxRepository, OutboxRepository
from bot.types import InboundEvent, OutboundMessage

SECOND = timedelta(seconds=1)


@dataclass
class FakeChannel:
    """A platform that takes what it is given, when its gate is open."""

    name: str = "zalo_oa"
    account_id: str = "1"
    messages_a_second: float = 50.0
    trouble: str | None = None
    is_called: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    taken: list[str] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def router(self, take) -> APIRouter:
        return APIRouter()

    def status(self) -> str:
        return "đang bật"

    async def inspect(self) -> str | None:
        return None

    async def run(self, take) -> None:
        return

    async def close(self) -> None:
        return

    async def send(self, delivery) -> Outcome:
        await self.gate.wait()
        async with self.changed:
            self.taken.append(delivery.message.text)
            self.changed.notify_all()
        return Outcome(Fate.SENT, platform_id=str(delivery.id))

    async def until_taken(self, count: int) -> None:
        async with asyncio.timeout(20), self.changed:
            await self.changed.wait_for(lambda: len(self.taken) >= count)


async def post(database, channel: FakeChannel, user_id: str, *texts: str, answers: bool = False) -> None:
    """Put messages to a person into the outbox; as answers, after an event of theirs."""
    now = datetime.now(UTC)
    async with database.transaction() as session:
        conversation = await ConversationRepository(session).lock(channel.name, channel.account_id, user_id)
        inbox_id = None
        if answers:
            event = InboundEvent(channel.name, channel.account_id, f"e {user_id}", user_id, "x", now)
            accepted = await InboxRepository(session).accept_done(event, conversation.id, at=now)
            inbox_id = accepted.inbox_id
        messages = [OutboundMessage(text) for text in texts]
        await OutboxRepository(session).add(
            conversation.id, inbox_id, messages=messages, state="pending", at=now
        )


@pytest.fixture
def channel() -> FakeChannel:
    channel = FakeChannel()
    channel.gate.set()
    return channel


def deliveries(channel, database, *, pause: timedelta = SECOND) -> Deliveries:
    health = Health([channel], database=database, clock=Clock(), silence=SECOND)
    return Deliveries(channel, database=database, clock=Clock(), health=health, person_pause=pause)


async def found(work: Deliveries, *, free: int = 10) -> list[str]:
    """The texts of what is due now, each sent at once."""
    claimed = await work.find(free, 0)
    for delivery in claimed.values():
        await work.handle(delivery)
    return [delivery.message.text for delivery in claimed.values()]


async def test_a_person_is_left_alone_for_a_moment_after_each_message(database, channel):
    work = deliveries(channel, database)
    await post(database, channel, "người 1", "một", "hai")
    assert await found(work) == ["một"]
    await post(database, channel, "người 2", "cho người khác")
    assert await found(work) == ["cho người khác"]
    assert await found(work) == []
    await asyncio.sleep(1.05)
    assert await found(work) == ["hai"]


async def test_answers_come_before_what_nobody_asked_for(database, channel):
    for number in range(3):
        await post(database, channel, f"người {number}", "nhắc việc")
    await post(database, channel, "người 9", "trả lời", answers=True)
    assert await found(deliveries(channel, database), free=1) == ["trả lời"]


async def test_a_platform_gets_no_more_than_it_takes(database, channel):
    channel.messages_a_second = 10.0
    for number in range(14):
        await post(database, channel, f"người {number}", "tin")
    work = deliveries(channel, database)
    claimed = await work.find(20, 0)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await asyncio.gather(*(work.handle(delivery) for delivery in claimed.values()))
    assert len(channel.taken) == 14
    # Ten at once, the others at their pace.
    assert loop.time() - begun >= 0.35


class NobodyTalks:
    async def accept(self, event) -> bool:
        return False

    async def process(self, conversation_id, *, shape) -> bool:
        return False


async def test_a_platform_that_hangs_holds_up_no_other(database, channel):
    hanging = FakeChannel(name="telegram")
    for number in range(40):
        await post(database, hanging, f"người {number}", "tin")
    await post(database, channel, "người 1", "tin")
    messaging = Messaging(
        [hanging, channel],
        database=database,
        conversations=NobodyTalks(),
        clock=Clock(),
        join_seconds=0,
        silence=SECOND,
    )
    async with messaging.running():
        await channel.until_taken(1)
        assert hanging.taken == []
        hanging.gate.set()
        await hanging.until_taken(40)
