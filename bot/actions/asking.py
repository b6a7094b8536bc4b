"""What the talk has asked already: a question is put in full once, then shortly, and after that no more."""

from rasa_sdk import Tracker

_SMALL_TALK = frozenset({"thanks", "goodbye", "chitchat", "greet", "abusive"})
# A question that was put so often without an answer is let go when the person asks something else.
_PUT = 2


def times_asked(tracker: Tracker, slot: str) -> int:
    """How often a slot was asked for, as far as the tail of the conversation tells."""
    names = {f"utter_ask_{slot}", f"utter_ask_{slot}_again"}
    said = (event.get("metadata") or {} for event in tracker.events if event["event"] == "bot")
    return sum(metadata.get("utter_action") in names for metadata in said)


def is_let_go(tracker: Tracker, slot: str) -> bool:
    """Whether a question is not put once more: it was put often enough, and its slot is still empty."""
    return tracker.get_slot(slot) is None and times_asked(tracker, slot) >= _PUT


def is_small_talk(tracker: Tracker) -> bool:
    """Whether the message wants no answer: after it a question that was put already is not put again."""
    return tracker.latest_message["intent"]["name"].partition("/")[0] in _SMALL_TALK


def question(tracker: Tracker, slot: str) -> str:
    """The message that asks for a slot: in full the first time, shortly after that."""
    return f"utter_ask_{slot}_again" if times_asked(tracker, slot) else f"utter_ask_{slot}"
