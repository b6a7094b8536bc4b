"""Echoes: a platform tells of every message of the account, whoever sent it; here it is seen which are ours."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update

from bot.storage.models import outbox
from bot.storage.repositories.base import Repository
from bot.types import OutboundMessage

# Among so many messages to a person is one whose echo comes back.
_NEWEST = 50


class EchoRepository(Repository):
    """The newest messages to a person, beside what the platform tells of one."""

    async def is_ours(self, conversation_id: int, *, platform_id: str, text: str) -> bool:
        """Whether a message that the platform tells us of is one that was, or is just being, sent from here."""
        newest = _newest(conversation_id).with_only_columns(outbox.c.platform_id)
        known = (await self._session.execute(newest)).scalars()
        return platform_id in known or await self._saying(conversation_id, text, state="sending") is not None

    async def settle_unknown(
        self, conversation_id: int, *, platform_id: str, text: str, at: datetime
    ) -> bool:
        """Mark as sent what nobody knew of, now that the platform tells of it; False when it is none of ours."""
        found = await self._saying(conversation_id, text, state="unknown")
        if found is None:
            return False
        arrived = {"state": "sent", "sent_at": at, "reason": None, "platform_id": platform_id}
        await self._session.execute(update(outbox).where(outbox.c.id == found).values(**arrived))
        return True

    async def _saying(self, conversation_id: int, text: str, *, state: str) -> int | None:
        """The newest message in a state that has these words; one that is more than words may come back without any."""
        rows = (await self._session.execute(_newest(conversation_id).where(outbox.c.state == state))).all()
        words = text.strip()
        for row in rows:
            message = OutboundMessage.from_dict(self._opened_json(row.data))
            is_more = message != OutboundMessage(message.text)
            if words == message.text.strip() or (is_more and not words):
                return int(row.id)
        return None


def _newest(conversation_id: int) -> Select[Any]:
    of_person = (outbox.c.conversation_id == conversation_id) & outbox.c.data.is_not(None)
    return select(outbox.c.id, outbox.c.data).where(of_person).order_by(outbox.c.id.desc()).limit(_NEWEST)
