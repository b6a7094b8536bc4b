"""What a person may always ask: to see what is kept, a copy, to take a consent back, to erase, to be left alone."""

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, Restarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.answers import back_to_form, entity_values, settled, sub_answer
from bot.actions.scope import ToolboxAction, current_scope
from bot.actions.sub_answers import plain
from bot.registration import MESSAGES
from bot.registration.personal_data import RequestKind, request_code

_NAME = "utter_privacy_delete_data"
_HELD, _COPY, _WITHDRAW = f"{_NAME}_held", f"{_NAME}_copy", f"{_NAME}_withdraw"
_GROUP = f"{_NAME}_group"
_OF_BUTTON = {"seen": _HELD, "copy": _COPY, "withdraw": _WITHDRAW, "group": _GROUP}
# How what is written here is kept, for who asks without wanting it erased.
_KEPT_HOW = "utter_bot_identity_data"
# A yes to another question must never erase: the wish to erase has to be said, or its button pressed.
_ERASING = re.compile(
    r"\b(?:xoa|huy|go|bo (?:het|di|thong tin|du lieu)|dung (?:luu|giu)|khong (?:luu|giu)|rut lai|quen (?:het|toi)"
    r"|delete|erase)\b"
)
# How much of a moment, and of a wording's version, is the day.
_DAY = len("2026-11-24")
MESSAGES_CONSENT = "utter_ask_messages_consent"
# What the talk itself holds of somebody, as long as it is not forgotten.
_TOLD = (
    *("full_name", "phone", "commune", "call_time", "age", "birth_year", "birth_date", "gender", "relation"),
    *("income", "category", "payment_method", "years_paid", "months_paid"),
)
# A form that waits for a yes of its own must not take the yes to a question of ours.
_LEFT = (ActiveLoop(None), SlotSet("requested_slot", None))


def _wants_erasure(tracker: Tracker) -> bool:
    """Whether the words ask for it, or the button of the question itself was pressed."""
    text = tracker.latest_message.get("text") or ""
    return text.startswith("/") or bool(_ERASING.search(plain(text)))


async def _noted(kind: RequestKind) -> str:
    """The number under which a wish is kept."""
    scope = current_scope()
    number = await scope.personal_data.note(
        kind, conversation_id=scope.conversation_id, channel=scope.channel
    )
    return request_code(number)


class ActionOfferDeletion(ToolboxAction):
    """Answers what is asked about one's own data; asks for a yes before a consent is taken back or all is erased."""

    def name(self) -> str:
        return "action_offer_deletion"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if "messages" in entity_values(tracker, "request"):
            dispatcher.utter_message(response=MESSAGES_CONSENT)
            return [*settled(offer=MESSAGES), *_LEFT]
        pressed = next((_OF_BUTTON.get(value) for value in entity_values(tracker, "request")), None)
        erases = "erase" in entity_values(tracker, "request")
        finer = None if erases else pressed or sub_answer(self._toolbox, tracker)
        match finer:
            case str() if finer == _HELD:
                await self._show(dispatcher, tracker)
            case str() if finer == _COPY:
                await self._copy(dispatcher)
            case str() if finer == _WITHDRAW:
                return await self._ask_withdrawal(dispatcher)
            case str() if finer == _GROUP:
                await self._withdraw_group(dispatcher, tracker)
                return [*settled(), SlotSet("group_consent", False), *back_to_form(tracker)]
            case None if erases or _wants_erasure(tracker):
                dispatcher.utter_message(response=_NAME)
                return [*settled(offer="deletion"), *_LEFT]
            case None:
                dispatcher.utter_message(response=_KEPT_HOW)
            case _:
                dispatcher.utter_message(response=finer)
        return [*settled(), *back_to_form(tracker)]

    async def _show(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        scope = current_scope()
        held = await scope.personal_data.held(scope.conversation_id)
        dispatcher.utter_message(
            response=_HELD,
            code=await _noted(RequestKind.SEE),
            held=_shown(held),
            told=[slot for slot in _TOLD if tracker.get_slot(slot) is not None],
        )

    async def _copy(self, dispatcher: CollectingDispatcher) -> None:
        """The address opens for a day and only on our own pages, so it is made where it can be reached."""
        scope, copies = current_scope(), self._toolbox.copies
        number = await scope.personal_data.note(
            RequestKind.COPY, conversation_id=scope.conversation_id, channel=scope.channel
        )
        dispatcher.utter_message(
            response=_COPY,
            code=request_code(number),
            address=copies.address(number, channel=scope.channel) if copies else None,
        )

    async def _withdraw_group(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """At once, like the refusal of messages: it may be given again with the next registration."""
        scope = current_scope()
        code = await _noted(RequestKind.WITHDRAW_GROUP)
        changed = await scope.personal_data.withdraw_group(
            conversation_id=scope.conversation_id,
            channel=scope.channel,
            answer=tracker.latest_message["text"],
        )
        dispatcher.utter_message(response=_GROUP, code=code, changed=changed)

    async def _ask_withdrawal(self, dispatcher: CollectingDispatcher) -> list[EventType]:
        scope = current_scope()
        held = await scope.personal_data.held(scope.conversation_id)
        newest = {consent["purpose"]: consent["given"] for consent in held["consents"]}
        given = [purpose for purpose, yes in newest.items() if yes]
        dispatcher.utter_message(response=_WITHDRAW, given=given)
        return [*settled(offer="withdrawal" if "registration" in given else None), *_LEFT]


def _shown(held: dict[str, Any]) -> dict[str, Any]:
    """The same as a chat shows it, which is read over shoulders: with days, and the end of a phone number alone."""
    registrations = [
        {**one, "phone": f"••• ••• {(one['phone'] or '')[-3:]}", "day": one["registered_at"][:_DAY]}
        for one in held["registrations"]
    ]
    consents = [
        {**one, "day": one["at"][:_DAY], "wording_day": (one["wording_version"] or "")[:_DAY]}
        for one in held["consents"]
    ]
    return {**held, "registrations": registrations, "consents": consents}


class ActionWithdrawConsent(ToolboxAction):
    """Takes the consent to the registration back: nobody works it any more, and nothing is asked for it."""

    def name(self) -> str:
        return "action_withdraw_consent"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        scope = current_scope()
        code = await _noted(RequestKind.WITHDRAW_REGISTRATION)
        ended = await scope.personal_data.withdraw(
            conversation_id=scope.conversation_id,
            channel=scope.channel,
            answer=tracker.latest_message["text"],
        )
        dispatcher.utter_message(response="utter_consent_withdrawn", code=code, ended=ended)
        emptied = ("consent", "group_consent", "registration_confirmed")
        return [*settled(), *(SlotSet(slot, None) for slot in emptied)]


class ActionDeleteData(ToolboxAction):
    """Erases the person, the registration, the consents and the talk so far."""

    def name(self) -> str:
        return "action_delete_data"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        scope = current_scope()
        code = await _noted(RequestKind.ERASE)
        await scope.registration.erase(conversation_id=scope.conversation_id)
        dispatcher.utter_message(response="utter_data_deleted", code=code)
        # Not only the slots: the tracker's last events hold what was said, and would be saved with this turn.
        return [Restarted()]


class ActionStopMessages(ToolboxAction):
    """Records that the person wants no messages unasked for."""

    def name(self) -> str:
        return "action_stop_messages"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        await _refuse_messages(tracker)
        code = await _noted(RequestKind.WITHDRAW_MESSAGES)
        dispatcher.utter_message(response="utter_stop_messages", code=code)
        return [*settled(), *back_to_form(tracker)]


class ActionAnswerMessagesConsent(ToolboxAction):
    """Keeps the yes or no to messages unasked for, which is a consent of its own."""

    def name(self) -> str:
        return "action_answer_messages_consent"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        agreed = tracker.latest_message["intent"]["name"] == "affirm"
        if agreed:
            scope = current_scope()
            await scope.registration.record_consent(
                purpose=MESSAGES,
                conversation_id=scope.conversation_id,
                channel=scope.channel,
                wording_version=self._toolbox.texts.wording_version(MESSAGES_CONSENT),
                answer=tracker.latest_message["text"],
            )
        else:
            await _refuse_messages(tracker)
        dispatcher.utter_message(response="utter_messages_consent_answered", agreed=agreed)
        return [*settled(), *back_to_form(tracker)]


async def _refuse_messages(tracker: Tracker) -> None:
    scope = current_scope()
    await scope.registration.refuse_messages(
        conversation_id=scope.conversation_id,
        channel=scope.channel,
        answer=tracker.latest_message["text"],
    )
