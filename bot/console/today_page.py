"""The first page: what is to do today, each count a link to the leads behind it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.page import ADDRESS, Page, member_of, scope_of
from bot.registration import OPEN_STATES, StaffMember
from bot.storage import LeadFilters, LeadRepository

_NEWEST = 8


@dataclass(frozen=True, slots=True)
class Tile:
    """A count and the list that it counts."""

    title: str
    count: int
    address: str
    urgent: bool = False


class TodayPage(Page):
    """What waits for the member who is signed in."""

    menu_label = "Hôm nay"
    icon = "fa fa-sun"
    path = "/"
    template = "console/today.html"

    @route("")
    async def index(self, request: Request) -> Response:
        member = member_of(request)
        if not member.may_see_leads:
            return self.show(request, tiles=[], newest=None, member=member)
        async with self.desk.database.reading() as session:
            leads = LeadRepository(session)
            tiles = [await wanted.tile(leads, member) for wanted in self._wanted(member)]
            newest = await leads.search(sort="-created_at", limit=_NEWEST, scope=scope_of(member))
        return self.show(request, tiles=tiles, newest=newest, member=member)

    def _wanted(self, member: StaffMember) -> list["Wanted"]:
        today, states = self.desk.clock.today(), sorted(OPEN_STATES)
        return [
            Wanted("Quá hạn", "overdue", {"overdue_on": today, "states": states}, urgent=True),
            Wanted("Chưa ai nhận", "unassigned", {"unassigned": True, "states": states}, urgent=True),
            Wanted("Của tôi, đang làm", "mine", {"officer_id": member.id, "states": states}),
            Wanted("Tất cả đang làm", "open", {"states": states}),
        ]

    def is_active(self, request: Request) -> bool:
        return request.url.path.rstrip("/") == ADDRESS


@dataclass(frozen=True, slots=True)
class Wanted:
    """A count that the page shows: ``view`` is the list's name for the same filters."""

    title: str
    view: str
    filters: LeadFilters
    urgent: bool = False

    async def tile(self, leads: LeadRepository, member: StaffMember) -> Tile:
        """Count the leads that the member sees."""
        filters: LeadFilters = {**self.filters, "scope": scope_of(member)}
        page = await leads.search(limit=0, **filters)
        address = f"{ADDRESS}/leads?{urlencode({'view': self.view})}"
        return Tile(self.title, page.total, address, self.urgent and page.total > 0)
