"""What a person may always ask of us: to erase what is kept, and to be left alone."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, Restarted
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.answers import back_to_form, settled, sub_answer
from bot.actions.scope import ToolboxAction, current_scope


class ActionOfferDeletion(ToolboxAction):
    """Says what is kept and asks for a yes before it is erased."""

    def name(self) -> str:
        return "action_offer_deletion"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if finer := sub_answer(self._toolbox, tracker):
            dispatcher.utter_message(response=finer)
            return settled()
        dispatcher.utter_message(response="utter_privacy_delete_data")
        return settled(offer="deletion")


class ActionDeleteData(ToolboxAction):
    """Erases the person, the registration, the consents and the talk so far."""

    def name(self) -> str:
        return "action_delete_data"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        scope = current_scope()
        await scope.registration.erase(conversation_id=scope.conversation_id)
        dispatcher.utter_message(response="utter_data_deleted")
        # Not only the slots: the tracker's last events hold what was said, and would be saved with this turn.
        return [Restarted()]


class ActionStopMessages(ToolboxAction):
    """Records that the person wants no messages unasked for."""

    def name(self) -> str:
        return "action_stop_messages"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        scope = current_scope()
        await scope.registration.refuse_messages(
            conversation_id=scope.conversation_id,
            channel=scope.channel,
            answer=tracker.latest_message["text"],
        )
        dispatcher.utter_message(response="utter_stop_messages")
        return [*settled(), *back_to_form(tracker)]
