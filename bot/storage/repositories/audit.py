"""Who on the staff saw or took out what: kept longer than what they saw, and never changed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select

from bot.storage.models import audit, staff
from bot.storage.repositories.base import Repository


@dataclass(frozen=True, slots=True)
class StoredAudit:
    """One thing that a member of the staff saw or took out; ``lead_id`` may be of a lead erased since."""

    id: int
    at: datetime
    staff_id: int
    staff_name: str
    kind: str
    lead_id: int | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One page of the record; ``total`` counts all that fits."""

    entries: tuple[StoredAudit, ...]
    total: int


class AuditRepository(Repository):
    """The record of looks, exports and imports."""

    async def add(
        self,
        *,
        staff_id: int,
        kind: str,
        at: datetime,
        lead_id: int | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> int:
        """Keep that something was seen or taken out; the number of the entry."""
        row = {
            "staff_id": staff_id,
            "kind": kind,
            "at": at,
            "lead_id": lead_id,
            "data": self._sealed_json(dict(data or {})),
        }
        statement = insert(audit).values(row).returning(audit.c.id)
        return int((await self._session.execute(statement)).scalar_one())

    async def get(self, audit_id: int) -> StoredAudit | None:
        """An entry by its number."""
        query = _with_names().where(audit.c.id == audit_id)
        row = (await self._session.execute(query)).one_or_none()
        return self._stored(row) if row else None

    async def page(
        self,
        *,
        staff_id: int | None = None,
        kinds: Collection[str] = (),
        lead_id: int | None = None,
        since: datetime | None = None,
        before: datetime | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> AuditPage:
        """The newest entries first; what is left out narrows nothing."""
        conditions: list[ColumnElement[bool]] = []
        if staff_id is not None:
            conditions.append(audit.c.staff_id == staff_id)
        if kinds:
            conditions.append(audit.c.kind.in_(kinds))
        if lead_id is not None:
            conditions.append(audit.c.lead_id == lead_id)
        if since is not None:
            conditions.append(audit.c.at >= since)
        if before is not None:
            conditions.append(audit.c.at < before)
        counting = select(func.count()).select_from(audit).where(*conditions)
        total = (await self._session.execute(counting)).scalar_one()
        query = _with_names().where(*conditions).order_by(audit.c.at.desc(), audit.c.id.desc())
        rows = await self._session.execute(query.limit(limit).offset(offset))
        return AuditPage(tuple(self._stored(row) for row in rows), total)

    def _stored(self, row: Any) -> StoredAudit:
        return StoredAudit(
            id=row.id,
            at=row.at,
            staff_id=row.staff_id,
            staff_name=row.display_name,
            kind=row.kind,
            lead_id=row.lead_id,
            data=self._opened_json(row.data),
        )


def _with_names() -> Any:
    return select(audit, staff.c.display_name).join(staff, staff.c.id == audit.c.staff_id)
