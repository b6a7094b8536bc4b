"""The tracker: what is kept between turns, what an action sees of it, and what is forgotten."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.dialogue import Domain, Tracker

HERE = Path(__file__).parent
TABLE = yaml.safe_load((HERE / "talks" / "forms.yml").read_text(encoding="utf-8"))
# The keys of a tracker as Rasa 3.6.21 sends it to an action server.
RASA_TRACKER = {
    "sender_id", "slots", "latest_message", "latest_event_time", "followup_action", "paused", "events",
    "latest_input_channel", "active_loop", "latest_action", "latest_action_name",
}  # fmt: skip
RASA_MESSAGE = {"intent", "entities", "text", "message_id", "metadata", "intent_ranking"}
RASA_LOOP = {"name", "is_interrupted", "rejected", "trigger_message"}


@pytest.fixture
def talk(talk_by_table) -> Any:
    return talk_by_table(TABLE)


@pytest.fixture
def runner(talk) -> Any:
    return talk._engine._runner


async def test_an_action_sees_the_tracker_as_rasa_sends_it(talk, runner) -> None:
    await talk.hear("tôi muốn tham gia", intents="join")
    await talk.hear("đồng ý", intents="affirm")
    name, tracker = runner.requests[-1]
    assert name == "validate_join_form"
    assert tracker.keys() == RASA_TRACKER
    assert tracker["latest_message"].keys() == RASA_MESSAGE
    assert tracker["latest_message"]["intent"] == {"name": "affirm", "confidence": 0.9}
    assert tracker["latest_message"]["text"] == "đồng ý"
    assert tracker["latest_message"]["metadata"]["decision"] == "answer"
    assert tracker["active_loop"].keys() == RASA_LOOP
    assert tracker["active_loop"]["trigger_message"]["text"] == "tôi muốn tham gia"
    assert tracker["slots"]["requested_slot"] == "consent"
    assert tracker["latest_action_name"] == "join_form"
    assert tracker["latest_input_channel"] == "rest"
    kinds = [(event["event"], event.get("name")) for event in tracker["events"]]
    assert kinds[-3:] == [("slot", "consent"), ("action", "join_form"), ("slot", "consent")]


async def test_the_first_action_of_a_turn_follows_action_listen(talk, runner) -> None:
    await talk.hear(intents="pension")
    await talk.hear(intents="pension")
    _, tracker = next(
        request for request in reversed(runner.requests) if request[0].startswith("action_validate")
    )
    assert tracker["latest_action_name"] == "action_listen"


async def test_a_text_not_understood_keeps_its_ranking(talk, runner) -> None:
    await talk.hear("gì vậy", intents=["pension", "lump_sum"], decision="choose")
    tracker = runner.requests[-1][1]
    assert [score["name"] for score in tracker["latest_message"]["intent_ranking"]] == ["pension", "lump_sum"]
    assert tracker["latest_message"]["metadata"]["decision"] == "choose"
    assert talk.snapshot["events"][-2]["parse_data"]["intent"]["name"] == "nlu_fallback"


async def test_each_question_of_a_message_is_its_intent_while_it_is_answered(talk, runner) -> None:
    await talk.hear(intents=["lump_sum", "pension"])
    name, tracker = runner.requests[-1]
    assert name == "action_pension"
    assert tracker["latest_message"]["intent"]["name"] == "pension"


async def test_the_events_of_a_turn_tell_what_happened(talk) -> None:
    await talk.hear(intents="register_online")
    turn = await talk.hear("Tư", intents="give_information", entities={"name": "Tư"})
    told = [(event["event"], event.get("name"), event.get("value")) for event in turn.events]
    assert told == [
        ("action", "action_listen", None),
        ("user", None, None),
        ("slot", "name", "Tư"),
        ("action", "join_form", None),
        ("slot", "name", "Tư"),
        ("slot", "requested_slot", "phone"),
    ]
    assert {event["timestamp"] for event in turn.events} == {1_795_444_150.0}
    assert turn.events[1]["message_id"] == "m0002"


async def test_what_a_person_never_said_is_no_event(talk) -> None:
    """A refused value leaves no trace in the events besides the message itself."""
    turn = await talk.hear("…", intents="pension", entities={"personal_id": "024"})
    assert [event for event in turn.events if event["event"] == "slot"] == []


async def test_an_action_that_writes_into_what_it_gets_changes_nothing(talk, runner) -> None:
    await talk.hear(intents="register_online", entities={"name": "Tư"})
    before = json.dumps(talk.snapshot)
    tracker = talk.tracker
    request = tracker.request()
    request["slots"]["name"] = "Năm"
    request["events"].append({"event": "slot"})
    request["active_loop"]["name"] = "other"
    assert json.dumps(tracker.snapshot()) == before


async def test_the_snapshot_does_not_grow_with_the_conversation(talk) -> None:
    async def turns(count: int) -> int:
        for _ in range(count):
            await talk.hear("câu hỏi", intents=["pension", "lump_sum"])
            await talk.hear("Tư", intents="give_information", entities={"name": "Tư"})
        return len(json.dumps(talk.snapshot))

    assert await turns(10) == await turns(60)
    assert len(talk.snapshot["events"]) == 30


async def test_a_snapshot_with_slots_and_forms_of_an_older_version_is_taken(talk) -> None:
    await talk.hear(intents="register_online", entities={"name": "Tư"})
    old = talk.snapshot | {"slots": talk.snapshot["slots"] | {"height": 170}}
    old["active_loop"] = old["active_loop"] | {"name": "old_form"}
    tracker = Tracker.from_snapshot(talk._engine.domain, old)
    assert tracker.active_form is None
    assert tracker.slots["name"] == "Tư"
    assert "height" not in tracker.slots


async def test_a_form_that_is_gone_asks_for_nothing(talk) -> None:
    await talk.hear(intents="register_online")
    talk.snapshot["active_loop"]["name"] = "old_form"
    turn = await talk.hear("Tư", intents="give_information")
    assert [utterance.response for utterance in turn.utterances] == ["utter_noted"]
    assert talk.tracker.slots["name"] is None


async def test_a_bot_event_is_kept_for_the_next_turn(talk, runner) -> None:
    await talk.hear(intents="pension")
    tracker = talk.tracker
    said = tracker.record({"event": "bot", "timestamp": 1.0, "text": "Chào anh/chị", "data": {}})
    assert said["text"] == "Chào anh/chị"
    talk.snapshot = tracker.snapshot()
    await talk.hear(intents="pension")
    assert [event for event in runner.requests[-1][1]["events"] if event["event"] == "bot"] == [said]


async def test_restart_forgets_what_was_said(talk_by_table) -> None:
    table = TABLE | {
        "actions": TABLE["actions"] | {"action_delete": {"says": ["utter_deleted"], "events": ["restart"]}}
    }
    talk = talk_by_table(table)
    await talk.hear("tôi là Tư", intents="register_online", entities={"name": "Tư"})
    await talk.hear("xóa đi", intents="delete")
    await talk.hear("vâng", intents="affirm")
    assert "Tư" not in json.dumps(talk.snapshot, ensure_ascii=False)
    assert talk.tracker.slots["offer"] is None


def test_initial_values_are_each_conversations_own(tmp_path: Path) -> None:
    (tmp_path / "topic").mkdir()
    (tmp_path / "topic" / "_domain.yml").write_text(
        'version: "3.1"\nslots:\n  asked: {type: list, initial_value: [a], mappings: [{type: custom}]}\n',
        encoding="utf-8",
    )
    domain = Domain.load(tmp_path)
    first, second = (Tracker.start(domain, sender_id=sender) for sender in "12")
    first.slots["asked"].append("b")
    assert second.slots["asked"] == ["a"]
    assert Tracker.from_snapshot(domain, first.snapshot()).slots["asked"] == ["a", "b"]
    first.record({"event": "slot", "name": "asked", "value": None})
    assert Tracker.from_snapshot(domain, first.snapshot()).slots["asked"] is None
    first.record({"event": "reset_slots"})
    assert first.slots["asked"] == ["a"]
