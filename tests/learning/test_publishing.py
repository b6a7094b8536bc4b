"""A model is published only when it is no worse, and servers take it while they run."""

import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.errors import DataError
from bot.learning import (
    LiveUnderstanding,
    ModelWatch,
    Publisher,
    RefusedError,
    export,
    judge,
    load_golden,
    repeating,
)
from bot.storage import Database, LearnedSentenceRepository, TrainedModelRepository
from bot.understanding import Example, HeldOut, Understanding, load_training_data, program_digest, train
from tests.learning.conftest import NOW
from tests.support.examples import write_examples

TODAY = date(2026, 11, 23)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: the queries are few, and training takes its moment."""
    return sqlite_url


@pytest.fixture
def publisher(small_intents: Path, golden_dir: Path, tmp_path: Path) -> Publisher:
    return Publisher(
        intents_dir=small_intents,
        model_dir=tmp_path / "models",
        golden=load_golden(golden_dir),
        at=NOW,
        today=TODAY,
    )


async def teach(database: Database, editor_id: int, intent: str, *sentences: str) -> None:
    async with database.transaction() as session:
        for sentence in sentences:
            await LearnedSentenceRepository(session).add(
                intent=intent, text=sentence, staff_id=editor_id, at=NOW
            )


async def digest_in_use(database: Database) -> str | None:
    async with database.reading() as session:
        newest = await TrainedModelRepository(session).newest(program=program_digest())
        return newest.digest if newest else None


async def test_the_first_model_is_published_and_training_again_publishes_nothing_new(
    publisher: Publisher, database: Database
) -> None:
    first = await publisher.publish(database)
    assert first.verdict is None
    assert await digest_in_use(database) == first.model.digest
    again = await publisher.publish(database)
    assert (again.model.digest, again.verdict) == (first.model.digest, None)


async def test_what_was_taught_is_in_the_next_model(
    publisher: Publisher, database: Database, editor_id: int
) -> None:
    before = (await publisher.publish(database)).model
    await teach(
        database, editor_id, "retirement_age", "chừng nào hết phải ra đồng", "bao giờ hết phải ra đồng"
    )
    after = (await publisher.publish(database)).model
    assert await digest_in_use(database) == after.digest != before.digest
    found = Understanding(after).parse("chung nao het phai ra dong", today=TODAY)
    assert found.intent.name == "retirement_age"


async def test_a_model_that_breaks_a_golden_question_is_refused_and_the_one_in_use_stays(
    publisher: Publisher, database: Database, editor_id: int
) -> None:
    before = (await publisher.publish(database)).model
    wrong = [
        f"nộp tiền ở đâu {word}"
        for word in ("vậy em", "vậy", "hả em", "thế em", "vậy anh", "vậy chị", "vậy em ơi", "em")
    ]
    await teach(database, editor_id, "thanks", *wrong)
    with pytest.raises(RefusedError, match="nộp tiền ở đâu vậy em"):
        await publisher.publish(database)
    assert await digest_in_use(database) == before.digest


async def test_where_nothing_was_published_yet_a_worse_model_of_changed_files_does_not_replace_the_cached_one(
    publisher: Publisher, database: Database, small_intents: Path, tmp_path: Path
) -> None:
    before = train(load_training_data(small_intents))
    before.save(tmp_path / "models" / "understanding-first.npz")
    write_examples(
        small_intents / "smalltalk" / "wrong.yml",
        intent="retirement_age",
        sentences=[
            f"cảm ơn em {word}"
            for word in ("nhiều", "nhiều nhé", "nhiều nha", "rất nhiều", "nhiều lắm", "nhiều ạ")
        ],
    )
    with pytest.raises(RefusedError, match="cảm ơn em nhiều"):
        await publisher.publish(database)
    assert await digest_in_use(database) == before.digest


def test_a_model_that_reads_fewer_held_out_sentences_is_not_good(
    small_intents: Path, golden_dir: Path
) -> None:
    model = train(load_training_data(small_intents))
    worse = replace(model, held_out=HeldOut(model.held_out.cases, model.held_out.wrong + 2))
    verdict = judge(worse, model, golden=load_golden(golden_dir), today=TODAY)
    assert (list(verdict.broken), verdict.is_good) == ([], False)
    assert not replace(verdict, held_out=(model.held_out, model.held_out), answered=(200, 197)).is_good
    assert replace(verdict, held_out=(model.held_out, model.held_out), answered=(200, 198)).is_good
    assert judge(model, model, golden=load_golden(golden_dir), today=TODAY).is_good


async def test_a_running_server_takes_the_new_model_and_goes_on_reading_meanwhile(
    publisher: Publisher, database: Database, editor_id: int
) -> None:
    first = (await publisher.publish(database)).model
    live = LiveUnderstanding(Understanding(first))
    watch = ModelWatch(live, database=database, build=Understanding)
    async with repeating(watch.look, seconds=0.01, name="watch"):
        await teach(database, editor_id, "thanks", "đội ơn cô bác", "đội ơn em nhiều lắm")
        await publisher.publish(database)
        async with asyncio.timeout(20):
            while live.digest == first.digest:
                assert live.parse("cảm ơn em", today=TODAY).intent.name == "thanks"
                await asyncio.sleep(0.01)
    assert live.parse("doi on co bac", today=TODAY).intent.name == "thanks"
    assert live.digest == await digest_in_use(database)


async def test_a_damaged_model_is_not_taken(publisher: Publisher, database: Database) -> None:
    model = (await publisher.publish(database)).model
    live = LiveUnderstanding(Understanding(model))
    async with database.transaction() as session:
        await TrainedModelRepository(session).add(
            digest="f" * 64, program=program_digest(), data=model.to_bytes()[:-100], at=NOW
        )
    async with repeating(
        ModelWatch(live, database=database, build=Understanding).look, seconds=60, name="watch"
    ):
        assert live.digest == model.digest


async def test_a_model_of_another_program_is_not_taken(publisher: Publisher, database: Database) -> None:
    model = (await publisher.publish(database)).model
    live = LiveUnderstanding(Understanding(model))
    async with database.transaction() as session:
        await TrainedModelRepository(session).add(digest="f" * 64, program="0" * 64, data=b"?", at=NOW)
    await ModelWatch(live, database=database, build=Understanding).look()
    assert live.digest == model.digest


async def test_taught_sentences_are_written_once_into_the_files_of_their_intents(
    database: Database, editor_id: int, small_intents: Path
) -> None:
    await teach(database, editor_id, "thanks", "đội ơn cô bác", "đội ơn cô bác", "cảm ơn em")
    for expected in (["đội ơn cô bác"], []):
        async with database.transaction() as session:
            written = await export(session, intents_dir=small_intents, at=NOW)
        assert [sentence.text for sentence in written] == expected
    data = load_training_data(small_intents)
    assert data.examples.count(Example("thanks", "đội ơn cô bác")) == 1
    async with database.reading() as session:
        learned = [Example(one.intent, one.text) for one in await LearnedSentenceRepository(session).all()]
    # What stands in the files does not count twice.
    assert load_training_data(small_intents, learned=learned).digest == data.digest


async def test_an_intent_without_a_file_of_its_own_is_told(
    database: Database, editor_id: int, small_intents: Path
) -> None:
    await teach(database, editor_id, "goodbye", "hẹn gặp lại")
    with pytest.raises(DataError, match="goodbye"):
        async with database.transaction() as session:
            await export(session, intents_dir=small_intents, at=NOW)


@pytest.mark.parametrize(
    "content", ["questions: 3", "- x", "today: 2026-11-23", "questions: [{question: a}]", "a: ["]
)
def test_a_file_that_holds_no_golden_questions_is_refused(golden_dir: Path, content: str) -> None:
    (golden_dir / "broken.yml").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match="no file of golden questions"):
        load_golden(golden_dir)


def test_without_golden_questions_nothing_is_trained(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no golden questions"):
        load_golden(tmp_path)
