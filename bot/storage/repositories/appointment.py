"""Appointments of officers with people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, insert, select, update

from bot.storage.models import appointment, lead, person, staff
from bot.storage.repositories.base import Repository
from bot.storage.repositories.lead_list import LeadScope, within


@dataclass(frozen=True, slots=True)
class StoredAppointment:
    """An appointment with the names that a calendar shows."""

    id: int
    lead_id: int
    at: datetime
    kind: str
    state: str
    place: str | None
    staff_id: int
    staff_name: str
    full_name: str


class AppointmentRepository(Repository):
    """Appointments."""

    async def add(
        self, lead_id: int, *, staff_id: int, at: datetime, kind: str, state: str, place: str | None
    ) -> int:
        """Keep an appointment; its number."""
        row = {
            "lead_id": lead_id,
            "staff_id": staff_id,
            "at": at,
            "kind": kind,
            "state": state,
            "place": self._sealed(place),
        }
        statement = insert(appointment).values(row).returning(appointment.c.id)
        return int((await self._session.execute(statement)).scalar_one())

    async def of_lead(self, lead_id: int) -> list[StoredAppointment]:
        """All appointments with one person, the latest first."""
        query = _with_names().where(appointment.c.lead_id == lead_id).order_by(appointment.c.at.desc())
        return [self._stored(row) for row in await self._session.execute(query)]

    async def between(
        self, since: datetime, before: datetime, *, scope: LeadScope | None, state: str
    ) -> list[StoredAppointment]:
        """The appointments of a time, of the leads that a member of the staff sees, in order."""
        query = _with_names().where(
            appointment.c.at >= since, appointment.c.at < before, appointment.c.state == state
        )
        if scope is not None:
            query = query.where(within(scope))
        return [self._stored(row) for row in await self._session.execute(query.order_by(appointment.c.at))]

    async def set_state(self, appointment_id: int, *, lead_id: int, before: str, after: str) -> bool:
        """Change an appointment of a lead from one state to another; False when it was not in it."""
        this = (
            appointment.c.id == appointment_id,
            appointment.c.lead_id == lead_id,
            appointment.c.state == before,
        )
        statement = update(appointment).where(*this).values(state=after).returning(appointment.c.id)
        return (await self._session.execute(statement)).one_or_none() is not None

    def _stored(self, row: Row[Any]) -> StoredAppointment:
        return StoredAppointment(
            id=row.id,
            lead_id=row.lead_id,
            at=row.at,
            kind=row.kind,
            state=row.state,
            place=self._opened(row.place),
            staff_id=row.staff_id,
            staff_name=row.display_name,
            full_name=self._keys.decrypt(row.full_name),
        )


def _with_names() -> Select[Any]:
    return (
        select(appointment, staff.c.display_name, person.c.full_name)
        .join(staff, staff.c.id == appointment.c.staff_id)
        .join(lead, lead.c.id == appointment.c.lead_id)
        .join(person, person.c.id == lead.c.person_id)
    )
