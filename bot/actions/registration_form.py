"""The registration form's values: each is checked as it comes, and who comes back to the form hears where it stood."""

import re
from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.answers import entity_values
from bot.actions.asking import is_small_talk
from bot.actions.scope import Toolbox, ToolboxAction, current_scope
from bot.registration import GROUP, is_phone_number, tells_sensitive_group
from bot.registration.call_times import with_marks

FORM = "registration_form"
FIELDS = ("full_name", "phone", "commune", "call_time")
GROUP_CONSENT = "utter_ask_group_consent"
_CONSENT = "utter_ask_consent"
# The entity `field` that means every one of them.
ALL_FIELDS = "all"
_MAX_FIELD_LENGTH = 100
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-][^\W\d_]+){0,6}")
# Who was away for longer is reminded of what was under way.
_AWAY_SECONDS = 12 * 60 * 60
# What belongs to the form; everything else is a question in its middle.
_OF_FORM = frozenset(
    {
        "affirm",
        "correct_information",
        "deny",
        "give_information",
        "media_or_noise",
        "nlu_fallback",
        "registration_start",
    }
)


def _plain(value: Any) -> str:
    """The value as one line of printable text, cut where nobody's answer goes on."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())[:_MAX_FIELD_LENGTH]


class ValidateRegistrationForm(FormValidationAction):
    """Checks each value as it comes and says what is wrong with it."""

    def __init__(self, toolbox: Toolbox) -> None:
        self._toolbox = toolbox

    def name(self) -> str:
        return f"validate_{FORM}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """The checked values; before the next question a word on where the form was, if it was left for a while."""
        events: list[EventType] = await super().run(dispatcher, tracker, domain)
        slots = tracker.slots | {
            event["name"]: event["value"] for event in events if event["event"] == "slot"
        }
        missing = [field for field in FIELDS if slots.get(field) is None]
        if slots.get("consent") and not entity_values(tracker, "cancel") and (word := _where(tracker)):
            dispatcher.utter_message(response=word, missing=missing)
        return [*events, *_for_whom(tracker)]

    async def required_slots(
        self, domain_slots: list[str], dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[str]:
        """Nothing more is asked once consent is refused or the person wants to leave."""
        if tracker.get_slot("consent") is False or entity_values(tracker, "cancel"):
            return []
        estimate = tracker.get_slot("estimate")
        sensitive = estimate is not None and tells_sensitive_group(estimate)
        return [slot for slot in domain_slots if sensitive or slot != "group_consent"]

    async def validate_consent(
        self, value: bool, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        if value and tracker.get_slot("requested_slot") == "consent":
            scope = current_scope()
            await scope.registration.record_consent(
                conversation_id=scope.conversation_id,
                channel=scope.channel,
                wording_version=tracker.get_slot("consent_wording")
                or self._toolbox.texts.wording_version(_CONSENT),
                answer=tracker.latest_message["text"],
            )
        return {"consent": value}

    async def validate_group_consent(
        self, value: bool, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """The yes or no to keeping a sensitive group, which is a consent of its own."""
        if tracker.get_slot("requested_slot") == "group_consent":
            scope, answer = current_scope(), tracker.latest_message["text"]
            if value:
                await scope.registration.record_consent(
                    purpose=GROUP,
                    conversation_id=scope.conversation_id,
                    channel=scope.channel,
                    wording_version=self._toolbox.texts.wording_version(GROUP_CONSENT),
                    answer=answer,
                )
            else:
                await scope.registration.refuse_group(
                    conversation_id=scope.conversation_id, channel=scope.channel, answer=answer
                )
        return {"group_consent": value}

    def validate_full_name(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        name = " ".join(str(value).split())
        if len(name) <= _MAX_FIELD_LENGTH and _NAME.fullmatch(name):
            return {"full_name": name}
        dispatcher.utter_message(response="utter_full_name_invalid")
        return {"full_name": None}

    def validate_phone(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        if is_phone_number(str(value)):
            return {"phone": value}
        dispatcher.utter_message(response="utter_phone_invalid")
        return {"phone": None}

    def validate_commune(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """A name that the list does not know is asked once more, then kept as said: old names live on."""
        name = _plain(value)
        if name in self._toolbox.commune_codes or (name and tracker.get_slot("commune_doubt")):
            # The doubt stays: the form validates what it holds again whenever it starts anew.
            return {"commune": name}
        dispatcher.utter_message(response="utter_commune_unknown")
        return {"commune": None, "commune_doubt": name or None}

    def validate_call_time(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        return {"call_time": with_marks(_plain(value)) or None}

    def validate_registration_confirmed(
        self, value: bool, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """A plain no means that something is wrong, not that the person wants to leave."""
        return {"registration_confirmed": value or None}


class ActionAskConsent(ToolboxAction):
    """Asks for the consent: with its whole wording once in a registration, then in one line that points to it.

    The whole wording comes again when it has changed meanwhile, or after hours.
    """

    def name(self) -> str:
        return "action_ask_consent"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        version = self._toolbox.texts.wording_version(_CONSENT)
        if tracker.get_slot("consent_wording") == version and not _was_away(tracker):
            if not is_small_talk(tracker):
                dispatcher.utter_message(response=f"{_CONSENT}_again")
            return []
        dispatcher.utter_message(response=_CONSENT)
        return [SlotSet("consent_wording", version)]


def _for_whom(tracker: Tracker) -> list[EventType]:
    """A relative who is named in an answer is the one to be registered; in a question they may be anybody."""
    named = entity_values(tracker, "relation")
    return [SlotSet("registration_for", named[-1])] if named and _intent(tracker) in _OF_FORM else []


def _intent(tracker: Tracker) -> str:
    name: str = tracker.latest_message["intent"]["name"]
    return name.partition("/")[0]


def _where(tracker: Tracker) -> str | None:
    """The word for who comes back to a form that waits: after days, or from a question in its middle."""
    if tracker.get_slot("requested_slot") is None or _runs_again(tracker):
        return None
    if _was_away(tracker):
        return "utter_registration_resumed"
    return None if _intent(tracker) in _OF_FORM else "utter_registration_goes_on"


def _was_away(tracker: Tracker) -> bool:
    """Whether hours went by before the latest message."""
    heard = [event["timestamp"] for event in tracker.events if event["event"] == "user"][-2:]
    return len(heard) > 1 and heard[1] - heard[0] > _AWAY_SECONDS


def _runs_again(tracker: Tracker) -> bool:
    """Whether the form ran before in this turn: of several questions each brings it back."""
    runs = 0
    for event in reversed(tracker.events):
        if event["event"] == "user":
            break
        runs += event["event"] == "action" and event["name"] == FORM
    return runs > 1
