"""The appointments of one lead: made, kept, missed, cancelled from its page."""

from datetime import datetime

from starlette import status
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.clock import VIETNAM
from bot.console.page import ActionPage, done, failed, form_of, member_of, number_in
from bot.errors import AnTamError
from bot.registration.appointments import (
    AppointmentError,
    AppointmentKind,
    Appointments,
    AppointmentState,
)
from bot.storage import Session


class AppointmentsPage(ActionPage):
    """The addresses behind the buttons of a lead's page."""

    menu_label = "Lịch hẹn"
    path = "/leads/{lead_id:int}/appointments"
    route_name = "appointments"

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_work

    @route("", methods=["POST"])
    async def make(self, request: Request) -> Response:
        """Make an appointment; the person is told."""
        form, lead_id = await form_of(request), number_in(request, "lead_id")
        try:
            at, kind = _moment(form), _kind(form.get("kind", ""))
            async with self.desk.database.transaction() as session:
                await self._appointments(session, request).make(
                    lead_id, at=at, kind=kind, place=form.get("place", "")
                )
        except AnTamError as error:
            return failed(request, f"/leads/{lead_id}", error)
        return done(request, f"/leads/{lead_id}", "Đã hẹn và báo cho người dân.")

    @route("/{appointment_id:int}", methods=["POST"])
    async def close(self, request: Request) -> Response:
        """Say what became of an appointment."""
        form, lead_id = await form_of(request), number_in(request, "lead_id")
        try:
            state = AppointmentState(form.get("state", ""))
            async with self.desk.database.transaction() as session:
                await self._appointments(session, request).close(
                    lead_id, number_in(request, "appointment_id"), state=state
                )
        except ValueError:
            raise HTTPException(status.HTTP_404_NOT_FOUND) from None
        except AnTamError as error:
            return failed(request, f"/leads/{lead_id}", error)
        return done(request, f"/leads/{lead_id}", "Đã ghi kết quả cuộc hẹn.")

    def _appointments(self, session: Session, request: Request) -> Appointments:
        member, now = member_of(request), self.desk.clock.now()
        return Appointments(session, casework=self.desk.casework(session, member), staff=member, now=now)


def _moment(form: dict[str, str]) -> datetime:
    """:raises AppointmentError: when day or hour is none."""
    try:
        typed = datetime.fromisoformat(f"{form.get('day', '')}T{form.get('hour', '')}")
    except ValueError:
        raise AppointmentError("Chưa chọn ngày giờ hẹn", remedy="chọn cả ngày và giờ") from None
    return typed.replace(tzinfo=VIETNAM)


def _kind(text: str) -> AppointmentKind:
    """:raises AppointmentError: when there is no such kind."""
    try:
        return AppointmentKind(text)
    except ValueError:
        raise AppointmentError(
            "Chưa chọn cách gặp", remedy="chọn gọi điện, đến nhà hoặc tại cơ quan"
        ) from None
