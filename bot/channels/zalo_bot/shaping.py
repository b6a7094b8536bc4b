"""A message in the pieces that the Zalo Bot API takes: a picture with its words, texts, choices as numbered lines."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bot.channels.choices import with_numbers
from bot.channels.delivery import split_text, utf16_length
from bot.types import OutboundMessage

# Of a text and of a caption; counted in the larger measure, for the documentation does not say which.
MAX_TEXT = 2000


def shape(message: OutboundMessage, *, public_url: str) -> Sequence[OutboundMessage]:
    """The message in pieces of one call each: a picture, then texts, the choices numbered in the last.

    :param public_url: where our own pictures are reached from outside; without it they are left out.
    """
    image = _address(message.image, public_url)
    # There are no files; a link brings the person to it.
    attachment = _address(message.attachment, public_url)
    text = "\n".join(part for part in (_composed(message.text), attachment) if part)
    *first, last = _parts(text, with_numbers("", message.buttons)) or [""]
    ending = OutboundMessage(last, message.buttons, numbered=bool(message.buttons))
    pieces = [OutboundMessage(part) for part in first] + ([ending] if last else [])
    if image and len(pieces) == 1:
        return [replace(pieces[0], image=image)]
    return [*([OutboundMessage("", image=image)] if image else []), *pieces]


def _parts(text: str, choices: str) -> list[str]:
    """The text in parts, the choices under the last, or alone where they do not fit there."""
    parts = split_text(text, limit=MAX_TEXT, length=utf16_length)
    if not choices:
        return parts
    whole = "\n\n".join(part for part in (*parts[-1:], choices) if part)
    if utf16_length(whole) <= MAX_TEXT:
        return [*parts[:-1], whole]
    return [*parts, *split_text(choices, limit=MAX_TEXT, length=utf16_length)]


def _composed(text: str) -> str:
    """Letters and their marks as one: in pieces Vietnamese is a quarter longer."""
    return unicodedata.normalize("NFC", text)


def _address(address: str | None, public_url: str) -> str | None:
    """What Zalo can fetch."""
    if address and address.startswith("/"):
        return f"{public_url.rstrip('/')}{address}" if public_url else None
    return address
