"""Gathers the buttons and pictures that a template names while it is rendered."""

import json
from typing import Any

from bot.rendering.voice import FOOT, MORE
from bot.types import Button, OutboundMessage

# The methods that a template may call.
ADDITIONS = ("button", "image", "attachment", "ask_contact", "foot", "more")


class Collector:
    """What goes along with one message's text; of the functions only `foot` and `more` leave a mark in the text."""

    def __init__(self) -> None:
        self._buttons: list[Button] = []
        self._image: str | None = None
        self._image_text: str | None = None
        self._attachment: str | None = None
        self._ask_contact: str | None = None

    def button(self, title: str, intent: str, **entities: Any) -> str:
        """A choice under the message; pressing it says the intent, with the entities as its values.

        :param intent: the intent's name, or a whole payload that was passed to the message.
        """
        values = json.dumps(entities, ensure_ascii=False, separators=(",", ":")) if entities else ""
        self._buttons.append(Button(title, f"/{intent.removeprefix('/')}{values}"))
        return ""

    def image(self, address: str, text: str) -> str:
        """A picture with the message, and what it shows in words."""
        self._image, self._image_text = address, " ".join(text.split())
        return ""

    def attachment(self, address: str) -> str:
        """A file with the message."""
        self._attachment = address
        return ""

    def ask_contact(self, title: str) -> str:
        """A button that sends the person's own phone number, on platforms that have one."""
        self._ask_contact = title
        return ""

    def foot(self) -> str:
        """Here begin the sources."""
        return FOOT

    def more(self) -> str:
        """What follows is said only to who asks for more, up to the sources."""
        return f"\n\n{MORE}"

    def message(self, text: str) -> OutboundMessage:
        return OutboundMessage(
            text,
            tuple(self._buttons),
            self._image,
            self._attachment,
            self._ask_contact,
            image_text=self._image_text,
        )
