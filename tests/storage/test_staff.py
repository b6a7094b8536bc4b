"""Staff: accounts under one name each, changed field by field, with their communes."""

import asyncio

import pytest

from bot.storage import Database, RowMissingError, StaffRepository, StoredStaff, UsernameTakenError


async def add(database: Database, username: str, at, **values) -> StoredStaff:
    async with database.transaction() as session:
        kept = {"display_name": "Trần Thị Lan", "role": "officer", "password_hash": "băm"} | values
        return await StaffRepository(session).add(username=username, at=at, **kept)


async def test_an_account_comes_back_as_it_was_made(database, now):
    added = await add(database, "Lan", now, communes=["09163", "07441", "09163"])
    assert added == StoredStaff(
        id=added.id,
        username="lan",
        display_name="Trần Thị Lan",
        role="officer",
        password_hash="băm",
        must_change_password=True,
        active=True,
        failed_sign_ins=0,
        locked_until=None,
        session_epoch=0,
        created_at=now,
        last_sign_in_at=None,
    )
    async with database.reading() as session:
        staff = StaffRepository(session)
        assert await staff.get(added.id) == added
        assert await staff.by_username("LAN") == added
        assert await staff.communes_of(added.id) == ("07441", "09163")
        assert await staff.by_username("lân") is None
        assert await staff.get(added.id + 1) is None


async def test_a_user_name_is_given_once_also_when_asked_for_at_once(database, now):
    outcomes = await asyncio.gather(
        *(add(database, name, now) for name in ("lan", "LAN", "Lan")), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "StoredStaff",
        "UsernameTakenError",
        "UsernameTakenError",
    ]
    with pytest.raises(UsernameTakenError):
        await add(database, "lan", now)
    async with database.reading() as session:
        assert await StaffRepository(session).count() == 1


async def test_accounts_are_listed_by_name(database, now):
    for name in ("minh", "an", "lan"):
        await add(database, name, now)
    async with database.reading() as session:
        assert [account.username for account in await StaffRepository(session).list()] == [
            "an",
            "lan",
            "minh",
        ]


async def test_a_change_leaves_the_other_fields(database, now):
    added = await add(database, "lan", now, communes=["07441"])
    async with database.transaction() as session:
        staff = StaffRepository(session)
        await staff.update(added.id, locked_until=now, role="agent", active=False)
        await staff.set_communes(added.id, ["09163"])
        changed = await staff.get(added.id)
        assert await staff.communes_of(added.id) == ("09163",)
    assert (changed.locked_until, changed.role, changed.active) == (now, "agent", False)
    assert (changed.password_hash, changed.display_name) == (added.password_hash, added.display_name)


async def test_an_account_that_is_not_there_cannot_be_changed(database):
    async with database.transaction() as session:
        with pytest.raises(RowMissingError):
            await StaffRepository(session).update(7, active=False)


async def test_sign_ins_that_fail_at_once_are_all_counted(database, now):
    added = await add(database, "lan", now)

    async def fail() -> None:
        async with database.transaction() as session:
            staff = StaffRepository(session)
            found = await staff.by_username("lan")
            await asyncio.sleep(0)
            await staff.update(found.id, failed_sign_ins=found.failed_sign_ins + 1)

    await asyncio.gather(*(fail() for _ in range(8)))
    async with database.reading() as session:
        assert (await StaffRepository(session).get(added.id)).failed_sign_ins == 8
