"""Slots and the mappings that fill them, as the domain declares them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from bot.dialogue.source import Item, Place

REQUESTED_SLOT = "requested_slot"
Kind = TypeVar("Kind", bound=StrEnum)


class SlotType(StrEnum):
    """Rasa's slot types; a list slot keeps all values said, the others the last one."""

    TEXT = "text"
    BOOL = "bool"
    CATEGORICAL = "categorical"
    FLOAT = "float"
    LIST = "list"
    ANY = "any"


class MappingType(StrEnum):
    """What in a message fills a slot."""

    FROM_ENTITY = "from_entity"
    FROM_TEXT = "from_text"
    FROM_INTENT = "from_intent"
    FROM_TRIGGER_INTENT = "from_trigger_intent"
    CUSTOM = "custom"


def base_intent(intent: str) -> str:
    """`lump_sum_withdrawal/illness` is a finer kind of `lump_sum_withdrawal`."""
    return intent.partition("/")[0]


@dataclass(frozen=True, slots=True)
class LoopCondition:
    """A mapping holds while this form is active and, if named, asks for this slot."""

    active_loop: str | None
    requested_slot: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class SlotMapping:
    """One way to fill a slot."""

    type: MappingType
    place: Place
    entity: str | None = None
    intents: frozenset[str] = frozenset()
    not_intents: frozenset[str] = frozenset()
    value: Any = None
    conditions: tuple[LoopCondition, ...] = ()

    def accepts(self, intent: str) -> bool:
        """Whether a message of this intent may fill the slot."""
        names = {intent, base_intent(intent)}
        return not names & self.not_intents and (not self.intents or bool(names & self.intents))

    def belongs_to(self, form: str | None) -> bool:
        """Whether it may hold while this form is active, whatever is asked; None stands for no form."""
        return not self.conditions or any(condition.active_loop == form for condition in self.conditions)

    def holds(self, *, form: str | None, asked: str | None) -> bool:
        """Whether it holds while this form asks for this slot."""
        return not self.conditions or any(
            condition.active_loop == form and condition.requested_slot in (None, asked)
            for condition in self.conditions
        )


@dataclass(frozen=True, slots=True)
class Slot:
    """A value that the conversation remembers."""

    name: str
    type: SlotType
    place: Place
    mappings: tuple[SlotMapping, ...] = ()
    initial_value: Any = None
    influence_conversation: bool = True
    values: tuple[str, ...] = ()

    @property
    def keeps_all(self) -> bool:
        return self.type is SlotType.LIST


def read_slot(name: str, item: Item) -> Slot:
    """A slot of the domain.

    :raises DialogueDataError: for a type, mapping or key that is not supported.
    """
    fields = item.fields("type", "mappings", "initial_value", "influence_conversation", "values", what="Slot")
    slot_type = _member(SlotType, item.field("type", fields), what="Kiểu slot")
    values = fields["values"].names() if "values" in fields else ()
    if (slot_type is SlotType.CATEGORICAL) != bool(values):
        item.fail("Chỉ slot categorical có «values», và phải có.", remedy="Thêm hoặc bỏ «values».")
    influences = fields["influence_conversation"].flag() if "influence_conversation" in fields else True
    return Slot(
        name=name,
        type=slot_type,
        place=item.place,
        mappings=tuple(_mapping(mapping) for mapping in item.field("mappings", fields).items()),
        initial_value=fields["initial_value"].plain() if "initial_value" in fields else None,
        influence_conversation=influences and slot_type is not SlotType.ANY,
        values=values,
    )


_MAPPING_KEYS = {
    MappingType.FROM_ENTITY: ("entity", "intent", "not_intent", "conditions"),
    MappingType.FROM_TEXT: ("intent", "not_intent", "conditions"),
    MappingType.FROM_INTENT: ("value", "intent", "not_intent", "conditions"),
    MappingType.FROM_TRIGGER_INTENT: ("value", "intent", "not_intent", "conditions"),
    MappingType.CUSTOM: ("conditions",),
}
_NEEDED_KEY = {
    MappingType.FROM_ENTITY: "entity",
    MappingType.FROM_INTENT: "value",
    MappingType.FROM_TRIGGER_INTENT: "value",
}


def _mapping(item: Item) -> SlotMapping:
    kind = _member(MappingType, item.field("type", item.entries()), what="Kiểu mapping")
    fields = item.fields("type", *_MAPPING_KEYS[kind], what=f"Mapping {kind}")
    if kind in _NEEDED_KEY:
        item.field(_NEEDED_KEY[kind], fields)
    return SlotMapping(
        type=kind,
        place=item.place,
        entity=fields["entity"].text() if "entity" in fields else None,
        intents=_intents(fields.get("intent")),
        not_intents=_intents(fields.get("not_intent")),
        value=fields["value"].plain() if "value" in fields else None,
        conditions=tuple(_condition(condition) for condition in fields["conditions"].items())
        if "conditions" in fields
        else (),
    )


def _intents(item: Item | None) -> frozenset[str]:
    return frozenset(item.names()) if item else frozenset()


def _condition(item: Item) -> LoopCondition:
    fields = item.fields("active_loop", "requested_slot", what="Điều kiện của mapping")
    asked = fields["requested_slot"].text() if "requested_slot" in fields else None
    return LoopCondition(item.field("active_loop", fields).text_or_nothing(), asked, item.place)


def _member(kinds: type[Kind], item: Item, *, what: str) -> Kind:
    name = item.text()
    if name not in list(kinds):
        item.fail(f"{what} «{name}» không được hỗ trợ.", remedy=f"Dùng một trong: {', '.join(kinds)}.")
    return kinds(name)
