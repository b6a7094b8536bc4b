"""The neutral values that every layer shares: what came in, what was understood, what goes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Decision(StrEnum):
    """What the conversation does with a parsed text."""

    ANSWER = "answer"
    CHOOSE = "choose"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class Entity:
    """A value found in a text; ``start`` and ``end`` are offsets into the text as it was typed."""

    entity: str
    value: Any
    start: int
    end: int

    def as_dict(self) -> dict[str, Any]:
        return {"entity": self.entity, "value": self.value, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class IntentScore:
    """An intent's name and its calibrated probability between 0 and 1."""

    name: str
    confidence: float

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name, "confidence": round(self.confidence, 4)}


@dataclass(frozen=True, slots=True)
class ParseResult:
    """What a text means, in the shape of Rasa's parse plus every question found and the decision."""

    text: str
    intent: IntentScore
    intent_ranking: tuple[IntentScore, ...]
    entities: tuple[Entity, ...]
    intents: tuple[str, ...]
    decision: Decision

    def as_dict(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "intent": self.intent.as_dict(),
            "intent_ranking": [score.as_dict() for score in self.intent_ranking],
            "entities": [entity.as_dict() for entity in self.entities],
            "intents": list(self.intents),
            "decision": self.decision.value,
        }


class EventKind(StrEnum):
    """What a person did on a platform; only texts and buttons are read as words."""

    TEXT = "text"
    BUTTON = "button"
    START = "start"
    HELP = "help"
    PHOTO = "photo"
    STICKER = "sticker"
    VOICE = "voice"
    FILE = "file"
    LOCATION = "location"
    FOREIGN_CONTACT = "foreign_contact"
    OTHER = "other"
    GROUP = "group"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    # The person wants to see the rest of an answer that was held back.
    MORE = "more"
    # Somebody of the office wrote to the person in the platform's own tools.
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Button:
    """A choice offered to the person; the payload is Rasa's ``/intent{"entity": value}``."""

    title: str
    payload: str

    def as_dict(self) -> dict[str, str]:
        return {"title": self.title, "payload": self.payload}


_OPTIONAL = ("image", "image_text", "attachment", "ask_contact", "numbered")


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """One message to a person before a channel gives it its own form.

    :param image_text: what the picture shows, for those who do not see it.
    :param ask_contact: the title of a button that sends the person's own phone number, where the platform has one.
    :param numbered: the buttons stand as numbered lines in the text, and are answered by their numbers.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    image: str | None = None
    attachment: str | None = None
    ask_contact: str | None = None
    numbered: bool = False
    image_text: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The fields of Rasa's REST channel and ours; absent ones are left out."""
        buttons = [button.as_dict() for button in self.buttons]
        optional = {"buttons": buttons} | {name: getattr(self, name) for name in _OPTIONAL}
        return {"text": self.text} | {key: value for key, value in optional.items() if value}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "OutboundMessage":
        buttons = tuple(Button(**button) for button in data.get("buttons", ()))
        rest = {name: data[name] for name in _OPTIONAL if name in data}
        return cls(data["text"], buttons, **rest)


@dataclass(frozen=True, slots=True)
class InboundEvent:
    """One event of a platform: ``event_id`` is unique within channel and account.

    ``text`` is what the person typed or a button's payload, a photo's words; ``sent_at`` is aware.
    """

    channel: str
    account_id: str
    event_id: str
    user_id: str
    text: str
    sent_at: datetime
    metadata: Mapping[str, Any] = field(default_factory=dict)
    kind: EventKind = EventKind.TEXT


@dataclass(frozen=True, slots=True)
class ActionOutcome:
    """What an action gave back: events and responses in the JSON form of a rasa-sdk action server."""

    events: list[dict[str, Any]]
    responses: list[dict[str, Any]]
