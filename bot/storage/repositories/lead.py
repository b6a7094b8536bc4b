"""Leads: add, read, change one without losing another's edit, and the history of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import Row, Select, delete, func, insert, select, update

from bot.storage.errors import ConflictError, RowMissingError
from bot.storage.models import lead, lead_event, person, staff
from bot.storage.repositories.base import Repository, locked
from bot.storage.repositories.lead_list import LeadFilters, LeadSort, lead_conditions, lead_order
from bot.storage.repositories.search_term import SearchTermRepository


@dataclass(frozen=True, slots=True)
class StoredLead:
    """A lead. ``payable`` is in đồng a month; ``version`` counts the changes and is given back to change it.

    ``insured`` tells whom it is for: ``relation`` to the writer, and ``age`` or ``birth`` where they were told.
    ``batch_id`` is the import that it came with, ``merged_into_id`` the lead that it is the duplicate of.
    """

    id: int
    person_id: int
    conversation_id: int
    state: str
    commune_name: str | None
    commune_code: str | None
    call_time: str | None
    estimate: dict[str, Any] | None
    payable: int | None
    source: str
    officer_id: int | None
    next_step: str | None
    next_due: date | None
    reason: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    last_contact_at: datetime | None
    batch_id: int | None = None
    merged_into_id: int | None = None
    contact_due_at: datetime | None = None
    insured: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class StoredLeadEvent:
    """One thing that happened to a lead; ``actor`` is a staff number, or None for the citizen."""

    at: datetime
    actor: int | None
    actor_name: str | None
    kind: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ListedLead:
    """A lead with the names that a list shows; ``phone`` is in E.164."""

    lead: StoredLead
    full_name: str
    phone: str
    officer_name: str | None


@dataclass(frozen=True, slots=True)
class LeadPage:
    """One page of a list; ``total`` counts all leads that fit."""

    leads: tuple[ListedLead, ...]
    total: int


class LeadChange(TypedDict, total=False):
    """What may be changed of a lead."""

    state: str
    commune_name: str | None
    commune_code: str | None
    call_time: str | None
    estimate: Mapping[str, Any] | None
    payable: int | None
    officer_id: int | None
    next_step: str | None
    next_due: date | None
    reason: str | None
    last_contact_at: datetime | None
    batch_id: int | None
    merged_into_id: int | None
    contact_due_at: datetime | None
    insured: Mapping[str, Any] | None


# More than anybody looks through to choose one.
_MAX_SOURCES = 500
_ENCRYPTED_TEXTS = ("call_time", "next_step", "reason")
_ENCRYPTED_VALUES = ("estimate", "insured")


class LeadRepository(Repository):
    """Leads and their history. In a write transaction a lead that was read is locked until the end."""

    async def add(
        self, *, person_id: int, conversation_id: int, source: str, at: datetime, **values: Unpack[LeadChange]
    ) -> StoredLead:
        """Keep a new lead; its person must be saved already, the search finds it by them."""
        row = {
            "person_id": person_id,
            "conversation_id": conversation_id,
            "source": source,
            "version": 1,
            "created_at": at,
            "updated_at": at,
        } | self._row(values)
        added = (await self._session.execute(self._insert(lead).values(row).returning(lead))).one()
        await SearchTermRepository(self._session).index_lead(added.id)
        return self._stored(added)

    async def get(self, lead_id: int) -> StoredLead | None:
        """A lead by its number."""
        row = (await self._session.execute(self._locked(_by_id(lead_id)))).one_or_none()
        return self._stored(row) if row else None

    async def conversation_of(self, lead_id: int) -> int | None:
        """The number of a lead's conversation, which whoever tells the person something locks before the lead."""
        query = select(lead.c.conversation_id).where(lead.c.id == lead_id)
        found: int | None = (await self._session.execute(query)).scalar_one_or_none()
        return found

    async def lock(self, lead_id: int) -> StoredLead | None:
        """A lead by its number, kept from others until the transaction ends."""
        row = (await self._session.execute(locked(_by_id(lead_id)))).one_or_none()
        return self._stored(row) if row else None

    async def of_conversation(self, conversation_id: int) -> list[StoredLead]:
        """All leads of a conversation, oldest first."""
        query = select(lead).where(lead.c.conversation_id == conversation_id).order_by(lead.c.id)
        return [self._stored(row) for row in await self._session.execute(query)]

    async def change(
        self, lead_id: int, *, expected_version: int, at: datetime, **values: Unpack[LeadChange]
    ) -> StoredLead:
        """Change a lead that nobody else changed since it was read.

        :raises ConflictError: when somebody did.
        :raises RowMissingError: when there is no such lead any more.
        """
        statement = (
            update(lead)
            .where(lead.c.id == lead_id, lead.c.version == expected_version)
            .values(version=lead.c.version + 1, updated_at=at, **self._row(values))
            .returning(lead)
        )
        changed = (await self._session.execute(statement)).one_or_none()
        if changed is None:
            raise RowMissingError if await self.get(lead_id) is None else ConflictError
        if "commune_name" in values:
            await SearchTermRepository(self._session).index_lead(lead_id)
        return self._stored(changed)

    async def erase(self, lead_id: int) -> None:
        """Delete a lead with its history and its search terms."""
        await self._session.execute(delete(lead).where(lead.c.id == lead_id))

    async def add_event(
        self, lead_id: int, *, at: datetime, actor: int | None, kind: str, data: Mapping[str, Any]
    ) -> None:
        """Add to the history; ``actor`` is a staff number, or None for the citizen."""
        row = {
            "lead_id": lead_id,
            "at": at,
            "actor_id": actor,
            "kind": kind,
            "data": self._sealed_json(dict(data)),
        }
        await self._session.execute(insert(lead_event), row)

    async def history(self, lead_id: int) -> list[StoredLeadEvent]:
        """All that happened to a lead, oldest first."""
        query = (
            select(lead_event, staff.c.display_name)
            .join(staff, staff.c.id == lead_event.c.actor_id, isouter=True)
            .where(lead_event.c.lead_id == lead_id)
            .order_by(lead_event.c.id)
        )
        return [
            StoredLeadEvent(row.at, row.actor_id, row.display_name, row.kind, self._opened_json(row.data))
            for row in await self._session.execute(query)
        ]

    async def sources(self) -> list[str]:
        """Where leads came from, each once: channels, and the codes of links."""
        query = select(lead.c.source).distinct().order_by(lead.c.source).limit(_MAX_SOURCES)
        return list((await self._session.execute(query)).scalars())

    async def search(
        self,
        query: str = "",
        *,
        sort: LeadSort = "-updated_at",
        limit: int = 50,
        offset: int = 0,
        **filters: Unpack[LeadFilters],
    ) -> LeadPage:
        """The leads that fit every word of the query and every filter.

        A word is a name's or a commune's or the beginning of one, with or without tone marks; a phone or its last
        three to nine digits; or a receipt's number.
        """
        found = await SearchTermRepository(self._session).conditions(query)
        conditions = [*found, *lead_conditions(filters)]
        counting = select(func.count()).select_from(lead).where(*conditions)
        total = (await self._session.execute(counting)).scalar_one()
        paging = select(lead.c.id).where(*conditions).order_by(*lead_order(sort)).limit(limit).offset(offset)
        # The numbers first: sorting whole rows with their encrypted values would be far slower.
        ids = (await self._session.execute(paging)).scalars().all()
        listed = {found.lead.id: found for found in await self._listed(ids)}
        return LeadPage(tuple(listed[lead_id] for lead_id in ids), total)

    async def _listed(self, ids: Sequence[int]) -> list[ListedLead]:
        query = (
            select(lead, person.c.full_name, person.c.phone, staff.c.display_name)
            .join(person, person.c.id == lead.c.person_id)
            .join(staff, staff.c.id == lead.c.officer_id, isouter=True)
            .where(lead.c.id.in_(ids))
        )
        return [
            ListedLead(
                self._stored(row),
                full_name=self._keys.decrypt(row.full_name),
                phone=self._keys.decrypt(row.phone),
                officer_name=row.display_name,
            )
            for row in await self._session.execute(query)
        ]

    def _stored(self, row: Row[Any]) -> StoredLead:
        return StoredLead(
            id=row.id,
            person_id=row.person_id,
            conversation_id=row.conversation_id,
            state=row.state,
            commune_name=row.commune_name,
            commune_code=row.commune_code,
            call_time=self._opened(row.call_time),
            estimate=self._opened_json(row.estimate),
            payable=row.payable,
            source=row.source,
            officer_id=row.officer_id,
            next_step=self._opened(row.next_step),
            next_due=row.next_due,
            reason=self._opened(row.reason),
            version=row.version,
            created_at=row.created_at,
            updated_at=row.updated_at,
            last_contact_at=row.last_contact_at,
            batch_id=row.batch_id,
            merged_into_id=row.merged_into_id,
            contact_due_at=row.contact_due_at,
            insured=self._opened_json(row.insured),
        )

    def _row(self, values: LeadChange) -> dict[str, Any]:
        """The values as they are stored."""
        row: dict[str, Any] = dict(values)
        for name in _ENCRYPTED_TEXTS:
            if name in row:
                row[name] = self._sealed(row[name])
        for name in _ENCRYPTED_VALUES:
            if row.get(name) is not None:
                row[name] = self._sealed_json(dict(row[name]))
        if "state" in row:
            row["state"] = str(row["state"])
        return row


def _by_id(lead_id: int) -> Select[Any]:
    return select(lead).where(lead.c.id == lead_id)
