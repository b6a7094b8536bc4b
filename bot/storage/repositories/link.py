"""Which conversations are one person's: codes that link them, wrong codes, and who is linked to whom."""

from datetime import datetime

from sqlalchemy import delete, func, insert, or_, select, update

from bot.storage.models import conversation, link_code, link_failure
from bot.storage.repositories.base import Repository


class LinkRepository(Repository):
    """Links between conversations: each that is linked points to the first one, which points nowhere."""

    async def offer(self, conversation_id: int, *, code: str, expires_at: datetime) -> None:
        """Keep a code of a conversation, only as its keyed hash, in place of the one before."""
        row = {"code_hash": self._hash(code), "expires_at": expires_at}
        statement = self._insert(link_code).values(row | {"conversation_id": conversation_id})
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["conversation_id"], set_=row)
        )

    async def find(self, code: str, *, now: datetime) -> int | None:
        """The conversation that a code is of, as long as it holds."""
        query = select(link_code.c.conversation_id).where(
            link_code.c.code_hash == self._hash(code), link_code.c.expires_at > now
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def use(self, conversation_id: int) -> bool:
        """End the code of a conversation; False when somebody was faster."""
        used = delete(link_code).where(link_code.c.conversation_id == conversation_id)
        ended = await self._session.execute(used.returning(link_code.c.conversation_id))
        return ended.scalar_one_or_none() is not None

    async def fail(self, conversation_id: int, *, at: datetime, forget_before: datetime) -> None:
        """Note that a wrong code was given, and let go of notes that count no more."""
        await self._session.execute(delete(link_failure).where(link_failure.c.at < forget_before))
        await self._session.execute(insert(link_failure), {"conversation_id": conversation_id, "at": at})

    async def failures(self, conversation_id: int, *, since: datetime) -> tuple[int, int]:
        """How many wrong codes a conversation gave since then, and how many there were in all."""
        own = func.count().filter(link_failure.c.conversation_id == conversation_id)
        query = select(own, func.count()).select_from(link_failure).where(link_failure.c.at >= since)
        row = (await self._session.execute(query)).one()
        return int(row[0]), int(row[1])

    async def first_of(self, conversation_id: int) -> int:
        """The conversation that others of the person point to: this one, or the one that it points to."""
        query = select(conversation.c.linked_to_id).where(conversation.c.id == conversation_id)
        return (await self._session.execute(query)).scalar_one_or_none() or conversation_id

    async def together_with(self, conversation_id: int) -> list[int]:
        """All conversations of the same person, this one among them, oldest first."""
        first = await self.first_of(conversation_id)
        query = select(conversation.c.id).where(
            or_(conversation.c.id == first, conversation.c.linked_to_id == first)
        )
        return sorted((await self._session.execute(query)).scalars())

    async def join(self, conversation_id: int, *, first: int) -> None:
        """Link a conversation, and those that were linked to it, to the first one."""
        these = or_(conversation.c.id == conversation_id, conversation.c.linked_to_id == conversation_id)
        await self._session.execute(update(conversation).where(these).values(linked_to_id=first))

    async def part(self, conversation_ids: list[int]) -> None:
        """End the links of conversations: each stands for itself."""
        these = or_(
            conversation.c.id.in_(conversation_ids), conversation.c.linked_to_id.in_(conversation_ids)
        )
        await self._session.execute(update(conversation).where(these).values(linked_to_id=None))

    def _hash(self, code: str) -> bytes:
        return self._keys.fingerprint(code, purpose="link code")
