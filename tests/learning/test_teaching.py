"""The editor's queue: alike questions together, each decided once, and only sentences that may be learned."""

from datetime import timedelta

import pytest

from bot.learning import Lessons, SentenceError
from bot.storage import Database, DoubtfulQuestionRepository, LearnedSentenceRepository
from tests.learning.conftest import NOW

INTENTS = {"thanks", "retirement_age", "payment_where_how"}
ALIKE = ["nữ mấy tuổi thì nghỉ hưu", "nu may tuoi thi nghi huu", "mấy tuổi nữ nghỉ hưu thì được"]


@pytest.fixture
async def asked(database: Database, conversation_id: int) -> None:
    """Three questions that are alike, the last of them answered by a button, and one of its own."""
    async with database.transaction() as session:
        questions = DoubtfulQuestionRepository(session)
        for text in (*ALIKE, "ơn này nhớ mãi"):
            await questions.add(
                conversation_id,
                reason="choose",
                text=text,
                ranking={"thanks": 0.5, "retirement_age": 0.3},
                at=NOW,
            )
        await questions.note_choice(conversation_id, intent="payment_where_how")


async def groups_of(database: Database) -> list:
    async with database.reading() as session:
        return list(await Lessons(session, intents=INTENTS, at=NOW).waiting())


async def test_alike_questions_stand_together_the_largest_group_first(asked, database: Database) -> None:
    largest, other = await groups_of(database)
    assert sorted(question.text for question in largest.questions) == sorted(ALIKE)
    assert largest.likely == ["thanks", "retirement_age"]
    assert other.likely[0] == "payment_where_how"


async def test_what_was_denied_is_not_suggested_first(database: Database, conversation_id: int) -> None:
    async with database.transaction() as session:
        await DoubtfulQuestionRepository(session).add(
            conversation_id,
            reason="denied",
            text="bao giờ lấy lại",
            ranking={"thanks": 0.9, "retirement_age": 0.1},
            at=NOW,
        )
    (group,) = await groups_of(database)
    assert group.likely == ["retirement_age", "thanks"]


async def test_a_taught_group_leaves_the_queue_and_its_sentence_is_learned_once(
    asked, database: Database, editor_id: int
) -> None:
    group, _ = await groups_of(database)
    for expected in (3, 0):
        async with database.transaction() as session:
            lessons = Lessons(session, intents=INTENTS, at=NOW)
            taught = await lessons.assign(
                group.ids, intent="retirement_age", sentence="  nữ mấy tuổi\tnghỉ hưu ", staff_id=editor_id
            )
            assert taught == expected
    async with database.reading() as session:
        (sentence,) = await LearnedSentenceRepository(session).all()
        assert (sentence.intent, sentence.text) == ("retirement_age", "nữ mấy tuổi nghỉ hưu")
        assert await Lessons(session, intents=INTENTS, at=NOW).counts() == {"waiting": 1, "taught": 1}


async def test_a_discarded_group_leaves_the_queue_and_teaches_nothing(
    asked, database: Database, editor_id: int
) -> None:
    group, _ = await groups_of(database)
    async with database.transaction() as session:
        assert await Lessons(session, intents=INTENTS, at=NOW).discard(group.ids, staff_id=editor_id) == 3
    assert len(await groups_of(database)) == 1
    async with database.reading() as session:
        assert await LearnedSentenceRepository(session).all() == []


@pytest.mark.parametrize(
    ("intent", "sentence", "complaint"),
    [
        ("nothing", "nộp ở đâu", "ý định"),
        ("thanks", "…?!", "không có chữ"),
        ("thanks", "a" * 501, "dài quá"),
        ("thanks", "tôi là •••", "che"),
        ("thanks", "[cảm ơn](x)", "che"),
    ],
)
async def test_what_cannot_be_learned_is_refused_and_the_question_waits_on(
    asked, database: Database, editor_id: int, intent: str, sentence: str, complaint: str
) -> None:
    group, _ = await groups_of(database)
    with pytest.raises(SentenceError, match=complaint):
        async with database.transaction() as session:
            await Lessons(session, intents=INTENTS, at=NOW).assign(
                group.ids, intent=intent, sentence=sentence, staff_id=editor_id
            )
    assert len(await groups_of(database)) == 2


async def test_old_questions_are_deleted_and_what_was_taught_stays(
    asked, database: Database, editor_id: int
) -> None:
    group, _ = await groups_of(database)
    async with database.transaction() as session:
        await Lessons(session, intents=INTENTS, at=NOW).assign(
            group.ids, intent="thanks", sentence="cám ơn", staff_id=editor_id
        )
    for days, waiting in ((30, 1), (29, 0)):
        async with database.transaction() as session:
            lessons = Lessons(session, intents=INTENTS, at=NOW + timedelta(days=29, seconds=1))
            await lessons.purge(days=days)
            assert await lessons.counts() == {"waiting": waiting, "taught": 1}
