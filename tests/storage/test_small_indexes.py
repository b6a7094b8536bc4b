"""What is due is found by the small indexes of what is open, however many messages there have been before."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event as events

from bot.storage import HeldMessageRepository, InboxRepository, OutboxRepository

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ACCOUNTS = [("zalo_oa", "1"), ("telegram", "2")]
QUESTIONS = {
    "ix_outbox_open, unasked": lambda session: OutboxRepository(session).take_waiting(1, at=NOW),
    "ix_inbox_waiting": lambda session: InboxRepository(session).due_conversations(
        ACCOUNTS, now=NOW, limit=5
    ),
    "ix_outbox_open": lambda session: OutboxRepository(session).due(
        ACCOUNTS, now=NOW, limit=5, pause=timedelta(seconds=1)
    ),
    "ix_outbox_held": lambda session: HeldMessageRepository(session).release(1, at=NOW),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("question", QUESTIONS)
async def test_the_database_reads_the_small_index(database, question):
    index = question.partition(",")[0]
    asked = []
    for engine in (database._reading, database._writing):
        events.listen(
            engine.sync_engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3]))
        )
    async with database.transaction() as session:
        await QUESTIONS[question](session)
        statement, parameters = asked[-1]
        plan = await session.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [row[3] for row in plan]
    assert [step for step in steps if index in step]
    assert not [
        step for step in steps if step.startswith(("SCAN inbox", "SCAN outbox")) and index not in step
    ]
