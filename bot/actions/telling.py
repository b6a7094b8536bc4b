"""Takes what somebody tells without a question: it goes on with the last one, or is asked what it is for."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.answers import back_to_form, entity_values, settled
from bot.actions.asking import is_let_go
from bot.actions.pension import FORM
from bot.actions.person import PERSON
from bot.actions.scope import ToolboxAction


class ActionTakeInformation(ToolboxAction):
    """Lets the last question about the person be answered anew; in a form, its question is word enough."""

    def name(self) -> str:
        return "action_take_information"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        loop, told = tracker.active_loop_name, any(entity_values(tracker, slot) for slot in PERSON)
        if tracker.get_slot("question") and loop is None and told:
            return [*settled(), FollowupAction(FORM)]
        if loop is None or is_let_go(tracker, tracker.get_slot("requested_slot") or ""):
            dispatcher.utter_message(response="utter_give_information")
        return [*settled(), *back_to_form(tracker)]
