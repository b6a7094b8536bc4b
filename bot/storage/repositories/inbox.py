"""The inbox: every event of a platform once, however often it comes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.storage.errors import ForeignEventError
from bot.storage.models import inbox
from bot.storage.repositories.base import Repository
from bot.types import InboundEvent


@dataclass(frozen=True, slots=True)
class Accepted:
    """An event in the inbox; ``is_new`` is False when it was there before."""

    is_new: bool
    inbox_id: int


class InboxRepository(Repository):
    """Events that came in."""

    async def accept_done(self, event: InboundEvent, conversation_id: int, *, at: datetime) -> Accepted:
        """Keep an event whose turn is part of this transaction; a repetition changes nothing.

        :raises ForeignEventError: when the event came before in another conversation.
        """
        row = {
            "channel": event.channel,
            "account_id": event.account_id,
            "event_id": event.event_id,
            "conversation_id": conversation_id,
            "state": "done",
            "data": self._sealed_json(
                {"user_id": event.user_id, "text": event.text, "metadata": dict(event.metadata)}
            ),
            "sent_at": event.sent_at,
            "received_at": at,
        }
        statement = self._insert(inbox).on_conflict_do_nothing().returning(inbox.c.id)
        new_id = (await self._session.execute(statement, row)).scalar_one_or_none()
        if new_id is not None:
            return Accepted(is_new=True, inbox_id=new_id)
        return Accepted(is_new=False, inbox_id=await self._known_id(event, conversation_id))

    async def _known_id(self, event: InboundEvent, conversation_id: int) -> int:
        query = select(inbox.c.id, inbox.c.conversation_id).where(
            inbox.c.channel == event.channel,
            inbox.c.account_id == event.account_id,
            inbox.c.event_id == event.event_id,
        )
        known = (await self._session.execute(query)).one()
        if known.conversation_id != conversation_id:
            raise ForeignEventError
        return int(known.id)
