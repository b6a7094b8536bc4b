"""Is it genuine? A number or an address in the text is looked up; a pattern of fraud has its own answer."""

from dataclasses import asdict
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answers import back_to_form, settled, sub_answer
from bot.actions.scope import ToolboxAction

_FRAUD = "utter_complaint_trust_scam"


class ActionVerify(ToolboxAction):
    """Says what the province's list knows of each number and address, then what the words themselves tell."""

    def name(self) -> str:
        return "action_verify"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        findings = self._toolbox.verification.findings(tracker.latest_message.get("text") or "")
        if findings:
            dispatcher.utter_message(
                response="utter_verified", findings=[asdict(finding) for finding in findings]
            )
        finer = sub_answer(self._toolbox, tracker)
        # Beside what is known of the number only a pattern of fraud is worth a second message.
        if not findings or (finer and finer.startswith(_FRAUD)):
            dispatcher.utter_message(response=finer or _FRAUD)
        return [*settled(), *back_to_form(tracker)]
