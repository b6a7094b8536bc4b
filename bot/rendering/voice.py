"""The voice of a finished message: the form of address, and what stands behind "Xem thêm"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.types import Button, OutboundMessage

# Where a text's sources begin, and where what few will read begins; neither is ever shown.
FOOT, MORE = "\ue000", "\ue001"
NEUTRAL = "anh/chị"
FORMS = ("bác", "cô", "chú", "anh", "chị", "em")
MORE_BUTTON = Button("Xem thêm", '/ask_repeat{"style":"more"}')
_NEUTRAL = re.compile(r"\b([Aa])nh/[Cc]hị\b")
_MOST_BUTTONS = 5
_BLANK = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it is said now, and the rest that can be asked for."""

    message: OutboundMessage
    rest: str | None = None


def voiced(message: OutboundMessage, *, slots: Mapping[str, Any]) -> Said:
    """The message in the person's own form of address, shortened where the text or the person wants it."""
    head, rest = _parts(message.text, short=slots.get("style") == "elder")
    form = slots.get("address")
    buttons = message.buttons
    if rest:
        buttons = (MORE_BUTTON, *buttons)[:_MOST_BUTTONS]
    addressed = tuple(Button(addressing(button.title, form), button.payload) for button in buttons)
    return Said(
        replace(message, text=addressing(head, form), buttons=addressed),
        addressing(rest, form) if rest else None,
    )


def whole(message: OutboundMessage) -> OutboundMessage:
    """The message with everything in it, in the neutral form."""
    text = _BLANK.sub("\n\n", message.text.replace(FOOT, "").replace(MORE, ""))
    return replace(message, text=text.strip())


def addressing(text: str, form: str | None) -> str:
    """The text with the neutral form of address replaced by the person's own."""
    if form not in FORMS:
        return text
    return _NEUTRAL.sub(lambda found: form.capitalize() if found[1] == "A" else form, text)


def _parts(text: str, *, short: bool) -> tuple[str, str | None]:
    """What is said and what is kept back; the sources stay with what is said, unless the person wants it short."""
    body, foot_mark, foot = text.partition(FOOT)
    first, more_mark, more = body.partition(MORE)
    if short and foot_mark:
        head, _, tail = _joined(first, more).partition("\n\n")
        if head.endswith(":"):
            listed, _, tail = tail.partition("\n\n")
            head = _joined(head, listed)
        return head, _joined(tail, foot) or None
    if more_mark:
        return _joined(first, foot), more.strip() or None
    return _joined(first, foot), None


def _joined(*parts: str) -> str:
    return "\n\n".join(part.strip() for part in parts if part.strip())
