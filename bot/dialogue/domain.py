"""The domain: every intent, entity, slot, form and action that `intents/*/_domain.yml` declare together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.dialogue.slots import (
    REQUESTED_SLOT,
    MappingType,
    Slot,
    SlotMapping,
    SlotType,
    base_intent,
    read_slot,
)
from bot.dialogue.source import Item, Place, read_topic_files

_KINDS = ("intents", "entities", "slots", "forms", "actions", "session_config")


@dataclass(frozen=True, slots=True)
class Form:
    """A form: the slots it asks for, in order, and the intents that never fill them.

    ``answers`` are the mappings by which the person talks to the form: a text or an intent taken as the
    answer to its open question.
    """

    name: str
    place: Place
    required_slots: tuple[str, ...]
    ignored_intents: frozenset[str] = frozenset()
    answers: tuple[SlotMapping, ...] = ()

    def accepts(self, intent: str) -> bool:
        """Whether a message of this intent is meant for the form once it filled one of its slots."""
        return not self.answers or any(mapping.accepts(intent) for mapping in self.answers)


@dataclass(frozen=True)
class Domain:
    """What all topics declare; ``places`` tells where by kind and name."""

    intents: frozenset[str]
    entities: frozenset[str]
    actions: frozenset[str]
    slots: Mapping[str, Slot]
    forms: Mapping[str, Form]
    places: Mapping[tuple[str, str], Place]
    _rasa: dict[str, Any] = field(repr=False)

    @classmethod
    def load(cls, directory: Path) -> "Domain":
        """The domain of a folder of topics.

        :raises DialogueDataError: when a file is broken, asks for what is not supported or repeats a name.
        """
        return _Reading().read(directory)

    def as_dict(self) -> dict[str, Any]:
        """The whole domain in Rasa's form, built once; callers must not change it."""
        return self._rasa

    def knows_intent(self, intent: str) -> bool:
        """Whether an intent, or the one it is a finer kind of, is declared."""
        return intent in self.intents or base_intent(intent) in self.intents


class _Reading:
    """Gathers the topics' parts; each name may be declared once."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], Place] = {}
        self._slots: dict[str, Slot] = {}
        self._forms: dict[str, Item] = {}
        self._rasa: dict[str, Any] = {"version": "3.1", "responses": {}} | {
            kind: {} if kind in {"slots", "forms", "session_config"} else [] for kind in _KINDS
        }

    def read(self, directory: Path) -> Domain:
        for fields in read_topic_files(directory, "_domain.yml", *_KINDS):
            for kind, item in fields.items():
                if kind != "version":
                    getattr(self, f"_read_{kind}")(item)
        asked = Slot(REQUESTED_SLOT, SlotType.TEXT, Place(directory, 1))
        return Domain(
            intents=frozenset(self._rasa["intents"]),
            entities=frozenset(self._rasa["entities"]),
            actions=frozenset(self._rasa["actions"]),
            slots=self._slots | {REQUESTED_SLOT: asked},
            forms={name: self._form(name, item) for name, item in self._forms.items()},
            places=self._places,
            _rasa=self._rasa,
        )

    def _read_intents(self, item: Item) -> None:
        self._read_names("intents", item)

    def _read_entities(self, item: Item) -> None:
        self._read_names("entities", item)

    def _read_actions(self, item: Item) -> None:
        self._read_names("actions", item)

    def _read_names(self, kind: str, item: Item) -> None:
        for member in item.items():
            name = member.text()
            self._declare(kind, name, member)
            self._rasa[kind].append(name)

    def _read_slots(self, item: Item) -> None:
        for name, slot in self._entries("slots", item):
            self._slots[name] = read_slot(name, slot)

    def _read_forms(self, item: Item) -> None:
        self._forms.update(self._entries("forms", item))

    def _read_session_config(self, item: Item) -> None:
        fields = item.fields(
            "session_expiration_time", "carry_over_slots_to_new_session", what="session_config"
        )
        expiration = item.field("session_expiration_time", fields)
        if expiration.plain() != 0:
            expiration.fail("Phiên có hạn không được hỗ trợ.", remedy="Viết session_expiration_time: 0.")
        self._declare("session_config", "session_config", item)
        self._rasa["session_config"] = item.plain()

    def _entries(self, kind: str, item: Item) -> Iterator[tuple[str, Item]]:
        for name, entry in item.entries().items():
            self._declare(kind, name, entry)
            self._rasa[kind][name] = entry.plain()
            yield name, entry

    def _declare(self, kind: str, name: str, item: Item) -> None:
        if kind == "slots" and name == REQUESTED_SLOT:
            item.fail("Slot này do chương trình tự khai báo.", remedy="Bỏ nó khỏi tệp.")
        if (before := self._places.get((kind, name))) is not None:
            where = f"{before.file.parent.name}/{before.file.name}:{before.line}"
            item.fail(f"«{name}» đã được khai báo ở {where}.", remedy="Giữ lại một chỗ.")
        self._places[kind, name] = item.place

    def _form(self, name: str, item: Item) -> Form:
        fields = item.fields("required_slots", "ignored_intents", what="Form")
        required = item.field("required_slots", fields).names()
        answers = [
            mapping
            for slot in required
            for mapping in (self._slots[slot].mappings if slot in self._slots else ())
            if mapping.type in (MappingType.FROM_TEXT, MappingType.FROM_INTENT) and mapping.belongs_to(name)
        ]
        ignored = fields["ignored_intents"].names() if "ignored_intents" in fields else ()
        return Form(name, item.place, required, frozenset(ignored), tuple(answers))
