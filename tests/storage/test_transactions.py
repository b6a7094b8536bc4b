"""Transactions: all or nothing, one writer of a conversation at a time, readers that never wait."""

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.storage import ConversationRepository, Database, InboxRepository, OutboxRepository, StaffRepository
from bot.types import OutboundMessage

TABLES = (
    "conversation",
    "conversation_event",
    "inbox",
    "outbox",
    "person",
    "lead",
    "lead_event",
    "search_term",
)


@pytest.fixture
def two_programs(database_url, open_database) -> tuple[Database, Database]:
    """Two programs on one database: nothing but the database joins them."""
    return open_database(database_url), open_database(database_url)


async def count_turns(database: Database, *, turns: int, at: datetime) -> None:
    """Turns that each add one to what the snapshot counts, with a pause where another might come between."""
    for _ in range(turns):
        async with database.transaction() as session:
            conversations = ConversationRepository(session)
            conversation = await conversations.lock("web", "web", "người 1")
            counted = (conversation.snapshot or {"count": 0})["count"]
            await asyncio.sleep(0)
            event = {"event": "user", "text": str(counted)}
            await conversations.save_turn(
                conversation, snapshot={"count": counted + 1}, events=[event], at=at
            )


async def test_turns_of_one_conversation_follow_each_other_in_two_programs(two_programs, now):
    talks = [count_turns(program, turns=10, at=now) for program in two_programs for _ in range(2)]
    await asyncio.gather(*talks)
    async with two_programs[0].reading() as session:
        conversations = ConversationRepository(session)
        conversation = await conversations.find("web", "web", "người 1")
        lines = await conversations.messages(conversation.id, limit=100)
    assert conversation.snapshot == {"count": 40}
    assert [line.text for line in lines] == [str(number) for number in range(40)]


async def test_programs_that_meet_a_person_at_once_make_one_conversation(two_programs):
    async def meet(program: Database) -> int:
        async with program.transaction() as session:
            return (await ConversationRepository(session).lock("web", "web", "người 1")).id

    assert len(set(await asyncio.gather(*(meet(program) for program in two_programs * 4)))) == 1


async def test_an_error_leaves_nothing_behind(database, add_lead, event, now):
    async def fail_at_the_end() -> None:
        async with database.transaction() as session:
            lead = await add_lead(session)
            conversation = await ConversationRepository(session).lock("web", "web", "người 1")
            accepted = await InboxRepository(session).accept_done(event("e1"), conversation.id, at=now)
            await OutboxRepository(session).add(
                conversation.id,
                accepted.inbox_id,
                messages=[OutboundMessage(f"Mã {lead.id}")],
                state="sent",
                at=now,
            )
            raise LookupError

    with pytest.raises(LookupError):
        await fail_at_the_end()
    async with database.reading() as session:
        for table in TABLES:
            assert (await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() == 0, table  # noqa: S608


async def test_a_cancelled_turn_leaves_nothing_behind_and_the_next_goes_on(database):
    begun = asyncio.Event()

    async def hang() -> None:
        async with database.transaction() as session:
            await ConversationRepository(session).lock("web", "web", "người 1")
            begun.set()
            await asyncio.Event().wait()

    turn = asyncio.create_task(hang())
    await begun.wait()
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    async with database.transaction() as session:
        assert await ConversationRepository(session).find("web", "web", "người 1") is None


async def test_reading_does_not_wait_for_a_writer_and_sees_what_is_committed(database, now):
    async with database.transaction() as writing:
        await StaffRepository(writing).add(
            username="lan", display_name="Lan", role="officer", password_hash="x", at=now
        )
        async with database.reading() as reading:
            assert await StaffRepository(reading).count() == 0
    async with database.reading() as reading:
        assert await StaffRepository(reading).count() == 1


async def test_a_reader_sees_one_state_from_beginning_to_end(database, now):
    async with database.reading() as reading:
        assert await StaffRepository(reading).count() == 0
        async with database.transaction() as writing:
            await StaffRepository(writing).add(
                username="lan", display_name="Lan", role="officer", password_hash="x", at=now
            )
        assert await StaffRepository(reading).count() == 0


async def test_a_reader_can_write_nothing(database):
    async with database.reading() as reading:
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            await reading.execute(text("DELETE FROM staff"))


async def test_writers_come_one_after_the_other_in_the_order_of_their_asking(sqlite_url, open_database):
    database = open_database(sqlite_url)
    served: list[int] = []

    async def write(number: int) -> None:
        async with database.transaction() as session:
            await ConversationRepository(session).lock("web", "web", f"người {number}")
            served.append(number)

    await asyncio.gather(*(write(number) for number in range(50)))
    assert served == list(range(50))


async def test_who_is_urgent_goes_before_those_who_wait(sqlite_url, open_database):
    database = open_database(sqlite_url)
    served: list[str] = []

    async def write(name: str, *, urgent: bool = False) -> None:
        async with database.transaction(urgent=urgent) as session:
            await ConversationRepository(session).lock("web", "web", name)
            served.append(name)

    names = [f"người {number}" for number in range(50)]
    await asyncio.gather(*map(write, names), write("gấp", urgent=True))
    # Nobody is interrupted: one is at work.
    assert served[:2] == ["người 0", "gấp"]
    assert served[2:] == names[1:]


async def test_a_power_failure_takes_nothing_that_was_committed(sqlite_url, open_database):
    database = open_database(sqlite_url)
    async with database.transaction() as session:
        pragmas = {
            name: (await session.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
