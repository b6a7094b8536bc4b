"""Forms: activation, validation, the next question and the end.

As in Rasa, with one difference: a form that is run decides what to ask, and the question itself is put
once, at the end of the turn, when everything else the person asked has been answered.
"""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.domain import Domain, Form
from bot.dialogue.errors import UnknownActionError, UnsupportedEventError
from bot.dialogue.slots import REQUESTED_SLOT
from bot.dialogue.stage import Stage


def validation_action(form: str) -> str:
    return f"validate_{form}"


def question_names(form: str, slot: str) -> tuple[str, ...]:
    """The actions and messages that may ask for a slot, in Rasa's order."""
    names = (f"{form}_{slot}", slot)
    return tuple(f"{kind}_ask_{name}" for name in names for kind in ("action", "utter"))


class FormRun:
    """Runs the forms of one turn on its stage."""

    def __init__(self, stage: Stage, domain: Domain) -> None:
        self._stage = stage
        self._domain = domain

    @property
    def active(self) -> Form | None:
        return self._domain.forms.get(self._stage.tracker.active_form or "")

    async def run(self, form: Form, *, said: Mapping[str, Any], trigger: Mapping[str, Any]) -> bool:
        """Activate the form if need be, check its values and choose its next question.

        :param said: slots that this message filled and that the form has not checked yet.
        :param trigger: slots that the form takes from the intent which activates it.
        :returns: whether the form still waits for something; otherwise it has ended.
        """
        stage = self._stage
        stage.begin(form.name)
        candidates = dict(said)
        if stage.tracker.active_form != form.name:
            stage.record("active_loop", name=form.name)
            self._request(None)
            for slot, value in trigger.items():
                stage.set_slot(slot, value)
            candidates = self._filled(form) | candidates
        elif stage.tracker.open_slot != stage.tracker.slots[REQUESTED_SLOT]:
            stage.record("loop_interrupted", is_interrupted=False)
        chosen = await self._validate(form, candidates)
        # The validation itself may end the form.
        return stage.tracker.active_form == form.name and self._choose_question(form, chosen)

    async def ask(self, form: Form) -> None:
        """Put the open question.

        :raises UnknownActionError: when nothing asks for the slot.
        """
        slot = self._stage.tracker.slots[REQUESTED_SLOT]
        names = question_names(form.name, slot)
        action = next((name for name in names if self._stage.can_run(name)), None)
        if action is None:
            raise UnknownActionError(names[-1])
        if await self._stage.act(action) is not None:
            raise UnsupportedEventError(action, "followup")

    def _filled(self, form: Form) -> dict[str, Any]:
        """Values from before the form was activated; it has not checked them, or on another day."""
        slots = self._stage.tracker.slots
        return {name: slots[name] for name in form.required_slots if slots[name] is not None}

    async def _validate(self, form: Form, candidates: Mapping[str, Any]) -> dict[str, Any]:
        """Let the form's validation check the candidates; returns the slots it set."""
        action = validation_action(form.name)
        if not self._stage.can_run(action):
            return {}
        outcome = await self._stage.outcome(action, candidates=candidates)
        if self._stage.apply(outcome, action=action) is not None:
            raise UnsupportedEventError(action, "followup")
        return {event["name"]: event["value"] for event in outcome.events if event["event"] == "slot"}

    def _choose_question(self, form: Form, chosen: Mapping[str, Any]) -> bool:
        """The validation's own choice of the next question counts, also that there is none."""
        stage = self._stage
        missing = (name for name in form.required_slots if stage.tracker.slots[name] is None)
        slot = chosen[REQUESTED_SLOT] if REQUESTED_SLOT in chosen else next(missing, None)
        self._request(slot)
        if slot is None:
            stage.record("active_loop", name=None)
        return slot is not None

    def _request(self, slot: str | None) -> None:
        if self._stage.tracker.slots[REQUESTED_SLOT] != slot:
            self._stage.set_slot(REQUESTED_SLOT, slot)
