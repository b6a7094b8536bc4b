"""The first page: what is to do today, each count a link to the leads behind it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.clock import VIETNAM
from bot.console.inbox_seeing import seen_by
from bot.console.page import ADDRESS, Page, member_of, scope_of
from bot.console.views import VIEWS
from bot.registration import StaffMember
from bot.registration.appointments import AppointmentState
from bot.storage import (
    AppointmentRepository,
    ChannelPulseRepository,
    FloorRepository,
    LeadFilters,
    LeadRepository,
    MissedSendRepository,
    PromiseRepository,
    Session,
)

_TILES = ("due", "overdue", "uncalled", "unassigned", "mine", "open")
_NEWEST = 8
# As many of the inbox are counted.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Tile:
    """A count and the list that it counts."""

    title: str
    count: int
    address: str
    urgent: bool


class TodayPage(Page):
    """What waits for the member who is signed in."""

    menu_label = "Hôm nay"
    icon = "fa fa-sun"
    path = "/"
    # Where starlette-admin leads after the sign-in and from its name; every other page needs a name of its own.
    route_name = "index"
    template = "console/today.html"

    @route("")
    async def index(self, request: Request) -> Response:
        member = member_of(request)
        if not member.may_see_leads:
            return self.show(request, tiles=[], newest=None, member=member)
        # A count opens exactly the rows that it counts, so words searched before must not narrow them.
        request.session.pop("search", None)
        async with self.desk.database.reading() as session:
            leads = LeadRepository(session)
            tiles = [await self._tile(name, leads, member) for name in _TILES]
            tiles.append(await self._appointments(AppointmentRepository(session), member))
            tiles += await self._inbox(session, member)
            missed = await MissedSendRepository(session).count(scope=scope_of(member))
            alarms = await ChannelPulseRepository(session).alarms()
            newest = await leads.search(sort="-created_at", limit=_NEWEST, scope=scope_of(member))
        return self.show(
            request,
            tiles=tiles,
            newest=newest,
            member=member,
            missed=missed,
            alarms=alarms,
            today=self.desk.clock.today(),
        )

    async def _tile(self, name: str, leads: LeadRepository, member: StaffMember) -> Tile:
        """Count the leads of a view that the member sees."""
        view = VIEWS[name]
        filters: LeadFilters = {
            **view.filters(member, self.desk.clock.today(), self.desk.clock.now()),
            "scope": scope_of(member),
        }
        page = await leads.search(limit=0, **filters)
        address = f"{ADDRESS}/leads?{urlencode({'view': name})}"
        return Tile(view.title, page.total, address, view.urgent and page.total > 0)

    async def _inbox(self, session: Session, member: StaffMember) -> list[Tile]:
        """Count the people who wait for the staff and the promised answers, as the inbox shows them."""
        waiting = [row for row in await FloorRepository(session).attended(limit=_MOST) if row.wanted_at]
        promises = await PromiseRepository(session).open(limit=_MOST)
        seen = await seen_by(
            member,
            {row.conversation_id for row in waiting} | {row.conversation_id for row in promises},
            session=session,
        )
        people = sum(row.conversation_id in seen for row in waiting)
        questions = sum(row.conversation_id in seen for row in promises)
        inbox = f"{ADDRESS}/inbox"
        return [
            Tile("Chờ cán bộ trả lời", people, inbox, urgent=people > 0),
            Tile("Câu hỏi đã hứa", questions, inbox, urgent=questions > 0),
        ]

    async def _appointments(self, appointments: AppointmentRepository, member: StaffMember) -> Tile:
        """Count the appointments of the day that the member sees."""
        day = self.desk.clock.now().astimezone(VIETNAM).date()
        since = datetime.combine(day, time(), tzinfo=VIETNAM)
        found = await appointments.between(
            since, since + timedelta(days=1), scope=scope_of(member), state=AppointmentState.PLANNED
        )
        return Tile("Hẹn hôm nay", len(found), f"{ADDRESS}/calendar?whose=all", urgent=False)

    def is_active(self, request: Request) -> bool:
        return request.url.path.rstrip("/") == ADDRESS
