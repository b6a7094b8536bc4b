"""Rotation: every value comes under the new key while people are answered, and the old key can then go."""

import pytest
from sqlalchemy import select

from bot.storage import (
    ConversationRepository,
    Database,
    KeyRing,
    KeysError,
    LeadRepository,
    PersonRepository,
    Rotation,
    rotate,
)
from bot.storage.models import encrypted_columns, metadata

LEADS = 3
# More events than fit into one batch.
EVENTS = 450


@pytest.fixture
def old_keys() -> KeyRing:
    return KeyRing.generate()


@pytest.fixture
async def written(database_url, open_database, old_keys, add_lead, now):
    """A database with values under the old key in many tables."""
    database = open_database(database_url, keys=old_keys)
    await database.migrate()
    async with database.transaction() as session:
        for number in range(LEADS):
            await add_lead(session, user_id=f"người {number}", call_time="sau mùa gặt")
        conversations = ConversationRepository(session)
        conversation = await conversations.lock("web", "web", "người 0")
        events = [{"event": "user", "text": f"câu {number}"} for number in range(EVENTS)]
        await conversations.save_turn(conversation, snapshot={"a": 1}, events=events, at=now)
    return database


async def values_not_under(keys: KeyRing, database: Database) -> int:
    """Counted from the tables themselves, value by value."""
    columns = [column for table in metadata.sorted_tables for column in encrypted_columns(table)]
    async with database.reading() as session:
        values = [value for column in columns for value in (await session.execute(select(column))).scalars()]
    return sum(value is not None and not value.startswith(keys.prefix) for value in values)


async def read_everything(database: Database) -> None:
    """Read as the program does."""
    async with database.reading() as session:
        conversations = ConversationRepository(session)
        conversation = await conversations.find("web", "web", "người 0")
        assert conversation.snapshot == {"a": 1}
        lines = await conversations.messages(conversation.id, limit=EVENTS)
        assert [line.text for line in lines] == [f"câu {number}" for number in range(EVENTS)]
        page = await LeadRepository(session).search("nguyen 678")
        assert [listed.lead.call_time for listed in page.leads] == ["sau mùa gặt"] * LEADS
        assert len(await PersonRepository(session).by_phone("+84912345678")) == LEADS


async def test_afterwards_the_new_key_alone_reads_everything(written, database_url, open_database, old_keys):
    before = await values_not_under(old_keys.rotated(), written)
    rotating = open_database(database_url, keys=old_keys.rotated())
    assert await rotate(rotating) == Rotation(changed=before, left=0)
    assert await values_not_under(rotating.keys, rotating) == 0
    assert await rotate(rotating) == Rotation(changed=0, left=0)

    only_new = open_database(database_url, keys=rotating.keys.without_old())
    await only_new.migrate()
    await read_everything(only_new)


async def test_a_program_that_knows_only_the_old_key_says_so(written, database_url, open_database, old_keys):
    rotating = open_database(database_url, keys=old_keys.rotated())
    await rotate(rotating)
    with pytest.raises(KeysError, match="Thiếu khóa mã hóa số 2"):
        await read_everything(written)


async def test_a_running_program_goes_on_through_a_rotation(
    database_url, open_database, tmp_path, add_lead, now
):
    running = open_database(database_url, keys=KeyRing.load(keys=None, directory=tmp_path))
    await running.migrate()
    async with running.transaction() as session:
        lead = await add_lead(session)
    rotated = KeyRing.load(keys=None, directory=tmp_path).rotated()
    rotated.save()
    rotating = open_database(database_url, keys=rotated)
    await rotate(rotating)
    async with running.transaction() as session:
        assert (await PersonRepository(session).get(lead.person_id)).full_name == "Nguyễn Văn Tư"
        await LeadRepository(session).change(lead.id, expected_version=1, at=now, reason="chưa đủ tiền")
    assert await values_not_under(rotated, running) == 0


async def test_a_row_that_a_turn_holds_is_left_for_the_next_run(postgresql_url, open_database, add_lead):
    keys = KeyRing.generate()
    turns, rotating = (
        open_database(postgresql_url, keys=keys),
        open_database(postgresql_url, keys=keys.rotated()),
    )
    async with turns.transaction() as session:
        for number in range(2):
            await add_lead(session, user_id=f"người {number}")
    async with turns.transaction() as session:
        await ConversationRepository(session).lock("web", "web", "người 0")
        assert (await rotate(rotating)).left == 1
    assert await rotate(rotating) == Rotation(changed=1, left=0)
