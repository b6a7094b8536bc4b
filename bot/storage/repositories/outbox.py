"""The outbox: the bot's messages, in order, and what became of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select

from bot.storage.models import outbox
from bot.storage.repositories.base import Repository
from bot.types import OutboundMessage


class OutboxRepository(Repository):
    """Messages that go out."""

    async def add(
        self,
        conversation_id: int,
        inbox_id: int | None,
        *,
        messages: Sequence[OutboundMessage],
        state: str,
        at: datetime,
    ) -> None:
        """Keep messages in their order; ``inbox_id`` is the event that they answer."""
        rows = [
            {
                "conversation_id": conversation_id,
                "inbox_id": inbox_id,
                "position": position,
                "state": state,
                "data": self._sealed_json(message.as_dict()),
                "created_at": at,
            }
            for position, message in enumerate(messages)
        ]
        if rows:
            await self._session.execute(insert(outbox), rows)

    async def replies_to(self, inbox_id: int) -> list[OutboundMessage]:
        """The messages that answered an event, in order, without those erased since."""
        query = (
            select(outbox.c.data)
            .where(outbox.c.inbox_id == inbox_id, outbox.c.data.is_not(None))
            .order_by(outbox.c.position)
        )
        found = (await self._session.execute(query)).scalars()
        return [OutboundMessage.from_dict(self._opened_json(data)) for data in found]
