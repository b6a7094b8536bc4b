"""What a turn gives back: the events that happened and what is to be said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.types import Button

# The fields of an action server's response; all others are arguments of the message.
_FIELDS = {"text", "buttons", "elements", "custom", "template", "response", "image", "attachment"}


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something to say: a message of `messages/` with its arguments, or a text as it is."""

    response: str | None
    text: str | None = None
    buttons: tuple[Button, ...] = ()
    image: str | None = None
    attachment: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_response(cls, response: Mapping[str, Any]) -> "Utterance":
        """What an action said, in the form of a rasa-sdk action server."""
        return cls(
            response=response.get("response"),
            text=response.get("text"),
            buttons=tuple(
                Button(button["title"], button["payload"]) for button in response.get("buttons", ())
            ),
            image=response.get("image"),
            attachment=response.get("attachment"),
            arguments={name: value for name, value in response.items() if name not in _FIELDS},
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """One message's outcome: Rasa's events in the order they happened, and the utterances."""

    events: tuple[dict[str, Any], ...]
    utterances: tuple[Utterance, ...]
