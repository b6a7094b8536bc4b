"""Zalo's events as ours: what the person did, never who they are beyond the chat's id.

Names, pictures and files are left where they are; what is no event of a person is None.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.commands import COMMANDS, command_of
from bot.registration.source import source_code
from bot.types import EventKind, InboundEvent

CHANNEL = "zalo_bot"
_KINDS: Mapping[str, EventKind] = {
    "message.text.received": EventKind.TEXT,
    "message.link.received": EventKind.TEXT,
    "message.image.received": EventKind.PHOTO,
    "message.sticker.received": EventKind.STICKER,
    "message.voice.received": EventKind.VOICE,
    # Nothing tells a location, a contact or a document from another.
    "message.unsupported.received": EventKind.OTHER,
}


def updates_of(body: Any) -> Iterator[Mapping[str, Any]]:
    """The updates in a webhook's body or a poll's result: alone, wrapped as the documentation has it, or several."""
    content = body.get("result", body) if isinstance(body, dict) else body
    for update in content if isinstance(content, list) else [content]:
        if isinstance(update, dict) and isinstance(update.get("event_name"), str):
            yield update


def event_of(update: Mapping[str, Any], *, account_id: str, now: datetime) -> InboundEvent | None:
    """The event that an update is, or None.

    :param now: when it came; for what Zalo gives no time.
    :raises LookupError, TypeError, ValueError: when it is not in its form.
    """
    message = update.get("message")
    if not isinstance(message, dict):
        return None
    sender = message.get("from") or {}
    chat = message.get("chat") or {}
    chat_id = str(chat.get("id") or sender["id"])
    if sender.get("is_bot"):
        return None
    event = _event(update["event_name"], message)
    if event is None:
        return None
    kind, text, metadata = event
    event_id = str(message.get("message_id") or _digest(update))
    if str(chat.get("chat_type") or "PRIVATE").upper() != "PRIVATE":
        # A group is told once that this is no place for it, so all its events are one.
        kind, text, metadata, event_id = EventKind.GROUP, "", {}, f"group {chat_id}"
    return InboundEvent(
        channel=CHANNEL,
        account_id=account_id,
        event_id=event_id,
        user_id=chat_id,
        # Half a letter of a pair, which no database takes.
        text=text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        sent_at=_moment(message.get("date"), now),
        metadata=metadata,
        kind=kind,
    )


def _event(name: str, message: Mapping[str, Any]) -> tuple[EventKind, str, dict[str, Any]] | None:
    kind = _KINDS.get(name)
    words = str(message.get("text") or message.get("caption") or "").strip()
    if kind is EventKind.TEXT and words.startswith("/"):
        return _command(words)
    if kind is EventKind.TEXT and not words:
        return None
    if kind is EventKind.STICKER:
        words = ""
    return (kind, words, {}) if kind else None


def _command(words: str) -> tuple[EventKind, str, dict[str, Any]]:
    """There is no menu of commands, but people carry them over from elsewhere; other words are words."""
    if words[1:].split()[:1] and words[1:].split(maxsplit=1)[0].lower() not in COMMANDS:
        return EventKind.TEXT, words, {}
    command, rest = command_of(words)
    source = source_code(rest) if command.kind is EventKind.START else None
    return command.kind, command.text, {"source": source} if source else {}


def _moment(milliseconds: Any, now: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return now


def _digest(update: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(update, sort_keys=True).encode()).hexdigest()
