"""The language model chooses among our intents, sees no personal data, and is done without when it fails or is slow."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.language_model import LanguageModel
from bot.types import Decision, Entity, IntentScore, ParseResult
from tests.support.loopback import Cut, served

MEANINGS = {
    "pension_estimate": "Lương hưu được bao nhiêu",
    "lump_sum_withdrawal": "Rút một lần",
    "greet": "Chào",
    "thanks": "Cảm ơn",
    "out_of_scope": "Việc khác",
}
SCORES = (("lump_sum_withdrawal", 0.5), ("pension_estimate", 0.2), ("greet", 0.1), ("thanks", 0.05))


def parse(
    text: str = "bao lâu thì lấy lại", *, decision: Decision = Decision.CHOOSE, **fields: Any
) -> ParseResult:
    ranking = tuple(IntentScore(*score) for score in SCORES)
    return ParseResult(text, ranking[0], ranking, fields.get("entities", ()), (ranking[0].name,), decision)


@dataclass
class StandIn:
    """Somebody's OpenAI-compatible server: what it says, how slowly, and what it was asked."""

    says: Any = "pension_estimate"
    delay: float = 0
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    async def complete(self, request: Request) -> Response:
        self.asked.append(orjson.loads(await request.body()))
        self.headers.append(dict(request.headers))
        await asyncio.sleep(self.delay)
        if isinstance(self.says, Response):
            return self.says
        return JSONResponse({"choices": [{"message": {"role": "assistant", "content": self.says}}]})


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn()


@pytest.fixture
async def address(stand_in: StandIn) -> AsyncIterator[str]:
    app = Starlette(routes=[Route("/v1/chat/completions", stand_in.complete, methods=["POST"])])
    async with served(app) as base:
        yield f"{base}/v1"


class Watch:
    """A clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def language_model(address: str, watch: Watch) -> AsyncIterator[LanguageModel]:
    model = LanguageModel(
        address, model="small", api_key="khoa", timeout_seconds=0.5, meanings=MEANINGS, monotonic=watch
    )
    yield model
    await model.close()


async def test_a_choice_that_was_likely_is_answered(language_model: LanguageModel, stand_in: StandIn) -> None:
    advised = await language_model.advise(parse())
    assert (advised.intent.name, advised.intents, advised.decision) == (
        "pension_estimate",
        ("pension_estimate",),
        Decision.ANSWER,
    )
    confidences = [score.confidence for score in advised.intent_ranking]
    assert confidences == sorted(confidences, reverse=True)
    assert {score.name for score in advised.intent_ranking} == {name for name, _ in SCORES}
    assert stand_in.headers[0]["authorization"] == "Bearer khoa"
    assert stand_in.asked[0]["model"] == "small"


async def test_a_choice_that_was_not_likely_is_only_offered(
    language_model: LanguageModel, stand_in: StandIn
) -> None:
    stand_in.says = "out_of_scope"
    advised = await language_model.advise(parse(decision=Decision.HAND_OVER))
    assert (advised.intent.name, advised.decision) == ("out_of_scope", Decision.CHOOSE)


async def test_it_is_not_asked_about_what_is_sure(language_model: LanguageModel, stand_in: StandIn) -> None:
    sure = parse(decision=Decision.ANSWER)
    assert await language_model.advise(sure) is sure
    assert stand_in.asked == []


async def test_it_sees_no_personal_data_and_only_our_intents(
    language_model: LanguageModel, stand_in: StandIn
) -> None:
    text = "em là Trần Thị B số 0912345678 bao lâu thì lấy lại"
    phone = Entity("phone", "0912345678", text.index("0912"), text.index(" bao"))
    await language_model.advise(parse(text, entities=(phone,)))
    system, user = stand_in.asked[0]["messages"]
    assert user["content"] == "em là ••• số ••• bao lâu thì lấy lại"
    assert all(name in system["content"] for name in MEANINGS)


@pytest.mark.parametrize(
    "says",
    [
        "none",
        "",
        "complaint_trust_scam",
        "pension_estimate hoặc lump_sum_withdrawal",
        "Anh chị đóng 330.000 đồng một tháng.",
        None,
        pytest.param(PlainTextResponse("busy", status_code=503), id="busy"),
        pytest.param(PlainTextResponse("{", media_type="application/json"), id="broken JSON"),
        pytest.param(JSONResponse({"choices": []}), id="no choices"),
        pytest.param(JSONResponse(["x"]), id="another shape"),
        pytest.param(Cut(), id="cut off"),
    ],
    ids=str,
)
async def test_whatever_else_it_says_changes_nothing(
    language_model: LanguageModel, stand_in: StandIn, says: Any
) -> None:
    stand_in.says = says
    doubtful = parse()
    assert await language_model.advise(doubtful) is doubtful


async def test_a_slow_one_is_not_waited_for(language_model: LanguageModel, stand_in: StandIn) -> None:
    stand_in.delay = 5
    doubtful = parse()
    async with asyncio.timeout(3):
        assert await language_model.advise(doubtful) is doubtful


async def test_after_three_failures_it_is_left_alone_for_a_minute(
    language_model: LanguageModel, stand_in: StandIn, watch: Watch
) -> None:
    stand_in.says = PlainTextResponse("busy", status_code=500)
    for _ in range(5):
        await language_model.advise(parse())
    assert len(stand_in.asked) == 3
    stand_in.says, watch.now = "pension_estimate", 61
    assert (await language_model.advise(parse())).decision is Decision.ANSWER


async def test_nobody_at_the_address_is_a_failure_like_another(watch: Watch) -> None:
    model = LanguageModel(
        "http://127.0.0.1:1/v1",
        model="x",
        api_key=None,
        timeout_seconds=1,
        meanings=MEANINGS,
        monotonic=watch,
    )
    doubtful = parse()
    assert await model.advise(doubtful) is doubtful
    await model.close()
