"""The engine with real rasa-sdk actions through the in-process runner: validation, dynamic forms, messages."""

from typing import Any

import pytest
from rasa_sdk import Action, FormValidationAction, ValidationAction
from rasa_sdk.events import AllSlotsReset, FollowupAction, Restarted, SlotSet

from bot.actions import InProcessRunner
from bot.types import Button


class ValidateEstimateForm(FormValidationAction):
    """Years are asked only for a payment years ahead; an income in words is read."""

    def name(self) -> str:
        return "validate_estimate_form"

    async def required_slots(self, domain_slots, dispatcher, tracker, domain):
        ahead = tracker.get_slot("method") == "multi_year"
        return [slot for slot in domain_slots if slot != "years" or ahead]

    async def validate_income(self, value, dispatcher, tracker, domain):
        if value == "thấp nhất":
            return {"income": 1_500_000}
        if isinstance(value, int) and value >= 1_500_000:
            return {"income": value, "doubt": None}
        dispatcher.utter_message(response="utter_too_low", minimum=1_500_000)
        return {"income": None, "doubt": value}


class ValidateSlots(ValidationAction):
    def name(self) -> str:
        return "action_validate_slot_mappings"

    def validate_personal_id(self, value, dispatcher, tracker, domain):
        dispatcher.utter_message(response="utter_refused")
        return {"personal_id": None}

    def extract_length(self, dispatcher, tracker, domain):
        return {"length": len(tracker.latest_message["text"])}


class Estimate(Action):
    def name(self) -> str:
        return "action_estimate"

    async def run(self, dispatcher, tracker, domain):
        assert domain["forms"]["estimate_form"]["required_slots"] == ["income", "method", "years"]
        dispatcher.utter_message(
            response="utter_estimate",
            income=tracker.get_slot("income"),
            years=tracker.get_slot("years"),
            buttons=[{"title": "Đăng ký", "payload": "/join"}],
        )
        return [SlotSet("estimated", True)]


class AskMethod(Action):
    def name(self) -> str:
        return "action_ask_method"

    async def run(self, dispatcher, tracker, domain):
        tracker.slots["income"] = 0
        tracker.events.clear()
        dispatcher.utter_message(text="Mấy tháng một lần?", image="https://example.vn/lich.png")


class Answer(Action):
    def name(self) -> str:
        return "action_answer"

    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(response=f"utter_{tracker.latest_message['intent']['name']}")
        return [FollowupAction(tracker.active_loop_name)] if tracker.active_loop_name else []


class Forget(Action):
    def name(self) -> str:
        return "action_forget"

    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(response="utter_forgotten")
        return [AllSlotsReset()]


class Erase(Action):
    def name(self) -> str:
        return "action_erase"

    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(response="utter_forgotten")
        return [Restarted()]


ACTIONS = [ValidateEstimateForm(), ValidateSlots(), Estimate(), AskMethod(), Answer(), Forget(), Erase()]


def from_entity(name: str) -> dict[str, Any]:
    return {
        "type": "any",
        "influence_conversation": False,
        "mappings": [{"type": "from_entity", "entity": name}],
    }


CUSTOM = {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}
DOMAIN = {
    "intents": ["estimate", "give_information", "pension", "forget", "erase", "nlu_fallback"],
    "entities": ["income", "method", "years", "personal_id"],
    "slots": {name: from_entity(name) for name in ("income", "method", "years", "personal_id")}
    | {"estimated": CUSTOM, "doubt": CUSTOM, "length": CUSTOM},
    "forms": {"estimate_form": {"required_slots": ["income", "method", "years"]}},
    "actions": [action.name() for action in ACTIONS],
}
RULES = [
    {"rule": "estimate", "steps": [{"intent": "estimate"}, {"action": "estimate_form"}]},
    {
        "rule": "given",
        "condition": [{"active_loop": "estimate_form"}],
        "steps": [{"action": "estimate_form"}, {"active_loop": None}, {"action": "action_estimate"}],
    },
    {"rule": "pension", "steps": [{"intent": "pension"}, {"action": "action_answer"}]},
    {"rule": "forget", "steps": [{"intent": "forget"}, {"action": "action_forget"}]},
    {"rule": "erase", "steps": [{"intent": "erase"}, {"action": "action_erase"}]},
    {"rule": "lost", "steps": [{"intent": "nlu_fallback"}, {"action": "utter_lost"}]},
]
ASKED = ("ask_income", "ask_years", "too_low", "refused", "estimate", "pension", "forgotten", "lost")
RESPONSES = {f"utter_{name}" for name in ASKED}


@pytest.fixture
def talk(build_engine, talk_with):
    return talk_with(
        build_engine(domain=DOMAIN, rules=RULES, runner=InProcessRunner(ACTIONS), responses=RESPONSES)
    )


def said(turn) -> list[str | None]:
    return [utterance.response or utterance.text for utterance in turn.utterances]


async def test_a_form_runs_to_its_end_with_its_validation(talk) -> None:
    assert said(await talk.hear(intents="estimate")) == ["utter_ask_income"]
    refused = await talk.hear(intents="give_information", entities={"income": 1_000_000})
    assert said(refused) == ["utter_too_low", "utter_ask_income"]
    assert refused.utterances[0].arguments == {"minimum": 1_500_000}
    assert talk.tracker.slots["doubt"] == 1_000_000
    assert said(await talk.hear(intents="give_information", entities={"income": "thấp nhất"})) == [
        "Mấy tháng một lần?"
    ]
    done = await talk.hear(intents="give_information", entities={"method": "monthly"})
    assert said(done) == ["utter_estimate"]
    assert done.utterances[0].arguments == {"income": 1_500_000, "years": None}
    assert done.utterances[0].buttons == (Button("Đăng ký", "/join"),)
    assert talk.tracker.slots["estimated"] is True
    assert talk.tracker.active_form is None


async def test_a_slot_that_only_some_need_is_asked_of_them(talk) -> None:
    entities = {"income": 2_000_000, "method": "multi_year"}
    assert said(await talk.hear(intents="estimate", entities=entities)) == ["utter_ask_years"]
    assert said(await talk.hear(intents="pension")) == ["utter_pension", "utter_ask_years"]
    assert said(await talk.hear(intents="give_information", entities={"years": 3})) == ["utter_estimate"]


async def test_a_question_that_is_an_action_cannot_change_the_talk_by_writing_into_its_tracker(talk) -> None:
    turn = await talk.hear(intents="estimate", entities={"income": 2_000_000})
    assert said(turn) == ["Mấy tháng một lần?"]
    assert turn.utterances[0].image == "https://example.vn/lich.png"
    assert talk.tracker.slots["income"] == 2_000_000
    assert talk.snapshot["events"]


async def test_an_emptied_slot_is_not_taken_for_a_wrong_value(talk) -> None:
    """An action that empties a slot and sends the form on must not make the validation complain."""
    await talk.hear(intents="estimate", entities={"income": 2_000_000})
    tracker = talk.tracker
    tracker.record({"event": "slot", "timestamp": 0.0, "name": "income", "value": None})
    talk.snapshot = tracker.snapshot()
    assert said(await talk.hear(intents="pension")) == ["utter_pension", "utter_ask_income"]


async def test_what_is_never_taken_is_refused_whatever_the_talk_is_about(talk) -> None:
    turn = await talk.hear("024", intents="pension", entities={"personal_id": "024"})
    assert said(turn) == ["utter_refused", "utter_pension"]
    assert talk.tracker.slots["personal_id"] is None


async def test_a_slot_that_the_check_of_slots_extracts_is_set(talk) -> None:
    await talk.hear("năm chữ", intents="pension")
    assert talk.tracker.slots["length"] == 7


@pytest.mark.parametrize("intent", ["forget", "erase"])
async def test_all_slots_can_be_forgotten(intent: str, talk) -> None:
    await talk.hear(intents="pension", entities={"income": 2_000_000})
    assert said(await talk.hear(intents=intent)) == ["utter_forgotten"]
    assert talk.tracker.slots["income"] is None
    assert said(await talk.hear(intents="estimate")) == ["utter_ask_income"]
