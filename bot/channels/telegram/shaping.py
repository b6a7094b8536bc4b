"""A message in the pieces that Telegram takes: its limits, its keyboards, and keys for what a button cannot carry.

Texts go out plain, without a parse mode: every letter arrives as it is, and nothing has to be escaped.
"""

from collections.abc import Sequence
from dataclasses import replace

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bot.channels.delivery import split_text, utf16_length
from bot.types import Button, OutboundMessage

# In UTF-16 units.
MAX_TEXT = int(MessageLimit.MAX_TEXT_LENGTH)
MAX_CAPTION = int(MessageLimit.CAPTION_LENGTH)
# In bytes.
MAX_CALLBACK_DATA = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
# Titles that fit beside each other on a small phone.
_SHORT_TITLE = 12

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


def shape(message: OutboundMessage, *, public_url: str) -> Sequence[OutboundMessage]:
    """The message in pieces of one call each: a picture or a file, then texts, with the buttons under the last.

    :param public_url: where our own pictures are reached from outside; without it they are left out.
    """
    image = _address(message.image, public_url)
    attachment = _address(message.attachment, public_url)
    if image and not attachment and utf16_length(message.text) <= MAX_CAPTION:
        return [replace(message, image=image)]
    files = [OutboundMessage("", image=image)] if image else []
    files += [OutboundMessage("", attachment=attachment)] if attachment else []
    *first, last = split_text(message.text, limit=MAX_TEXT, length=utf16_length) or [""]
    ending = replace(message, text=last, image=None, attachment=None)
    texts = [OutboundMessage(text) for text in first] + ([ending] if last else [])
    return [*files, *texts]


def markup(message: OutboundMessage, *, outbox_id: int) -> Markup:
    """The keyboard of a piece. A text without buttons takes away the button that sent the phone number."""
    if message.buttons:
        return InlineKeyboardMarkup(_rows(message.buttons, outbox_id))
    if message.ask_contact:
        contact = KeyboardButton(message.ask_contact, request_contact=True)
        return ReplyKeyboardMarkup([[contact]], resize_keyboard=True, one_time_keyboard=True)
    return ReplyKeyboardRemove()


def _rows(buttons: Sequence[Button], outbox_id: int) -> list[list[InlineKeyboardButton]]:
    """Two short titles beside each other, longer ones alone, so that older eyes read them whole."""
    rows: list[list[InlineKeyboardButton]] = []
    beside = False
    for index, button in enumerate(buttons):
        key = InlineKeyboardButton(button.title, callback_data=_callback_data(button, outbox_id, index))
        short = len(button.title) <= _SHORT_TITLE
        if beside and short:
            rows[-1].append(key)
            beside = False
        else:
            rows.append([key])
            beside = short
    return rows


def _callback_data(button: Button, outbox_id: int, index: int) -> str:
    """The payload, or its place in the outbox when Telegram would refuse it."""
    fits = len(button.payload.encode()) <= MAX_CALLBACK_DATA
    return button.payload if fits else f"#{outbox_id}:{index}"


def _address(address: str | None, public_url: str) -> str | None:
    """What Telegram can fetch."""
    if address and address.startswith("/"):
        return f"{public_url.rstrip('/')}{address}" if public_url else None
    return address
