"""Appointments of an officer with a person: made, told to the person, kept, missed or cancelled."""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.clock import VIETNAM
from bot.errors import AnTamError
from bot.registration.casework import Casework
from bot.registration.staff import StaffMember
from bot.storage import AppointmentRepository, LeadScope, Session, StoredAppointment

FURTHEST = timedelta(days=90)
MAX_PLACE = 200


class AppointmentKind(StrEnum):
    """How the two meet; the values are stored."""

    CALL = "call"
    VISIT = "visit"
    OFFICE = "office"


class AppointmentState(StrEnum):
    """What became of it; the values are stored."""

    PLANNED = "planned"
    KEPT = "kept"
    MISSED = "missed"
    CANCELLED = "cancelled"


APPOINTMENT_KINDS = {
    AppointmentKind.CALL: "Gọi điện",
    AppointmentKind.VISIT: "Cán bộ đến nhà",
    AppointmentKind.OFFICE: "Người dân đến cơ quan hoặc điểm thu",
}
APPOINTMENT_STATES = {
    AppointmentState.PLANNED: "Đã hẹn",
    AppointmentState.KEPT: "Đã gặp",
    AppointmentState.MISSED: "Không gặp được",
    AppointmentState.CANCELLED: "Đã hủy",
}


class AppointmentError(AnTamError):
    """An appointment cannot be made or changed as asked."""


class Appointments:
    """Appointments within one transaction; the caller commits."""

    def __init__(self, session: Session, *, casework: Casework, staff: StaffMember, now: datetime) -> None:
        self._appointments = AppointmentRepository(session)
        self._casework = casework
        self._staff = staff
        self._now = now

    async def make(self, lead_id: int, *, at: datetime, kind: AppointmentKind, place: str) -> None:
        """Make an appointment and tell the person.

        :raises AppointmentError: when it lies in the past or too far ahead, or a meeting has no place.
        """
        lead = await self._casework.workable(lead_id)
        _check_time(at, now=self._now)
        where = place.strip()[:MAX_PLACE] or None
        if kind is not AppointmentKind.CALL and where is None:
            raise AppointmentError("Chưa ghi nơi gặp", remedy="ghi nơi gặp rồi lưu lại")
        await self._appointments.add(
            lead.id, staff_id=self._staff.id, at=at, kind=kind, state=AppointmentState.PLANNED, place=where
        )
        await self._casework.record(lead.id, "appointed", {"at": at.isoformat(), "kind": kind.value})
        await self._casework.tell(
            lead, "utter_appointment_made", **_told(at), kind=kind.value, place=where or ""
        )

    async def close(self, lead_id: int, appointment_id: int, *, state: AppointmentState) -> None:
        """Say what became of an appointment; a person is told when it is cancelled.

        :raises AppointmentError: when there is none that is still planned.
        """
        lead = await self._casework.workable(lead_id)
        planned = {found.id: found for found in await self._appointments.of_lead(lead.id)}
        changed = state is not AppointmentState.PLANNED and await self._appointments.set_state(
            appointment_id, lead_id=lead.id, before=AppointmentState.PLANNED, after=state
        )
        if not changed:
            raise AppointmentError("Lịch hẹn này không còn chờ nữa", remedy="mở lại đăng ký để xem")
        at = planned[appointment_id].at
        await self._casework.record(
            lead.id, "appointment_closed", {"at": at.isoformat(), "state": state.value}
        )
        if state is AppointmentState.CANCELLED:
            await self._casework.tell(lead, "utter_appointment_cancelled", **_told(at))

    async def planned(
        self, since: datetime, before: datetime, *, scope: LeadScope | None
    ) -> list[StoredAppointment]:
        """The appointments of a time that are still planned, in order."""
        return await self._appointments.between(since, before, scope=scope, state=AppointmentState.PLANNED)


def _check_time(at: datetime, *, now: datetime) -> None:
    """:raises AppointmentError: when it lies in the past or too far ahead."""
    if at <= now:
        raise AppointmentError("Giờ hẹn đã qua", remedy="chọn một lúc sắp tới")
    if at > now + FURTHEST:
        raise AppointmentError(f"Chỉ hẹn trước được {FURTHEST.days} ngày", remedy="chọn ngày gần hơn")


def _told(at: datetime) -> dict[str, str]:
    local = at.astimezone(VIETNAM)
    return {"day": local.date().isoformat(), "hour": f"{local:%H:%M}"}
