"""Takes a registration in the chat: consent first, then name, phone, commune and a time to call."""

import re
from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.answers import back_to_form, entity_values, settled, sub_answer
from bot.actions.person import PersonChecks
from bot.actions.scope import Toolbox, ToolboxAction, current_scope
from bot.registration import Applicant, Status, is_phone_number

FORM = "registration_form"
FIELDS = ("full_name", "phone", "commune", "call_time")
# The slots of other forms that may be corrected by the same words.
_ESTIMATE_FIELDS = ("income", "category", "payment_method")
_MAX_FIELD_LENGTH = 100
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-][^\W\d_]+){0,6}")


def _plain(value: Any) -> str:
    """The value as one line of printable text, cut where nobody's answer goes on."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())[:_MAX_FIELD_LENGTH]


def applicant_of(tracker: Tracker) -> Applicant:
    """What the form has gathered."""
    return Applicant(
        **{field: tracker.get_slot(field) for field in FIELDS},
        estimate=tracker.get_slot("estimate"),
    )


async def _twin(tracker: Tracker) -> Status | None:
    """A registration of this name and phone that another conversation made."""
    return await current_scope().registration.twin(
        full_name=tracker.get_slot("full_name"), phone=tracker.get_slot("phone")
    )


class ValidateRegistrationForm(FormValidationAction):
    """Checks each value as it comes and says what is wrong with it."""

    def __init__(self, toolbox: Toolbox) -> None:
        self._toolbox = toolbox

    def name(self) -> str:
        return f"validate_{FORM}"

    async def required_slots(
        self, domain_slots: list[str], dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[str]:
        """Nothing more is asked once consent is refused or the person wants to leave."""
        left = tracker.get_slot("consent") is False or bool(entity_values(tracker, "cancel"))
        return [] if left else domain_slots

    async def validate_consent(
        self, value: bool, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        if value and tracker.get_slot("requested_slot") == "consent":
            scope = current_scope()
            await scope.registration.record_consent(
                conversation_id=scope.conversation_id,
                channel=scope.channel,
                wording_version=self._toolbox.texts.consent_version,
                answer=tracker.latest_message["text"],
            )
        return {"consent": value}

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
        return {"call_time": _plain(value) or None}

    def validate_registration_confirmed(
        self, value: bool, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """A plain no means that something is wrong, not that the person wants to leave."""
        return {"registration_confirmed": value or None}


class ActionValidateSlotMappings(PersonChecks):
    """Refuses what is never taken in a chat, and keeps two people's values apart, whatever the talk is about."""

    def name(self) -> str:
        return "action_validate_slot_mappings"

    def validate_personal_id(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        if value is not None:
            dispatcher.utter_message(response="utter_personal_id_refused")
        return {"personal_id": None}


class ActionStartRegistration(ToolboxAction):
    """Begins or resumes the form, or says that there is a registration already."""

    def name(self) -> str:
        return "action_start_registration"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if finer := sub_answer(self._toolbox, tracker):
            dispatcher.utter_message(response=finer)
            return [*settled(), *back_to_form(tracker)]
        lead_id = tracker.get_slot("lead_id")
        status = await current_scope().registration.status(lead_id) if lead_id else None
        if status:
            dispatcher.utter_message(
                response="utter_registration_already", code=status.code, state=status.label
            )
            return [*settled(), FollowupAction("action_listen")]
        if tracker.get_slot("consent") and tracker.active_loop_name != FORM:
            dispatcher.utter_message(response="utter_registration_resumed")
        return settled()


class ActionAskRegistrationConfirmed(ToolboxAction):
    """Shows what was gathered; after a plain no, asks what is wrong with it."""

    def name(self) -> str:
        return "action_ask_registration_confirmed"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        denied = tracker.latest_message["intent"]["name"] == "deny"
        summary = {field: tracker.get_slot(field) for field in FIELDS}
        twin = None if denied or tracker.get_slot("lead_id") else await _twin(tracker)
        if twin:
            dispatcher.utter_message(
                response="utter_registration_twin", code=twin.code, state=twin.label, **summary
            )
            return []
        dispatcher.utter_message(
            response="utter_confirm_or_correct" if denied else "utter_ask_registration_confirmed", **summary
        )
        return []


class ActionSubmitRegistration(ToolboxAction):
    """Stores what was confirmed; says goodbye kindly when consent was refused or the form was left."""

    def name(self) -> str:
        return "action_submit_registration"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if tracker.get_slot("consent") is False:
            dispatcher.utter_message(response="utter_consent_refused")
            return [
                *settled(),
                *(SlotSet(slot, None) for slot in ("consent", *FIELDS, "registration_confirmed")),
            ]
        if not tracker.get_slot("registration_confirmed"):
            dispatcher.utter_message(response="utter_registration_stopped")
            return settled()
        return await self._store(dispatcher, tracker)

    async def _store(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        scope = current_scope()
        lead_id = tracker.get_slot("lead_id")
        twin = None if lead_id else await _twin(tracker)
        receipt = await scope.registration.submit(
            applicant_of(tracker),
            conversation_id=scope.conversation_id,
            # The person saw this registration and said yes to changing it.
            lead_id=twin.lead_id if twin else lead_id,
            commune_code=self._toolbox.commune_codes.get(tracker.get_slot("commune")),
            source=scope.channel,
        )
        if receipt.is_new:
            along = await self._along(receipt.lead_id, tracker.get_slot("estimate"))
            dispatcher.utter_message(response="utter_registration_done", code=receipt.code, **along)
        else:
            dispatcher.utter_message(response="utter_value_changed", code=receipt.code)
        return [*settled(), SlotSet("lead_id", receipt.lead_id), SlotSet("registration_confirmed", None)]

    async def _along(self, lead_id: int, estimate: Any) -> dict[str, Any]:
        """What goes along with the receipt where this channel reaches our pages: the form, the estimate's card."""
        scope, paperwork, cards = current_scope(), self._toolbox.paperwork, self._toolbox.cards
        along: dict[str, Any] = {"form": None, "hours": None, "card": None}
        if paperwork and paperwork.addresses.reaches(scope.channel):
            link_id = await scope.registration.form_link(lead_id, lifetime=paperwork.link_lifetime)
            along["form"] = paperwork.addresses.address(link_id, channel=scope.channel)
            along["hours"] = paperwork.link_hours
        if estimate and cards and cards.reaches(scope.channel):
            code = await scope.registration.card(scope.conversation_id, estimate)
            along["card"] = cards.picture(code, channel=scope.channel)
        return along


class ActionCorrectInformation(ToolboxAction):
    """Empties the value that is wrong, or takes the new one said with it, and lets its form ask."""

    def name(self) -> str:
        return "action_correct_information"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        named = [field for field in entity_values(tracker, "field") if field in (*FIELDS, *_ESTIMATE_FIELDS)]
        given = [field for field in (*FIELDS, *_ESTIMATE_FIELDS) if entity_values(tracker, field)]
        if not named and not given:
            dispatcher.utter_message(response="utter_ask_which_field")
            return [SlotSet("misunderstood", 0), FollowupAction("action_listen")]
        emptied = [SlotSet(field, None) for field in named if field not in given]
        return [*settled(), *emptied, *self._go_on(tracker, [*named, *given])]

    def _go_on(self, tracker: Tracker, fields: list[str]) -> list[EventType]:
        if any(field in _ESTIMATE_FIELDS for field in fields):
            return [FollowupAction("contribution_form")]
        if tracker.active_loop_name == FORM or tracker.get_slot("consent"):
            return [SlotSet("registration_confirmed", None), FollowupAction(FORM)]
        return [FollowupAction("action_start_registration")]


class ActionStopForm(ToolboxAction):
    """Leaves the form that is under way; what was said is kept for another day."""

    def name(self) -> str:
        return "action_stop_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        registering = tracker.active_loop_name == FORM
        dispatcher.utter_message(
            response="utter_registration_stopped" if registering else "utter_estimate_stopped"
        )
        resume = None if registering else tracker.get_slot("resume")
        left = [*settled(), ActiveLoop(None), SlotSet("requested_slot", None), SlotSet("resume", None)]
        return [*left, FollowupAction(resume)] if resume else left


class ActionRegistrationStatus(ToolboxAction):
    """Says where the registration of this conversation stands."""

    def name(self) -> str:
        return "action_registration_status"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if finer := sub_answer(self._toolbox, tracker):
            dispatcher.utter_message(response=finer)
            return [*settled(), *back_to_form(tracker)]
        lead_id = tracker.get_slot("lead_id")
        status = await current_scope().registration.status(lead_id) if lead_id else None
        dispatcher.utter_message(
            response="utter_registration_status",
            code=status.code if status else None,
            state=status.label if status else None,
        )
        return [*settled(), *back_to_form(tracker)]
