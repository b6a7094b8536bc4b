"""Takes a registration in the chat: consent first, then name, phone, commune and a time to call."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.answers import back_to_form, entity_values, settled, sub_answer
from bot.actions.eligibility import BARRIERS, RELATIVE, obstacle
from bot.actions.person import SELF, PersonChecks
from bot.actions.pictured import CARD, card_picture, pictured
from bot.actions.registrant import applicant_of, summary, talked_of
from bot.actions.registration_form import ALL_FIELDS, FIELDS, FORM
from bot.actions.scope import ToolboxAction, current_scope
from bot.office import Weekday
from bot.registration import MESSAGES, Status

# The phone and the time to call are those of the person who writes; these are the insured person's.
_OF_PERSON = ("full_name", "commune", "commune_doubt")
# How long an old identity card's number is; a citizen card's has twelve digits.
_SHORT_ID = 9
_ID_WORDS = ("căn cước", "can cuoc", "cccd", "cmnd", "chứng minh", "chung minh", "định danh", "dinh danh")
# When the parts of a day and of a week are that people name, to know whether somebody is there then.
_TIMES: Mapping[str, tuple[Weekday, time]] = {
    "trưa": ("monday", time(12)),
    "tối": ("monday", time(19, 30)),
    "đêm": ("monday", time(21)),
    "thứ bảy": ("saturday", time(9)),
    "thứ 7": ("saturday", time(9)),
    "chủ nhật": ("sunday", time(9)),
    "cuối tuần": ("saturday", time(9)),
}


async def _twin(tracker: Tracker) -> Status | None:
    """A registration of this name and phone that another conversation made."""
    return await current_scope().registration.twin(
        full_name=tracker.get_slot("full_name"), phone=tracker.get_slot("phone")
    )


class ActionValidateSlotMappings(PersonChecks):
    """Refuses what is never taken in a chat, and keeps two people's values apart, whatever the talk is about."""

    def name(self) -> str:
        return "action_validate_slot_mappings"

    def validate_personal_id(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        if value is not None:
            mistyped = _is_mistyped_phone(value, tracker)
            dispatcher.utter_message(
                response="utter_phone_invalid" if mistyped else "utter_personal_id_refused"
            )
        return {"personal_id": None}


def _is_mistyped_phone(blotted: str, tracker: Tracker) -> bool:
    """Whether a phone was asked for and the number is too short for one, not called an ID in its text."""
    text = (tracker.latest_message.get("text") or "").lower()
    asked = tracker.active_loop_name == FORM and tracker.get_slot("requested_slot") == "phone"
    return asked and len(blotted) == _SHORT_ID and not any(word in text for word in _ID_WORDS)


class ActionStartRegistration(ToolboxAction):
    """Begins or resumes the form, or says that there is a registration already."""

    def name(self) -> str:
        return "action_start_registration"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        finer = sub_answer(self._toolbox, tracker)
        if finer and finer not in {*BARRIERS, RELATIVE}:
            dispatcher.utter_message(response=finer)
            # A question about registering is no wish to register: no form begins.
            return [*settled(), *(back_to_form(tracker) or [FollowupAction("action_listen")])]
        another = await self._another(dispatcher, tracker)
        if another is None:
            return [*settled(), FollowupAction("action_listen")]
        if ALL_FIELDS in entity_values(tracker, "field"):
            another = [SlotSet(slot, None) for slot in (*FIELDS, "registration_confirmed")]
        if tracker.active_loop_name != FORM:
            another.append(SlotSet("consent_wording", None))
        another += self._for_whom(tracker)
        found = obstacle(self._toolbox, tracker)
        told = [SlotSet("eligibility_told", found)] if found else []
        if found:
            dispatcher.utter_message(response=found, **summary(tracker))
        if found in BARRIERS:
            return [*settled(), *told, *another, FollowupAction("action_listen")]
        if tracker.active_loop_name != FORM and not tracker.get_slot("lead_id"):
            self._begin(dispatcher, tracker)
        return [*settled(), *told, *another]

    def _for_whom(self, tracker: Tracker) -> list[EventType]:
        """Note whom it is for; the tracker at hand learns it, too. Another person's name is not kept."""
        before, now = tracker.get_slot("registration_for"), talked_of(tracker)
        tracker.slots["registration_for"] = now
        changed = before not in (None, now) and not tracker.get_slot("lead_id")
        emptied = [SlotSet(slot, None) for slot in _OF_PERSON] if changed else []
        return [SlotSet("registration_for", now), *emptied]

    async def _another(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """What is emptied for a further person's registration; None when this person has one already."""
        lead_id, registration = tracker.get_slot("lead_id"), current_scope().registration
        status = await registration.status(lead_id) if lead_id else None
        if status is None:
            return []
        same = talked_of(tracker) == await registration.relation(lead_id)
        if status.counts and same:
            dispatcher.utter_message(
                response="utter_registration_already", code=status.code, state=status.label
            )
            return None
        persons = () if same else _OF_PERSON
        ended = () if status.counts else ("consent", "group_consent")
        if status.counts:
            dispatcher.utter_message(response="utter_registration_another", code=status.code)
        return [SlotSet(slot, None) for slot in ("lead_id", "registration_confirmed", *persons, *ended)]

    def _begin(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """A word on what goes on from an earlier day, or on whom a registration is for."""
        if tracker.get_slot("consent"):
            missing = [field for field in FIELDS if tracker.get_slot(field) is None]
            dispatcher.utter_message(response="utter_registration_resumed", missing=missing)
        elif talked_of(tracker) != SELF:
            dispatcher.utter_message(response=RELATIVE, **summary(tracker))


class ActionAskRegistrationConfirmed(ToolboxAction):
    """Shows what was gathered; after a plain no, asks what is wrong with it."""

    def name(self) -> str:
        return "action_ask_registration_confirmed"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        denied = tracker.latest_message["intent"]["name"] == "deny" and not _just_set(
            tracker, "group_consent"
        )
        values, known = summary(tracker), False
        if not denied and not tracker.get_slot("lead_id"):
            if twin := await _twin(tracker):
                dispatcher.utter_message(
                    response="utter_registration_twin", code=twin.code, state=twin.label, **values
                )
                return []
            scope = current_scope()
            known = await scope.registration.shares_phone(
                phone=values["phone"], conversation_id=scope.conversation_id
            )
        if denied:
            dispatcher.utter_message(response="utter_confirm_or_correct", **values)
        else:
            dispatcher.utter_message(response="utter_ask_registration_confirmed", phone_known=known, **values)
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
                *(
                    SlotSet(slot, None)
                    for slot in ("consent", "group_consent", *FIELDS, "registration_confirmed")
                ),
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
            decided = await scope.registration.has_decided(
                conversation_id=scope.conversation_id, purpose=MESSAGES
            )
            dispatcher.utter_message(
                response="utter_registration_done",
                code=receipt.code,
                in_hours=_is_office_time(tracker.get_slot("call_time")),
                offer_messages=not decided,
                **await self._form(receipt.lead_id),
                card=await card_picture(self._toolbox, tracker),
            )
        else:
            dispatcher.utter_message(response="utter_value_changed", code=receipt.code)
        return [*settled(), SlotSet("lead_id", receipt.lead_id), SlotSet("registration_confirmed", None)]

    async def _form(self, lead_id: int) -> dict[str, Any]:
        """The form for the paper, which goes along with the receipt where this channel reaches our pages."""
        scope, paperwork = current_scope(), self._toolbox.paperwork
        if not paperwork or not paperwork.addresses.reaches(scope.channel):
            return {"form": None, "hours": None}
        link_id = await scope.registration.form_link(lead_id, lifetime=paperwork.link_lifetime)
        address = paperwork.addresses.address(link_id, channel=scope.channel)
        return {"form": address, "hours": paperwork.link_hours}


class ActionRegistrationStatus(ToolboxAction):
    """Says where the registration of this conversation stands."""

    def name(self) -> str:
        return "action_registration_status"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        asked = CARD if "card" in entity_values(tracker, "request") else None
        if finer := asked or sub_answer(self._toolbox, tracker):
            dispatcher.utter_message(response=finer, **await pictured(self._toolbox, tracker, finer))
            return [*settled(), *back_to_form(tracker)]
        lead_id = tracker.get_slot("lead_id")
        status = await current_scope().registration.status(lead_id) if lead_id else None
        dispatcher.utter_message(
            response="utter_registration_status",
            code=status.code if status else None,
            state=status.label if status else None,
            has_estimate=bool(tracker.get_slot("estimate")),
        )
        return [*settled(), *back_to_form(tracker)]


def _just_set(tracker: Tracker, slot: str) -> bool:
    """Whether the latest message filled a slot."""
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "slot" and event["name"] == slot and event["value"] is not None:
            return True
    return False


def _is_office_time(call_time: str) -> bool:
    """Whether somebody of the office is there when the person wants to be called; unknown times are let pass."""
    there = current_scope().attendance.is_usually_there
    named = [when for words, when in _TIMES.items() if words in call_time.lower()]
    return all(there(weekday, at) for weekday, at in named)
