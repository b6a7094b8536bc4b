"""Behind a Rasa server: actions run as turns of its senders, texts are said on request."""

import httpx
import pytest
from fastapi import FastAPI

from bot.actions import all_actions
from bot.app import turns_of
from bot.channels.rasa import nlg_router, nlu_router
from bot.channels.rasa.actions import ScopedExecutor
from bot.clock import Clock
from bot.storage import ConversationRepository, FloorRepository
from bot.types import Decision, Entity, IntentScore, ParseResult


@pytest.fixture
def executor(knowledge, settings, database) -> ScopedExecutor:
    turns = turns_of(knowledge, settings=settings, clock=Clock())
    return ScopedExecutor(all_actions(knowledge.toolbox), database=database, scope=turns.scope)


def call(knowledge, action: str, *, intent: str, text: str, entities=()) -> dict:
    """A request as Rasa sends it."""
    message = {
        "intent": {"name": intent, "confidence": 0.99},
        "entities": list(entities),
        "text": text,
        "intent_ranking": [],
        "metadata": {},
    }
    return {
        "next_action": action,
        "sender_id": "người gửi",
        "tracker": {
            "sender_id": "người gửi",
            "slots": {},
            "latest_message": message,
            "events": [],
            "paused": False,
            "active_loop": {},
            "latest_action_name": "action_listen",
        },
        "domain": knowledge.engine.domain.as_dict(),
        "version": "3.6.21",
    }


async def test_an_action_answers_and_finds_the_finer_answer(executor, knowledge):
    request = call(
        knowledge, "action_answer", intent="pause_contributions", text="nghỉ đóng tối đa được bao lâu"
    )
    result = await executor.run(request)
    assert [response["response"] for response in result.responses] == ["utter_pause_contributions_how_long"]


async def test_what_an_action_stores_is_committed(executor, knowledge, database):
    await executor.run(call(knowledge, "action_hand_over", intent="talk_to_human", text="gặp cán bộ"))
    async with database.reading() as session:
        conversation = await ConversationRepository(session).find("rasa", "rasa", "người gửi")
        (waiting,) = await FloorRepository(session).attended(limit=5)
    assert waiting.conversation_id == conversation.id


def read(text: str) -> ParseResult:
    """Sure of a text without a question mark, torn where there is one, lost where there are two."""
    decision = (Decision.ANSWER, Decision.CHOOSE, Decision.HAND_OVER)[text.count("?")]
    ranking = (IntentScore("state_support", 0.6), IntentScore("payment_methods", 0.3))
    entities = (Entity("category", "poor", 0, 8),)
    return ParseResult(text, ranking[0], ranking, entities, ("state_support",), decision)


@pytest.fixture
async def client(knowledge, settings):
    app = FastAPI()
    app.include_router(nlg_router(turns_of(knowledge, settings=settings, clock=Clock())))
    app.include_router(nlu_router(read))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://rasa") as browser:
        yield browser


async def test_a_text_is_said_with_what_the_tracker_knows(client):
    request = {
        "response": "utter_state_support",
        "tracker": {"slots": {"category": "poor"}},
        "channel": {"name": "rest"},
    }
    said = (await client.post("/nlg", json=request)).json()
    assert "cho hộ nghèo" in said["text"]
    assert said["buttons"][0]["payload"] == "/contribution_estimate"


async def test_an_unknown_text_is_told(client):
    assert (await client.post("/nlg", json={"response": "utter_nobody"})).status_code == 404


async def test_rasa_has_a_text_read(client):
    asked = {"token": None, "text": "hộ nghèo được đỡ mấy", "message_id": "người gửi"}
    parse = (await client.post("/rasa/model/parse", json=asked)).json()
    assert parse["intent"]["name"] == "state_support"
    assert parse["entities"] == [{"entity": "category", "value": "poor", "start": 0, "end": 8}]


@pytest.mark.parametrize(("marks", "decision"), [("?", "choose"), ("??", "hand_over")])
async def test_rasa_is_told_of_doubt_as_its_own_classifier_would(client, marks, decision):
    parse = (await client.post("/rasa/model/parse", json={"text": f"hộ nghèo {marks}"})).json()
    assert parse["intent"]["name"] == "nlu_fallback"
    assert [score["name"] for score in parse["intent_ranking"]][1:] == ["state_support", "payment_methods"]
    assert parse["metadata"] == {"decision": decision}
