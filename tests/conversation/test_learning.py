"""A talk in which something is read with doubt leaves a question for the editor, and nothing of who asked."""

from datetime import date

import pytest

from bot.storage import DoubtfulQuestionRepository, StoredDoubt

TODAY = date(2026, 11, 23)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: the queries are tried elsewhere."""
    return sqlite_url


async def waiting(talk) -> list[StoredDoubt]:
    async with talk.database.reading() as session:
        return list(await DoubtfulQuestionRepository(session).open(limit=10))


async def test_a_doubtful_question_is_kept_masked_with_the_button_that_was_pressed(talk_on) -> None:
    talk = await talk_on(TODAY)
    await talk.say("tôi là Trần Thị B 0912345678, xe với trâu bò có tính vào cái này không")
    assert talk.offered, "a choice was expected"
    (question,) = await waiting(talk)
    assert "0912345678" not in question.text
    assert "Trần" not in question.text
    await talk.press(talk.offered[0].title)
    (question,) = await waiting(talk)
    assert question.chosen is not None


async def test_an_answer_that_the_person_denies_is_kept(talk_on) -> None:
    talk = await talk_on(TODAY)
    await talk.say("Tôi nộp tiền đóng bảo hiểm ở đâu?")
    assert await waiting(talk) == []
    await talk.say("không phải, tôi hỏi cái khác")
    (question,) = await waiting(talk)
    assert (question.reason, question.text) == ("denied", "Tôi nộp tiền đóng bảo hiểm ở đâu?")


async def test_what_is_typed_into_a_form_is_not_kept(talk_on) -> None:
    talk = await talk_on(TODAY)
    await talk.say("Tôi muốn đăng ký tham gia")
    await talk.say("zxcv qwer bnmj")
    assert await waiting(talk) == []
