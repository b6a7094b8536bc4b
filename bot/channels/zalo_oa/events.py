"""Zalo's events as events of ours: what the person did, never who they are beyond the account's id for them.

Names, pictures, places and files are left where they are. What is no event of a person, what is said in groups or
without a name, and what is not known is None. Every field may be missing: Zalo's pages and its messages differ.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.commands import COMMANDS, Command, command_of
from bot.types import EventKind, InboundEvent

CHANNEL = "zalo_oa"
# What the button for the rest of an answer says, unseen.
MORE = "#more"
_BUTTON_KEY = re.compile(r"#\d{1,18}:\d{1,3}")
# How Zalo writes the faces that it draws.
_FACES = re.compile(r"(?<!\S)(?:/-[a-z0-9]+|:>|--b|:-\(\(|:-h|:\(\(|;-d|:-bye)(?!\w)")
_DIGITS = re.compile(r"\+?\d[\d .-]{7,16}\d")
_LONGEST_NAME = 64
_MEDIA: Mapping[str, EventKind] = {
    "user_send_image": EventKind.PHOTO,
    "user_send_video": EventKind.PHOTO,
    "user_send_gif": EventKind.STICKER,
    "user_send_sticker": EventKind.STICKER,
    "user_send_audio": EventKind.VOICE,
    "user_send_location": EventKind.LOCATION,
}
# The type that a file has by itself.
_FILES: Mapping[str, EventKind] = {"gif": EventKind.STICKER, "mp4": EventKind.PHOTO}


def event_of(event: Mapping[str, Any], body: bytes, *, account_id: str, now: datetime) -> InboundEvent | None:
    """The event of ours that an event of Zalo's is, or None.

    :param body: its bytes, by which an event without a number is known again.
    :param now: when it came; for what Zalo gives no readable time.
    """
    name = str(event.get("event_name", ""))
    make = _Maker(event, body, account_id=account_id, now=now)
    if name in _MEDIA:
        return make.from_person(_MEDIA[name])
    if name.startswith("oa_send_") and not name.startswith("oa_send_group"):
        return make.from_office()
    readers: Mapping[str, Callable[[], InboundEvent | None]] = {
        "user_send_text": make.from_text,
        "user_send_link": make.from_link,
        "user_send_file": make.from_file,
        "user_send_business_card": make.from_card,
        "user_submit_info": make.from_info,
        "user_click_chatnow": lambda: make.from_person(EventKind.START),
        "follow": lambda: make.from_person(EventKind.START),
        "unfollow": lambda: make.from_person(EventKind.BLOCKED),
    }
    reader = readers.get(name)
    return reader() if reader else None


class _Maker:
    """Makes the event of one event of Zalo's."""

    def __init__(self, event: Mapping[str, Any], body: bytes, *, account_id: str, now: datetime) -> None:
        self._event = event
        self._body = body
        self._account_id = account_id
        self._now = now
        self._message = _mapping(event.get("message"))

    def from_text(self) -> InboundEvent | None:
        text = _text(self._message.get("text"))
        if text == MORE:
            return self.from_person(EventKind.MORE)
        if _BUTTON_KEY.fullmatch(text):
            return self.from_person(EventKind.BUTTON, text)
        words = " ".join(_FACES.sub(" ", text).split(" ")).strip() if _FACES.search(text) else text
        if not words:
            return self.from_person(EventKind.STICKER)
        if command := _command(words):
            return self.from_person(command.kind, command.text)
        return self.from_person(EventKind.TEXT, words)

    def from_link(self) -> InboundEvent | None:
        words = _text(self._message.get("text")) or _text(self._payload().get("url"))
        return self.from_person(EventKind.TEXT if words else EventKind.OTHER, words)

    def from_file(self) -> InboundEvent | None:
        kind = _FILES.get(_text(self._payload().get("type")).lower(), EventKind.FILE)
        return self.from_person(kind)

    def from_card(self) -> InboundEvent | None:
        """A shared contact: its number is as good as typed; it stands in a text that is JSON itself."""
        number = _phone(self._payload())
        return self.from_person(EventKind.TEXT if number else EventKind.FOREIGN_CONTACT, number, contact=True)

    def from_info(self) -> InboundEvent | None:
        """What the person filled into the card that asked for it. Their address there may be of another time."""
        info = _mapping(self._event.get("info"))
        given = {"full_name": _text(info.get("name")), "phone": _international(_text(info.get("phone")))}
        values = {name: value for name, value in given.items() if value}
        payload = f"/give_information{json.dumps(values, ensure_ascii=False)}" if values else ""
        return self.from_person(EventKind.BUTTON if values else EventKind.OTHER, payload)

    def from_office(self) -> InboundEvent | None:
        """A message of the account itself, sent by us or by somebody who answers in Zalo's own tools."""
        message_id = _text(self._message.get("msg_id"))
        by_person = bool(_text(_mapping(self._event.get("sender")).get("admin_id")))
        metadata = {"platform_id": message_id, "by_person": by_person}
        return self._made(self._id("recipient"), EventKind.STAFF, _text(self._message.get("text")), metadata)

    def from_person(self, kind: EventKind, text: str = "", **metadata: Any) -> InboundEvent | None:
        words = text or (_text(self._message.get("text")) if kind is EventKind.PHOTO else "")
        message_id = _text(self._message.get("msg_id"))
        known = {"message_id": message_id} if message_id else {}
        user_id = self._id("sender") or self._id("follower")
        return self._made(user_id, kind, words, known | metadata)

    def _made(
        self, user_id: str, kind: EventKind, text: str, metadata: dict[str, Any]
    ) -> InboundEvent | None:
        if not user_id:
            return None
        return InboundEvent(
            channel=CHANNEL,
            account_id=self._account_id,
            event_id=self._event_id(user_id),
            user_id=user_id,
            text=text,
            sent_at=_moment(self._event.get("timestamp")) or self._now,
            metadata=metadata,
            kind=kind,
        )

    def _event_id(self, user_id: str) -> str:
        """The same for an event that comes again; nothing in it tells who it is about."""
        name = _text(self._event.get("event_name"))[:_LONGEST_NAME]
        if message_id := _text(self._message.get("msg_id")):
            return f"{name} {message_id}"[:255]
        timestamp = _text(self._event.get("timestamp"))
        known = f"{user_id} {timestamp}".encode() if timestamp else self._body
        return f"{name} {hashlib.sha256(known).hexdigest()}"

    def _id(self, party: str) -> str:
        return _text(_mapping(self._event.get(party)).get("id"))

    def _payload(self) -> Mapping[str, Any]:
        """What the first thing that is attached says of itself."""
        attachments = self._message.get("attachments")
        first = attachments[0] if isinstance(attachments, list) and attachments else None
        return _mapping(_mapping(first).get("payload"))


def _command(text: str) -> Command | None:
    """A typed slash, or a word of the account's menu, which Zalo wants to begin with a hash sign."""
    if text.startswith("/"):
        return command_of(text)[0]
    return COMMANDS.get(text[1:].strip().lower()) if text.startswith("#") else None


def _phone(payload: Mapping[str, Any]) -> str:
    description = _text(payload.get("description"))
    try:
        written = _text(_mapping(json.loads(description)).get("phone"))
    except ValueError:
        written = description
    found = _DIGITS.search(written or _text(payload.get("phone")))
    return _international(re.sub(r"\D", "", found[0])) if found else ""


def _international(digits: str) -> str:
    """84912345678, as Zalo writes it, with the sign that says so."""
    return f"+{digits}" if re.fullmatch(r"84\d{9,10}", digits) else digits


def _moment(milliseconds: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(_text(milliseconds)) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    """A text, or a number as the text that it should have been, without half letters, which no database takes."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "").strip()
