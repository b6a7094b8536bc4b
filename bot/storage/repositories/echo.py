"""Echoes: a platform tells of every message of the account, whoever sent it; here it is seen which are ours."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from bot.storage.models import outbox
from bot.storage.repositories.base import Repository
from bot.types import OutboundMessage

# Among so many messages to a person is one whose echo comes back.
_NEWEST = 50


class EchoRepository(Repository):
    """The newest messages to a person, beside what the platform tells of one."""

    async def is_ours(self, conversation_id: int, *, platform_id: str, text: str) -> bool:
        """Whether a message that the platform tells us of is one that was, or is just being, sent from here."""
        rows = await self._newest(conversation_id)
        return any(row.platform_id == platform_id for row in rows) or any(
            self._says(row, text) for row in rows if row.state == "sending"
        )

    async def settle_unknown(
        self, conversation_id: int, *, platform_id: str, text: str, at: datetime
    ) -> bool:
        """Mark as sent what nobody knew of, now that the platform tells of it; False when it is none of ours."""
        for row in await self._newest(conversation_id):
            if row.state == "unknown" and self._says(row, text):
                arrived = {"state": "sent", "sent_at": at, "reason": None, "platform_id": platform_id}
                await self._session.execute(update(outbox).where(outbox.c.id == row.id).values(**arrived))
                return True
        return False

    async def _newest(self, conversation_id: int) -> Sequence[Row[Any]]:
        query = (
            select(outbox.c.id, outbox.c.state, outbox.c.platform_id, outbox.c.data)
            .where(outbox.c.conversation_id == conversation_id)
            .order_by(outbox.c.id.desc())
            .limit(_NEWEST)
        )
        return (await self._session.execute(query)).all()

    def _says(self, row: Row[Any], text: str) -> bool:
        """Whether a message has these words; one that is more than words may come back without any."""
        data = self._opened_json(row.data)
        if data is None:
            return False
        message = OutboundMessage.from_dict(data)
        words = text.strip()
        return words == message.text.strip() or (not words and message != OutboundMessage(message.text))
