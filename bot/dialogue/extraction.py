"""What a message fills: slot mappings applied to its entities, its intents and its text.

On purpose unlike Rasa, because people say several things at once:

- A text is the answer to the open question only if nothing else explains it: no other value that the
  form still lacked or has otherwise, and no rule that names an entity of the message. A text that was
  not understood is an answer too, but not where every likely meaning of it is a question.
- A message with several intents fills a slot from its text only if all of them may, and from an intent
  only if it is unambiguous.
- Of several values of one entity the last counts: it corrects those before it. A list slot keeps all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.dialogue.domain import Domain, Form
from bot.dialogue.slots import MappingType, Slot, SlotMapping, base_intent
from bot.dialogue.tracker import Tracker
from bot.types import Entity


@dataclass(frozen=True, slots=True)
class Message:
    """A message as read: its questions in the order asked, its entities and its text.

    ``likely`` are the intents between which a text that was not understood is torn; none when it is lost.
    """

    intents: tuple[str, ...]
    entities: tuple[Entity, ...]
    text: str
    likely: tuple[str, ...] = ()

    @property
    def entity_names(self) -> frozenset[str]:
        return frozenset(found.entity for found in self.entities)

    def values(self, entity: str | None) -> list[Any]:
        return [found.value for found in self.entities if found.entity == entity and found.value is not None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value for a slot and how it was found."""

    value: Any
    source: MappingType


class _Wants:
    """What can fill a slot: these entities, and mappings of these other types."""

    def __init__(self, slot: Slot) -> None:
        from_entity = MappingType.FROM_ENTITY
        self.slot = slot
        self.entities = frozenset(m.entity for m in slot.mappings if m.type is from_entity and m.entity)
        self.others = frozenset(m.type for m in slot.mappings if m.type is not from_entity)


class Extraction:
    """The slot mappings of a domain applied to one message after the other."""

    def __init__(self, domain: Domain) -> None:
        self._domain = domain
        self._wants = [_Wants(slot) for slot in domain.slots.values() if slot.mappings]

    def from_entities(self, message: Message, tracker: Tracker) -> dict[str, Candidate]:
        """The slots that the message's entities fill."""
        return self._fill(message, tracker, sources={MappingType.FROM_ENTITY})

    def from_message(
        self, message: Message, tracker: Tracker, *, text: bool, intents: bool
    ) -> dict[str, Candidate]:
        """The slots that the whole message fills; text and intents count only if they are the answer."""
        sources = {MappingType.FROM_ENTITY}
        if text:
            sources.add(MappingType.FROM_TEXT)
        if intents:
            sources.add(MappingType.FROM_INTENT)
        return self._fill(message, tracker, sources=sources)

    def from_trigger(self, form: Form, intent: str) -> dict[str, Any]:
        """The slots that a form takes from the intent which activates it."""
        found: dict[str, Any] = {}
        for name in form.required_slots:
            for mapping in self._domain.slots[name].mappings:
                fits = mapping.belongs_to(form.name) and mapping.accepts(intent)
                if mapping.type is MappingType.FROM_TRIGGER_INTENT and fits:
                    found.setdefault(name, mapping.value)
        return found

    def adds_to_form(self, candidates: Mapping[str, Candidate], tracker: Tracker) -> bool:
        """Whether the active form gets a value that it lacked or has otherwise, besides the one it asked for."""
        form = self._domain.forms.get(tracker.active_form or "")
        return form is not None and any(
            name in candidates and name != tracker.open_slot and candidates[name].value != tracker.slots[name]
            for name in form.required_slots
        )

    def _fill(self, message: Message, tracker: Tracker, *, sources: set[MappingType]) -> dict[str, Candidate]:
        found: dict[str, Candidate] = {}
        named = message.entity_names
        for wants in self._wants:
            # Told first by two small sets, because most slots want nothing of a message.
            if wants.entities & named or wants.others & sources:
                candidate = self._candidate(wants.slot, message, tracker, sources)
                if candidate is not None:
                    found[wants.slot.name] = candidate
        return found

    def _candidate(
        self, slot: Slot, message: Message, tracker: Tracker, sources: set[MappingType]
    ) -> Candidate | None:
        """The value of the first mapping that gives one."""
        for mapping in slot.mappings:
            if mapping.type in sources and mapping.holds(form=tracker.active_form, asked=tracker.open_slot):
                value = self._value(slot, mapping, message, self._ignored(mapping, tracker))
                if value is not None:
                    return Candidate(value, mapping.type)
        return None

    def _ignored(self, mapping: SlotMapping, tracker: Tracker) -> frozenset[str]:
        """The intents that the active form never lets fill a slot."""
        form = self._domain.forms.get(tracker.active_form or "")
        return form.ignored_intents if form and mapping.belongs_to(form.name) else frozenset()

    def _value(self, slot: Slot, mapping: SlotMapping, message: Message, ignored: frozenset[str]) -> Any:
        values = message.values(mapping.entity)
        if mapping.type is MappingType.FROM_ENTITY and not values:
            return None
        accepted = [
            intent
            for intent in message.intents
            if mapping.accepts(intent) and not {intent, base_intent(intent)} & ignored
        ]
        if not accepted:
            return None
        if mapping.type is MappingType.FROM_ENTITY:
            return values if slot.keeps_all else values[-1]
        if mapping.type is MappingType.FROM_TEXT:
            return self._text(mapping, message) if len(accepted) == len(message.intents) else None
        return mapping.value if self._is_clear(slot, message.intents) else None

    @staticmethod
    def _text(mapping: SlotMapping, message: Message) -> str | None:
        """What was typed; the payload of a button is no such text."""
        is_question = message.likely and not any(mapping.accepts(intent) for intent in message.likely)
        return None if is_question or message.text.startswith("/") else message.text or None

    @staticmethod
    def _is_clear(slot: Slot, intents: Sequence[str]) -> bool:
        """Whether the intents agree on the slot's value: a yes and a no in one message are neither."""
        values = {
            repr(mapping.value)
            for mapping in slot.mappings
            if mapping.type is MappingType.FROM_INTENT and any(mapping.accepts(intent) for intent in intents)
        }
        return len(values) == 1
