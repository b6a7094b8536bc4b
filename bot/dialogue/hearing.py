"""Takes a message in: the slots it fills, checked by `action_validate_slot_mappings`, before anything is answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.dialogue.domain import Domain
from bot.dialogue.extraction import Candidate, Extraction, Message
from bot.dialogue.rule_reading import Branch
from bot.dialogue.slots import MappingType
from bot.dialogue.stage import Stage

VALIDATE_SLOTS = "action_validate_slot_mappings"


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message filled, and whether the active form is concerned by it."""

    said: Mapping[str, Any]
    touches_form: bool


class Hearing:
    """Fills the slots of one turn on its stage."""

    def __init__(self, stage: Stage, *, domain: Domain, extraction: Extraction) -> None:
        self._stage = stage
        self._tracker = stage.tracker
        self._domain = domain
        self._extraction = extraction

    async def take_in(self, message: Message, *, rules: Sequence[Branch]) -> Heard:
        """Fill the slots; ``rules`` are the ones that would answer the message's questions."""
        values, refused = await self._checked(self._candidates(message, rules))
        for name, value in values.items():
            self._stage.set_slot(name, value)
        form = self._domain.forms.get(self._tracker.active_form or "")
        wanted = {*form.required_slots, self._tracker.open_slot} if form else set()
        said = {name: value for name, value in values.items() if value is not None}
        return Heard(said, touches_form=refused or not wanted.isdisjoint(values))

    def _candidates(self, message: Message, rules: Sequence[Branch]) -> dict[str, Candidate]:
        explained = any(branch.entities for branch in rules)
        entities = self._extraction.from_entities(message, self._tracker)
        return self._extraction.from_message(
            message,
            self._tracker,
            text=not explained and not self._extraction.adds_to_form(entities, self._tracker),
            intents=not any(branch.overrules(self._tracker.active_form) for branch in rules),
        )

    async def _checked(self, candidates: dict[str, Candidate]) -> tuple[dict[str, Any], bool]:
        """The values after the check of slots, and whether it refused one.

        Words in which something was refused are no answer to the open question.
        """
        values = {name: candidate.value for name, candidate in candidates.items()}
        if VALIDATE_SLOTS not in self._domain.actions:
            return values, False
        checked = await self._stage.checked_slots(VALIDATE_SLOTS, values)
        refused = {name for name in checked if checked[name] is None and values.get(name) is not None}
        dropped = {name for name in refused if self._tracker.slots[name] is None}
        if refused:
            dropped |= {name for name, found in candidates.items() if found.source is MappingType.FROM_TEXT}
        kept = {name: value for name, value in (values | checked).items() if name not in dropped}
        return kept, bool(refused)
