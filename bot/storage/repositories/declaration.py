"""Declarations for the official paper, and the one-time links to the form that takes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from bot.storage.models import declaration, form_link
from bot.storage.repositories.base import Repository


@dataclass(frozen=True, slots=True)
class StoredDeclaration:
    """What was declared beyond the chat; the personal ID is asked for by itself, because each look is kept.

    :param entered_by: a staff number, or None for the person.
    """

    data: dict[str, Any]
    entered_by: int | None
    at: datetime
    keep_until: datetime


@dataclass(frozen=True, slots=True)
class StoredFormLink:
    """A link to the form for one lead; ``ended_at`` is when it was used up or called back."""

    id: int
    lead_id: int
    created_by: int | None
    created_at: datetime
    expires_at: datetime
    failures: int
    ended_at: datetime | None


class DeclarationRepository(Repository):
    """One declaration a lead."""

    async def save(
        self,
        lead_id: int,
        *,
        data: Mapping[str, Any],
        personal_id: str,
        entered_by: int | None,
        at: datetime,
        keep_until: datetime,
    ) -> None:
        """Keep the declaration of a lead in place of an earlier one."""
        row = {
            "lead_id": lead_id,
            "data": self._sealed_json(dict(data)),
            "personal_id": self._keys.encrypt(personal_id),
            "personal_id_hash": self._hash(personal_id),
            "entered_by": entered_by,
            "at": at,
            "keep_until": keep_until,
        }
        changed = {name: value for name, value in row.items() if name != "lead_id"}
        statement = self._insert(declaration).values(row)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=[declaration.c.lead_id], set_=changed)
        )

    async def get(self, lead_id: int) -> StoredDeclaration | None:
        """The declaration of a lead, without the personal ID."""
        query = self._locked(select(declaration).where(declaration.c.lead_id == lead_id))
        row = (await self._session.execute(query)).one_or_none()
        if row is None:
            return None
        return StoredDeclaration(self._opened_json(row.data), row.entered_by, row.at, row.keep_until)

    async def personal_id(self, lead_id: int) -> str | None:
        """The personal ID that was declared for a lead."""
        query = select(declaration.c.personal_id).where(declaration.c.lead_id == lead_id)
        return self._opened((await self._session.execute(query)).scalar_one_or_none())

    async def leads_with(self, personal_id: str) -> list[int]:
        """The numbers of the leads with this personal ID, oldest declaration first."""
        query = (
            select(declaration.c.lead_id)
            .where(declaration.c.personal_id_hash == self._hash(personal_id))
            .order_by(declaration.c.at)
        )
        return list((await self._session.execute(query)).scalars())

    async def erase(self, lead_id: int) -> None:
        """Delete the declaration of a lead."""
        await self._session.execute(delete(declaration).where(declaration.c.lead_id == lead_id))

    async def purge(self, *, now: datetime) -> int:
        """Delete the declarations whose time of keeping is over; how many there were."""
        over = declaration.c.keep_until <= now
        count: int = (
            await self._session.execute(select(func.count()).select_from(declaration).where(over))
        ).scalar_one()
        if count:
            await self._session.execute(delete(declaration).where(over))
        return count

    def _hash(self, personal_id: str) -> bytes:
        return self._keys.fingerprint(personal_id, purpose="personal id")


class FormLinkRepository(Repository):
    """Links to the form."""

    async def add(
        self, lead_id: int, *, created_by: int | None, at: datetime, expires_at: datetime
    ) -> StoredFormLink:
        """Make a link; earlier ones of the lead end with it."""
        await self.end_all(lead_id, at=at)
        row = {
            "lead_id": lead_id,
            "created_by": created_by,
            "created_at": at,
            "expires_at": expires_at,
            "failures": 0,
        }
        added = (await self._session.execute(self._insert(form_link).values(row).returning(form_link))).one()
        return StoredFormLink(**added._mapping)

    async def get(self, link_id: int) -> StoredFormLink | None:
        """A link by its number."""
        query = self._locked(select(form_link).where(form_link.c.id == link_id))
        row = (await self._session.execute(query)).one_or_none()
        return StoredFormLink(**row._mapping) if row else None

    async def newest(self, lead_id: int) -> StoredFormLink | None:
        """The newest link of a lead."""
        query = (
            select(form_link).where(form_link.c.lead_id == lead_id).order_by(form_link.c.id.desc()).limit(1)
        )
        row = (await self._session.execute(query)).one_or_none()
        return StoredFormLink(**row._mapping) if row else None

    async def count_failure(self, link_id: int) -> None:
        """Note that somebody could not show that the link is theirs."""
        this = update(form_link).where(form_link.c.id == link_id)
        await self._session.execute(this.values(failures=form_link.c.failures + 1))

    async def end(self, link_id: int, *, at: datetime) -> None:
        """Use a link up, or call it back."""
        await self._session.execute(update(form_link).where(form_link.c.id == link_id).values(ended_at=at))

    async def end_all(self, lead_id: int, *, at: datetime) -> None:
        """Call back every link of a lead that is still open."""
        opened = (form_link.c.lead_id == lead_id, form_link.c.ended_at.is_(None))
        await self._session.execute(update(form_link).where(*opened).values(ended_at=at))
