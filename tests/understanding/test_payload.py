"""Buttons are read without the classifier, and only what is known is taken from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.types import Decision
from bot.understanding import parse_payload

INTENTS = {"affirm", "give_information", "lump_sum_withdrawal/illness"}
ENTITIES = {"category", "income"}


@pytest.mark.parametrize(
    ("text", "intent", "values"),
    [
        ("/affirm", "affirm", {}),
        ("/affirm{}", "affirm", {}),
        ('/give_information{"category": "poor"}', "give_information", {"category": "poor"}),
        ('/give_information {"income": 1500000, "category": "other"} ', "give_information", None),
        ("/lump_sum_withdrawal/illness", "lump_sum_withdrawal/illness", {}),
    ],
)
def test_a_button_is_read_as_it_says(text: str, intent: str, values: dict[str, object] | None) -> None:
    parse = parse_payload(text, intents=INTENTS, entities=ENTITIES)
    assert parse is not None
    assert (parse.intent.name, parse.intent.confidence, parse.decision) == (intent, 1.0, Decision.ANSWER)
    assert parse.intents == (intent,)
    expected = {"income": 1_500_000, "category": "other"} if values is None else values
    assert {entity.entity: entity.value for entity in parse.entities} == expected
    assert all(text[entity.start : entity.end].startswith("{") for entity in parse.entities)


@pytest.mark.parametrize(
    "text",
    [
        "/unknown",
        "/",
        "affirm",
        "/affirm{",
        "/affirm[1]",
        "/affirm{1}",
        '/give_information{"phone": "x"}',
        '/give_information{"category": "poor"',
        "/affirm " + "{" * 3_000,
        '/give_information{"income": ' + "[" * 1_000 + "]" * 1_000 + "}",
        "/affirm rm -rf",
    ],
)
def test_what_is_not_known_or_malformed_is_none(text: str) -> None:
    assert parse_payload(text, intents=INTENTS, entities=ENTITIES) is None


@given(st.text(max_size=80))
def test_any_text_after_the_slash_is_taken_or_refused(text: str) -> None:
    parse = parse_payload(f"/{text}", intents=INTENTS, entities=ENTITIES)
    assert parse is None or parse.intent.name in INTENTS
