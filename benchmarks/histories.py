"""The cost of a turn in conversations that are short, long and very long."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from uuid import uuid4

from benchmarks.databases import KINDS, Databases
from benchmarks.installation import Installation
from benchmarks.load import TALK, Connection, request
from bot.storage import ConversationRepository, InboxRepository, OutboxRepository, Session
from bot.types import InboundEvent, OutboundMessage

EARLIER = (10, 1_000, 10_000)
# How many talks are measured. A short conversation must stay short, so there is one for each of them.
TALKS = 25
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class TurnCost:
    """The median milliseconds of a turn after so many earlier ones."""

    kind: str
    earlier: int
    milliseconds: float


async def measure_histories(
    databases: Databases, folder: Path, *, told: Callable[[str], None]
) -> list[TurnCost]:
    """Measure each kind of database; ``told`` hears what is measured now."""
    costs: list[TurnCost] = []
    for kind in KINDS:
        told(f"{kind}: turns after {', '.join(f'{number:,}' for number in EARLIER)} earlier ones")
        server = Installation(folder / f"{kind}-history", databases.new(kind))
        server.data_dir.mkdir()
        server.start()
        costs += await _costs(kind, server)
        server.stop()
    return costs


async def _costs(kind: str, server: Installation) -> list[TurnCost]:
    senders = {earlier: await _seed(server, earlier) for earlier in EARLIER}
    connection = await Connection.open(server.port)
    taken: dict[int, list[float]] = {earlier: [] for earlier in EARLIER}
    for talk in range(TALKS):
        for words in TALK:
            # In turn, so that all three meet the same machine.
            for earlier in EARLIER:
                message = request(senders[earlier][talk % len(senders[earlier])], words)
                started = time.perf_counter()
                await connection.send(message)
                taken[earlier].append((time.perf_counter() - started) * 1000)
    await connection.close()
    return [TurnCost(kind, earlier, median(times)) for earlier, times in taken.items()]


async def _seed(server: Installation, earlier: int) -> list[str]:
    """People with so many turns behind them: each has one real talk, and one of its turns again and again."""
    people = [str(uuid4()) for _ in range(TALKS if earlier < 100 else 1)]
    connection = await Connection.open(server.port)
    for sender in people:
        for words in TALK:
            await connection.send(request(sender, words))
    await connection.close()
    database = server.open_database()
    async with database.transaction() as session:
        for sender in people:
            await _repeat(session, sender, turns=earlier - len(TALK))
    await database.dispose()
    return people


async def _repeat(session: Session, sender: str, *, turns: int) -> None:
    """Add turns to a conversation through the repositories: an event, a reply and what was said in the history."""
    conversations = ConversationRepository(session)
    inbox, outbox = InboxRepository(session), OutboxRepository(session)
    conversation = await conversations.lock("rest", "rest", sender)
    for _ in range(turns):
        event = InboundEvent("rest", "rest", str(uuid4()), sender, TALK[1], AT)
        accepted = await inbox.accept_done(event, conversation.id, at=AT)
        await outbox.add(
            conversation.id, accepted.inbox_id, messages=[OutboundMessage(TALK[1] * 10)], state="sent", at=AT
        )
    said = await conversations.messages(conversation.id, limit=1_000)
    one_turn = [{"event": line.author, "text": line.text, "timestamp": AT.timestamp()} for line in said][:8]
    await conversations.save_turn(
        conversation, snapshot=conversation.snapshot, events=one_turn * turns, at=AT
    )
