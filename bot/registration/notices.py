"""Tells a person, in their own conversation, what the office did: a line in the history and a message on its way.

The conversation is locked before the lead, as a turn does it; otherwise the two could wait for each other.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta
from typing import Any, Protocol

from bot.clock import VIETNAM
from bot.storage import ConversationRepository, OutboxRepository, Session, StoredConversation
from bot.types import OutboundMessage

# Nobody is woken: what happens in the evening is told in the morning.
QUIET_FROM, QUIET_UNTIL = time(21), time(7)


class Words(Protocol):
    """Makes a message out of its name."""

    def __call__(
        self, name: str, *, channel: str, slots: Mapping[str, Any], arguments: Mapping[str, Any]
    ) -> OutboundMessage: ...


class Notices:
    """Messages that answer nothing.

    :param delivering: the channels (name and account) that a message can be sent on; the others show the history
        when the person comes back.
    """

    def __init__(self, words: Words, *, delivering: Collection[tuple[str, str]]) -> None:
        self._words = words
        self._delivering = frozenset(delivering)

    async def hold(self, session: Session, conversation_id: int) -> None:
        """Lock a conversation in which something may be said."""
        await ConversationRepository(session).get(conversation_id)

    async def tell(
        self, session: Session, conversation_id: int, name: str, *, now: datetime, **arguments: Any
    ) -> bool:
        """Say a message in a conversation; False where there is nobody to hear it."""
        conversations = ConversationRepository(session)
        conversation = await conversations.get(conversation_id)
        if conversation is None or conversation.snapshot is None:
            # Brought in from a list, or erased by the person.
            return False
        slots = conversation.snapshot.get("slots", {})
        message = self._words(name, channel=conversation.channel, slots=slots, arguments=arguments)
        await conversations.save_turn(
            conversation, snapshot=conversation.snapshot, events=[_said(message, now)], at=now
        )
        await self._send(session, conversation, message, now)
        return True

    async def _send(
        self, session: Session, conversation: StoredConversation, message: OutboundMessage, now: datetime
    ) -> None:
        delivered = (conversation.channel, conversation.account_id) in self._delivering
        state, at = ("pending", waking(now)) if delivered else ("sent", now)
        await OutboxRepository(session).add(conversation.id, None, messages=[message], state=state, at=at)


def waking(now: datetime) -> datetime:
    """The moment itself, or the next morning when it lies in the quiet hours."""
    local = now.astimezone(VIETNAM)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return now
    day = local.date() + timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    return datetime.combine(day, QUIET_UNTIL, tzinfo=VIETNAM)


def _said(message: OutboundMessage, at: datetime) -> dict[str, Any]:
    """Rasa's bot event for a message."""
    data = message.as_dict()
    return {"event": "bot", "timestamp": at.timestamp(), "text": data.pop("text"), "data": data}
