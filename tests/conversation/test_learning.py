"""A talk in which something is read with doubt leaves a question for the editor, and nothing of who asked."""

from datetime import date
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.app import conversations_of
from bot.clock import Clock
from bot.language_model import LanguageModel
from bot.learning import LiveUnderstanding
from bot.storage import DoubtfulQuestionRepository, StoredDoubt
from bot.understanding import Understanding, load_or_train
from tests.support.loopback import served

TODAY = date(2026, 11, 23)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: the queries are tried elsewhere."""
    return sqlite_url


async def waiting(talk) -> list[StoredDoubt]:
    async with talk.database.reading() as session:
        return list(await DoubtfulQuestionRepository(session).open(limit=10))


@pytest.fixture
def timid(knowledge, settings) -> Understanding:
    """An understanding that is never sure, whatever the model in use learned."""
    model = load_or_train(settings.intents_dir, settings.resolved_model_dir)
    return Understanding(model, communes=knowledge.communes, answer_threshold=1, choose_threshold=0)


@pytest.fixture
def timid_talk(knowledge, settings, database, talk_on, timid):
    """``await timid_talk(adviser=…)``: a talk in which every text is read with doubt."""

    async def start(**options: Any):
        talk = await talk_on(TODAY)
        talk.conversations = conversations_of(
            knowledge,
            database=database,
            settings=settings,
            clock=Clock(TODAY),
            understanding=LiveUnderstanding(timid),
            **options,
        )
        return talk

    return start


async def test_a_doubtful_question_is_kept_masked_with_the_button_that_was_pressed(timid_talk) -> None:
    talk = await timid_talk()
    await talk.say("tôi là Trần Thị B 0912345678, nộp tiền ở đâu, có rút ra được không")
    (question,) = await waiting(talk)
    assert question.text == "tôi là ••• •••, nộp tiền ở đâu, có rút ra được không"
    await talk.say("/payment_where_how")
    (question,) = await waiting(talk)
    assert question.chosen == "payment_where_how"


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


async def test_a_language_model_helps_where_the_reading_was_in_doubt(timid_talk) -> None:
    asked: list[str] = []

    async def complete(request: Request) -> JSONResponse:
        asked.append((await request.json())["messages"][-1]["content"])
        return JSONResponse({"choices": [{"message": {"content": "payment_where_how"}}]})

    async with served(Starlette(routes=[Route("/chat/completions", complete, methods=["POST"])])) as address:
        model = LanguageModel(
            address, model="x", api_key=None, timeout_seconds=5, meanings={"payment_where_how": "Nộp ở đâu"}
        )
        talk = await timid_talk(adviser=model)
        (reply,) = await talk.say("nộp tiền ở đâu hả em")
        await model.close()
    assert asked == ["nộp tiền ở đâu hả em"]
    assert "Điểm thu" in reply.text
    assert await waiting(talk) == []
