"""What is kept of a talk for an editor: what was read with doubt, without what tells who asked."""

from typing import Any

import pytest

from bot.learning import Doubts
from bot.storage import ConversationRepository, Database, DoubtfulQuestionRepository, StoredDoubt
from bot.types import Decision, Entity, IntentScore, ParseResult
from tests.learning.conftest import NOW


def parse(
    text: str, *names: str, decision: Decision = Decision.CHOOSE, entities: tuple[Entity, ...] = ()
) -> ParseResult:
    ranking = tuple(
        IntentScore(name, 0.6 - index / 10) for index, name in enumerate(names or ("a", "b", "c", "d"))
    )
    return ParseResult(text, ranking[0], ranking, entities, (ranking[0].name,), decision)


def said(
    text: str, *, decision: Decision, form: str | None = None, offer: str | None = None
) -> dict[str, Any]:
    """A snapshot after a person said something."""
    event = {
        "event": "user",
        "text": text,
        "parse_data": {
            "metadata": {"decision": decision.value},
            "intent_ranking": [
                {"name": "pension_estimate", "confidence": 0.9},
                {"name": "thanks", "confidence": 0.1},
            ],
            "entities": [],
        },
    }
    return {
        "events": [event, {"event": "bot", "text": "…"}],
        "active_loop": {"name": form} if form else {},
        "slots": {"offer": offer},
    }


@pytest.fixture
def kept(database: Database, conversation_id: int) -> Any:
    async def note(*parses: ParseResult, before: dict[str, Any] | None = None) -> list[StoredDoubt]:
        async with database.transaction() as session:
            for one in parses:
                await Doubts(session, at=NOW).note(one, conversation_id=conversation_id, before=before)
        async with database.reading() as session:
            return list(await DoubtfulQuestionRepository(session).open(limit=10))

    return note


@pytest.mark.parametrize("decision", [Decision.CHOOSE, Decision.HAND_OVER])
async def test_what_was_not_answered_is_kept_with_its_likeliest_readings(kept, decision: Decision) -> None:
    (question,) = await kept(parse("lấy lại vốn sau mấy năm", decision=decision))
    assert (question.text, question.reason) == ("lấy lại vốn sau mấy năm", decision.value)
    assert list(question.ranking) == ["a", "b", "c"]


async def test_what_was_answered_is_not_kept(kept) -> None:
    assert await kept(parse("nộp ở đâu", decision=Decision.ANSWER)) == []


async def test_names_and_numbers_are_blotted_out_before_they_are_kept(kept) -> None:
    text = "tôi là Trần Thị B, 0912345678, bảo giúp với"
    entity = Entity("phone", "0912345678", text.index("0912"), text.index(", bảo"))
    (question,) = await kept(parse(text, entities=(entity,)))
    assert question.text == "tôi là •••, •••, bảo giúp với"


@pytest.mark.parametrize("text", ["?!", "123", "ơ", "😀"])
async def test_what_says_nothing_is_not_kept(kept, text: str) -> None:
    assert await kept(parse(text)) == []


async def test_nothing_is_kept_while_a_form_asks(kept) -> None:
    assert (
        await kept(parse("nguyen thi b"), before=said("đăng ký", decision=Decision.ANSWER, form="register"))
        == []
    )


async def test_the_button_pressed_after_a_choice_is_noted(kept) -> None:
    await kept(parse("lấy lại vốn sau mấy năm"))
    pressed = parse("/pension_estimate", "pension_estimate", decision=Decision.ANSWER)
    (question,) = await kept(pressed, before=said("lấy lại vốn sau mấy năm", decision=Decision.CHOOSE))
    assert question.chosen == "pension_estimate"


async def test_a_button_pressed_after_an_answer_says_nothing_of_an_earlier_doubt(kept) -> None:
    await kept(parse("lấy lại vốn sau mấy năm"))
    pressed = parse("/pension_estimate", "pension_estimate", decision=Decision.ANSWER)
    (question,) = await kept(pressed, before=said("nộp ở đâu", decision=Decision.ANSWER))
    assert question.chosen is None


@pytest.mark.parametrize(
    "denial", ["không phải", "Sai rồi em ơi", "ý tôi là rút tiền", "hỏi một đằng trả lời một nẻo"]
)
async def test_an_answer_that_was_not_meant_is_kept_with_its_question(kept, denial: str) -> None:
    before = said("bao giờ được lấy lại", decision=Decision.ANSWER)
    (question,) = await kept(parse(denial, "deny", decision=Decision.ANSWER), before=before)
    assert (question.text, question.reason) == ("bao giờ được lấy lại", "denied")
    assert list(question.ranking) == ["pension_estimate", "thanks"]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("không", said("bao giờ", decision=Decision.ANSWER)),
        ("có phải không", said("bao giờ", decision=Decision.ANSWER)),
        ("không phải", said("bao giờ", decision=Decision.CHOOSE)),
        ("không phải", said("bao giờ", decision=Decision.ANSWER, offer="estimate")),
        ("không phải", said("/pension_estimate", decision=Decision.ANSWER)),
        ("không phải", None),
    ],
)
async def test_a_no_to_something_else_is_no_denial(kept, text: str, before: dict[str, Any] | None) -> None:
    assert await kept(parse(text, "deny", decision=Decision.ANSWER), before=before) == []


async def test_what_a_person_asked_goes_when_everything_of_theirs_is_erased(
    kept, database: Database, conversation_id: int
) -> None:
    await kept(parse("lấy lại vốn sau mấy năm"))
    async with database.transaction() as session:
        await ConversationRepository(session).erase(conversation_id)
    assert await kept() == []
