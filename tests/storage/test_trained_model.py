"""Published models: the newest that a program can read is in use, and old ones make room."""

from datetime import UTC, datetime

from bot.storage import Database, TrainedModelRepository

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


async def test_the_newest_model_of_a_program_is_in_use(database: Database) -> None:
    async with database.transaction() as session:
        models = TrainedModelRepository(session)
        for number, program in enumerate(("one", "one", "other")):
            await models.add(digest=f"digest {number}", program=program, data=bytes([number]), at=NOW)
        newest = await models.newest(program="one")
        assert newest.digest == "digest 1"
        assert await models.data(newest.id) == b"\x01"
        assert await models.newest(program="third") is None


async def test_only_the_last_three_models_are_kept(database: Database) -> None:
    async with database.transaction() as session:
        models = TrainedModelRepository(session)
        await models.add(digest="0", program="one", data=b"0", at=NOW)
        first = await models.newest(program="one")
        for number in range(1, 4):
            await models.add(digest=str(number), program="two", data=b"1", at=NOW)
        assert await models.newest(program="one") is None
        assert await models.data(first.id) is None
