"""A message in the pieces that Zalo takes, and each piece in Zalo's form.

Texts are plain. A button carries its place in the outbox instead of its payload: what it stands for is then what was
offered to this person and nothing that somebody typed.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from unicodedata import normalize

from bot.channels.choices import with_numbers
from bot.channels.delivery import split_text
from bot.channels.zalo_oa.events import MORE
from bot.types import Button, OutboundMessage

# In characters of composed text: Vietnamese with its marks apart is a quarter longer.
MAX_TEXT = 2_000
MAX_BUTTONS = 5
MAX_TITLE = 100
MAX_SUBTITLE = 500
_MORE_TITLE = "Xem thêm"
_CHOOSE = "Anh/chị chọn giúp em:"


def shape(message: OutboundMessage) -> Sequence[OutboundMessage]:
    """The message in pieces of one call each: a picture, then texts, with the buttons under the last."""
    words = [part for part in (message.text, message.attachment) if part]
    plain = replace(message, text=normalize("NFC", "\n\n".join(words)), attachment=None)
    if len(plain.buttons) > MAX_BUTTONS:
        plain = replace(plain, text=with_numbers(plain.text, plain.buttons), numbered=True)
    has_keys = bool(plain.ask_contact or (plain.buttons and not plain.numbered))
    if plain.image and not has_keys and len(plain.text) <= MAX_TEXT:
        return [plain]
    pictures = [OutboundMessage("", image=plain.image)] if plain.image else []
    return [*pictures, *_texts(replace(plain, image=None))]


def _texts(message: OutboundMessage) -> list[OutboundMessage]:
    *first, last = split_text(message.text, limit=MAX_TEXT) or [""]
    if message.ask_contact and len(last) > MAX_SUBTITLE:
        *first, last = [*first, last, ""]
    if not last and not message.ask_contact and not message.buttons:
        return []
    return [*(OutboundMessage(text) for text in first), replace(message, text=last)]


def text_content(
    piece: OutboundMessage, *, outbox_id: int, template: str, offers_rest: bool
) -> dict[str, Any]:
    """A text, with what can be pressed under it.

    :param template: the `template_type`; empty: there is none.
    :param offers_rest: with a button for the rest of the answer.
    """
    keys = (
        []
        if piece.numbered
        else [_key(button, f"#{outbox_id}:{i}") for i, button in enumerate(piece.buttons)]
    )
    if offers_rest:
        keys = [_key(Button(_MORE_TITLE, MORE), MORE)]
    if not keys:
        return {"text": piece.text}
    payload = {"template_type": template} if template else {}
    return {
        "text": piece.text or _CHOOSE,
        "attachment": {"type": "template", "payload": payload | {"buttons": keys}},
    }


def picture_content(piece: OutboundMessage, picture: dict[str, str]) -> dict[str, Any]:
    """A picture with its words.

    :param picture: `attachment_id` of an upload, or `url`.
    """
    element = {"media_type": "image"} | picture
    payload = {"template_type": "media", "elements": [element]}
    words = {"text": piece.text} if piece.text else {}
    return words | {"attachment": {"type": "template", "payload": payload}}


def contact_content(piece: OutboundMessage, *, image: str) -> dict[str, Any]:
    """The card on which the person gives name and phone with a tap."""
    known = {
        "title": normalize("NFC", piece.ask_contact or "")[:MAX_TITLE],
        "subtitle": piece.text[:MAX_SUBTITLE],
        "image_url": image,
    }
    element = {name: value for name, value in known.items() if value}
    payload = {"template_type": "request_user_info", "elements": [element]}
    return {"attachment": {"type": "template", "payload": payload}}


def _key(button: Button, payload: str) -> dict[str, str]:
    """Pressed, it says its payload unseen."""
    title = normalize("NFC", button.title)[:MAX_TITLE]
    return {"title": title, "type": "oa.query.hide", "payload": payload}
