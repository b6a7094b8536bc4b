"""Faults at run time: what an action does wrong is a named error, never silence or an endless turn."""

from typing import Any

import pytest

from bot.dialogue.errors import (
    NoRuleError,
    TooManyActionsError,
    UnknownActionError,
    UnknownSlotError,
    UnsupportedEventError,
)
from bot.types import ActionOutcome


class OneAction:
    """`action_a` returns what the test says."""

    names = frozenset({"action_a"})

    def __init__(self, *, events: Any = (), responses: Any = ()) -> None:
        self._outcome = ActionOutcome(list(events), list(responses))

    async def run(self, name: str, *, tracker: Any, domain: Any) -> ActionOutcome:
        return self._outcome


RULES = [{"rule": "greet", "steps": [{"intent": "greet"}, {"action": "action_a"}]}]
DOMAIN = {"intents": ["greet", "deny"], "actions": ["action_a"]}
FAULTS = {
    "hành động gọi chính nó": ({"events": [{"event": "followup", "name": "action_a"}]}, TooManyActionsError),
    "hành động gọi hành động không có": (
        {"events": [{"event": "followup", "name": "action_b"}]},
        UnknownActionError,
    ),
    "hành động nói lời không có": ({"responses": [{"response": "utter_b"}]}, UnknownActionError),
    "hành động đặt slot không có": (
        {"events": [{"event": "slot", "name": "b", "value": 1}]},
        UnknownSlotError,
    ),
    "hành động trả về sự kiện không hỗ trợ": ({"events": [{"event": "rewind"}]}, UnsupportedEventError),
    "hành động nói theo dạng riêng của kênh": ({"responses": [{"custom": {"a": 1}}]}, UnsupportedEventError),
}


@pytest.mark.parametrize(("outcome", "error"), FAULTS.values(), ids=FAULTS.keys())
async def test_a_fault_of_an_action_is_named(
    outcome: Any, error: type[Exception], build_engine, talk_with
) -> None:
    engine = build_engine(domain=DOMAIN, rules=RULES, runner=OneAction(**outcome))
    with pytest.raises(error) as caught:
        await talk_with(engine).hear(intents="greet")
    assert caught.value.remedy


async def test_an_intent_without_rule_and_without_fallback_is_named(build_engine, talk_with) -> None:
    engine = build_engine(domain=DOMAIN, rules=RULES, runner=OneAction())
    with pytest.raises(NoRuleError, match="nlu_fallback"):
        await talk_with(engine).hear(intents="deny")


async def test_what_an_action_raises_comes_through(talk_by_table) -> None:
    table = {
        "domain": DOMAIN,
        "rules": RULES,
        "messages": [],
        "actions": {"action_a": {"raises": "no database"}},
    }
    with pytest.raises(RuntimeError, match="no database"):
        await talk_by_table(table).hear(intents="greet")


async def test_two_rules_that_call_each_other_are_stopped(talk_by_table) -> None:
    chain = [
        {"rule": "a", "steps": [{"intent": "greet"}, {"action": "utter_a"}], "wait_for_user_input": False},
        {"rule": "b", "steps": [{"action": "utter_a"}, {"action": "utter_b"}], "wait_for_user_input": False},
        {"rule": "c", "steps": [{"action": "utter_b"}, {"action": "utter_a"}], "wait_for_user_input": False},
    ]
    table = {"domain": {"intents": ["greet"]}, "rules": chain, "messages": ["utter_a", "utter_b"]}
    with pytest.raises(TooManyActionsError, match="utter_a, utter_b"):
        await talk_by_table(table).hear(intents="greet")


FORM = {
    "intents": ["join"],
    "entities": ["name"],
    "slots": {
        "name": {
            "type": "text",
            "influence_conversation": False,
            "mappings": [{"type": "from_entity", "entity": "name"}],
        },
        "age": {"type": "any", "mappings": [{"type": "custom"}]},
    },
    "forms": {"join_form": {"required_slots": ["name"]}},
}
JOIN = [{"rule": "join", "steps": [{"intent": "join"}, {"action": "join_form"}]}]


async def test_a_form_that_wants_a_slot_nobody_asks_for_is_named(talk_by_table) -> None:
    actions = {"validate_join_form": {"sets": {"requested_slot": "age"}}}
    table = {"domain": FORM, "rules": JOIN, "messages": ["utter_ask_name"], "actions": actions}
    with pytest.raises(UnknownActionError, match="utter_ask_age"):
        await talk_by_table(table).hear(intents="join")


@pytest.mark.parametrize("action", ["validate_join_form", "action_ask_name"])
async def test_validation_and_question_may_not_call_another_action(action: str, talk_by_table) -> None:
    table = {
        "domain": FORM,
        "rules": JOIN,
        "messages": ["utter_ask_name"],
        "actions": {action: {"follows": "x"}},
    }
    with pytest.raises(UnsupportedEventError, match="followup"):
        await talk_by_table(table).hear(intents="join")


async def test_the_check_of_slots_may_only_set_slots(talk_by_table) -> None:
    actions = {"action_validate_slot_mappings": {"loop": None}}
    table = {"domain": FORM, "rules": JOIN, "messages": ["utter_ask_name"], "actions": actions}
    with pytest.raises(UnsupportedEventError, match="active_loop"):
        await talk_by_table(table).hear(intents="join")


async def test_a_validation_may_end_its_form(talk_by_table) -> None:
    end = {
        "rule": "end",
        "condition": [{"active_loop": "join_form"}],
        "steps": [{"action": "join_form"}, {"active_loop": None}, {"action": "utter_end"}],
    }
    table = {
        "domain": FORM,
        "rules": [*JOIN, end],
        "messages": ["utter_ask_name", "utter_end"],
        "actions": {"validate_join_form": {"loop": None}},
    }
    talk = talk_by_table(table)
    turn = await talk.hear(intents="join")
    assert [utterance.response for utterance in turn.utterances] == ["utter_end"]
    assert talk.tracker.active_form is None
    assert talk.tracker.slots["requested_slot"] is None
