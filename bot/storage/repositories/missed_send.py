"""Messages that did not surely arrive (failed, or nobody knows), until somebody of the staff has seen to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, or_, select, update

from bot.storage.models import conversation, lead, outbox
from bot.storage.repositories.base import Repository
from bot.storage.repositories.lead_list import LeadScope, lead_conditions
from bot.types import OutboundMessage


@dataclass(frozen=True, slots=True)
class MissedSend:
    """A message, and why it is not known to have arrived; ``lead_id`` is the person's newest lead, if any."""

    id: int
    conversation_id: int
    channel: str
    state: str
    reason: str | None
    text: str
    created_at: datetime
    lead_id: int | None


class MissedSendRepository(Repository):
    """What waits for the staff; it is never sent again by itself."""

    async def newest(self, *, scope: LeadScope | None, limit: int) -> list[MissedSend]:
        """The newest ones that a member of the staff sees; a scope of None is all."""
        query = self._missed(*self._seen(scope)).order_by(outbox.c.created_at.desc(), outbox.c.id.desc())
        return [self._stored(row) for row in await self._session.execute(query.limit(limit))]

    async def count(self, *, scope: LeadScope | None) -> int:
        """How many there are for a member of the staff."""
        counted = self._missed(*self._seen(scope)).with_only_columns(func.count())
        return int((await self._session.execute(counted)).scalar_one())

    async def of_conversations(self, conversation_ids: list[int]) -> list[MissedSend]:
        """Those of some conversations, oldest first."""
        query = self._missed(outbox.c.conversation_id.in_(conversation_ids)).order_by(outbox.c.id)
        return [self._stored(row) for row in await self._session.execute(query)]

    async def handle(self, send_id: int, *, scope: LeadScope | None, staff_id: int, at: datetime) -> bool:
        """Mark one as seen to; False when there is none, or it was marked before."""
        found = self._missed(outbox.c.id == send_id, *self._seen(scope)).with_only_columns(outbox.c.id)
        if (await self._session.execute(found)).scalar_one_or_none() is None:
            return False
        mark = update(outbox).where(outbox.c.id == send_id).values(handled_at=at, handled_by_id=staff_id)
        await self._session.execute(mark)
        return True

    def _missed(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        newest = select(func.max(lead.c.id)).where(lead.c.conversation_id == conversation.c.id)
        return (
            select(outbox, conversation.c.channel, newest.scalar_subquery().label("lead_id"))
            .join(conversation, conversation.c.id == outbox.c.conversation_id)
            # What the person had erased has nothing left to see to.
            .where(_is_missed(), outbox.c.data.is_not(None), *conditions)
        )

    def _seen(self, scope: LeadScope | None) -> list[ColumnElement[bool]]:
        if scope is None:
            return []
        of_theirs = exists().where(
            lead.c.conversation_id == conversation.c.id, *lead_conditions({"scope": scope})
        )
        return [of_theirs.correlate(conversation)]

    def _stored(self, row: Row[Any]) -> MissedSend:
        message = OutboundMessage.from_dict(self._opened_json(row.data))
        words = [part for part in (message.text, message.image, message.attachment) if part]
        return MissedSend(
            id=row.id,
            conversation_id=row.conversation_id,
            channel=row.channel,
            state=row.state,
            reason=row.reason,
            text="\n".join(words),
            created_at=row.created_at,
            lead_id=row.lead_id,
        )


def _is_missed() -> ColumnElement[bool]:
    # Spelled so that both databases see that the small index of missed messages has them all.
    return or_(outbox.c.state == "failed", outbox.c.state == "unknown") & outbox.c.handled_at.is_(None)
