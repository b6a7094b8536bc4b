"""The two weeks ahead: appointments, next steps that fall due, and first calls, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.clock import VIETNAM
from bot.console.page import Page, member_of, scope_of
from bot.registration import OPEN_STATES, LeadState
from bot.registration.appointments import APPOINTMENT_KINDS, AppointmentState
from bot.storage import AppointmentRepository, LeadFilters, LeadRepository, ListedLead, StoredAppointment

DAYS = 14
_MOST = 200
_UNCALLED = [LeadState.NEW, LeadState.ASSIGNED]


@dataclass(slots=True)
class Day:
    """What falls on a day; the first one also holds what is overdue."""

    day: date
    appointments: list[StoredAppointment] = field(default_factory=list)
    steps: list[ListedLead] = field(default_factory=list)
    calls: list[ListedLead] = field(default_factory=list)


class CalendarPage(Page):
    """What the member has to do, in the order of time."""

    menu_label = "Lịch"
    icon = "fa fa-calendar"
    path = "/calendar"
    route_name = "calendar"
    template = "console/calendar.html"

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_see_leads

    @route("")
    async def index(self, request: Request) -> Response:
        member, today = member_of(request), self.desk.clock.now().astimezone(VIETNAM).date()
        mine = request.query_params.get("whose", "mine") != "all"
        days = {today + timedelta(days=count): Day(today + timedelta(days=count)) for count in range(DAYS)}
        since, before = _midnight(today), _midnight(today + timedelta(days=DAYS))
        seen: LeadFilters = {"scope": scope_of(member), "officer_id": member.id if mine else None}
        falling_due: LeadFilters = {**seen, "states": sorted(OPEN_STATES), "overdue_on": before.date()}
        to_be_called: LeadFilters = {**seen, "states": _UNCALLED, "contact_overdue_at": before}
        async with self.desk.database.reading() as session:
            leads = LeadRepository(session)
            planned = await AppointmentRepository(session).between(
                since - timedelta(days=DAYS), before, scope=scope_of(member), state=AppointmentState.PLANNED
            )
            steps = await leads.search(sort="next_due", limit=_MOST, **falling_due)
            calls = await leads.search(sort="created_at", limit=_MOST, **to_be_called)
        for found in planned:
            if not mine or found.staff_id == member.id:
                _at(days, found.at.astimezone(VIETNAM).date()).appointments.append(found)
        _place(days, steps.leads, calls.leads)
        return self.show(
            request,
            days=list(days.values()),
            today=today,
            mine=mine,
            kinds=APPOINTMENT_KINDS,
            now=self.desk.clock.now(),
            most=_MOST,
        )


def _place(days: dict[date, Day], steps: Sequence[ListedLead], calls: Sequence[ListedLead]) -> None:
    for found in steps:
        if found.lead.next_due:
            _at(days, found.lead.next_due).steps.append(found)
    for found in calls:
        if found.lead.contact_due_at:
            _at(days, found.lead.contact_due_at.astimezone(VIETNAM).date()).calls.append(found)


def _at(days: dict[date, Day], day: date) -> Day:
    """The day itself, or the first one for what is overdue."""
    return days.get(day) or next(iter(days.values()))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM)
