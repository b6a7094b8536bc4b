"""Telegram's updates as events: what the person did, never who they are beyond the chat's id.

Names, pictures and files are left where they are; what is no event of a person is None.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Contact, Message, Update

from bot.channels.commands import command_of
from bot.registration.source import source_code
from bot.types import EventKind, InboundEvent

CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
# On the button that stands for a choice made; pressing it again says nothing.
MARKED = "."

# The first attribute that a message has tells its kind; a venue has a location too, a GIF a document.
_MEDIA: Mapping[str, EventKind] = {
    "photo": EventKind.PHOTO,
    "video": EventKind.PHOTO,
    "sticker": EventKind.STICKER,
    "animation": EventKind.STICKER,
    "dice": EventKind.STICKER,
    "voice": EventKind.VOICE,
    "audio": EventKind.VOICE,
    "video_note": EventKind.VOICE,
    "document": EventKind.FILE,
    "location": EventKind.LOCATION,
    "poll": EventKind.OTHER,
    "story": EventKind.OTHER,
    "game": EventKind.OTHER,
    "invoice": EventKind.OTHER,
    "paid_media": EventKind.OTHER,
    "checklist": EventKind.OTHER,
}


def event_of(update: Update, *, account_id: str, now: datetime) -> InboundEvent | None:
    """The event that an update is, or None.

    :param now: when it came; for what Telegram gives no time.
    """
    make = _Maker(account_id, update.update_id, now)
    if update.message:
        return make.from_message(update.message)
    if update.edited_message:
        return make.from_edit(update.edited_message)
    if update.callback_query:
        return make.from_press(update.callback_query)
    if update.my_chat_member:
        return make.from_membership(update.my_chat_member)
    return None


class _Maker:
    """Makes the event of one update."""

    def __init__(self, account_id: str, update_id: int, now: datetime) -> None:
        self._account_id = account_id
        self._event_id = str(update_id)
        self._now = now

    def from_message(self, message: Message) -> InboundEvent | None:
        if message.chat.type != Chat.PRIVATE:
            return self._group(message.chat)
        metadata = {"message_id": message.message_id}
        if message.text and message.text.startswith("/"):
            return self._command(message, metadata)
        if message.text:
            return self._event(message, EventKind.TEXT, message.text, metadata)
        if message.contact:
            return self._contact(message, message.contact, metadata)
        kind = next((kind for name, kind in _MEDIA.items() if getattr(message, name)), None)
        # A service message, such as a pinned one, wants no answer.
        return self._event(message, kind, message.caption or "", metadata) if kind else None

    def from_edit(self, message: Message) -> InboundEvent | None:
        """A corrected text is said anew; an edited caption or a moving location is not."""
        if not message.text or message.chat.type != Chat.PRIVATE or message.text.startswith("/"):
            return None
        return self._event(
            message, EventKind.TEXT, message.text, {"message_id": message.message_id, "edited": True}
        )

    def from_press(self, query: CallbackQuery) -> InboundEvent | None:
        if not query.data or query.data == MARKED:
            return None
        if query.message and query.message.chat.type != Chat.PRIVATE:
            return None
        return self._made(str(query.from_user.id), EventKind.BUTTON, query.data, self._now, {})

    def from_membership(self, change: ChatMemberUpdated) -> InboundEvent | None:
        if change.chat.type != Chat.PRIVATE:
            present = change.new_chat_member.status in ("member", "administrator")
            return self._group(change.chat) if present and change.chat.type != Chat.CHANNEL else None
        blocked = change.new_chat_member.status == "kicked"
        kind = EventKind.BLOCKED if blocked else EventKind.UNBLOCKED
        return self._made(str(change.chat.id), kind, "", change.date, {})

    def _command(self, message: Message, metadata: dict[str, Any]) -> InboundEvent:
        command, rest = command_of(message.text or "")
        if command.kind is EventKind.START and (source := source_code(rest)):
            metadata = metadata | {"source": source}
        return self._event(message, command.kind, command.text, metadata)

    def _contact(self, message: Message, contact: Contact, metadata: dict[str, Any]) -> InboundEvent:
        """The person's own number is as good as typed; somebody else's is not taken."""
        if message.from_user is None or contact.user_id != message.from_user.id:
            return self._event(message, EventKind.FOREIGN_CONTACT, "", metadata)
        return self._event(
            message, EventKind.TEXT, f"+{contact.phone_number.lstrip('+')}", metadata | {"contact": True}
        )

    def _group(self, chat: Chat) -> InboundEvent:
        """A group is told once that this is no place for it, so all its events are one."""
        self._event_id = f"group {chat.id}"
        return self._made(str(chat.id), EventKind.GROUP, "", self._now, {})

    def _event(self, message: Message, kind: EventKind, text: str, metadata: dict[str, Any]) -> InboundEvent:
        sent_at = message.edit_date or message.date
        return self._made(str(message.chat.id), kind, text, sent_at, metadata)

    def _made(
        self, user_id: str, kind: EventKind, text: str, sent_at: datetime, metadata: dict[str, Any]
    ) -> InboundEvent:
        return InboundEvent(
            channel=CHANNEL,
            account_id=self._account_id,
            event_id=self._event_id,
            user_id=user_id,
            # Half a letter of a pair, which no database takes.
            text=text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
            sent_at=sent_at,
            metadata=metadata,
            kind=kind,
        )
