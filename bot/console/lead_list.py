"""The list of leads: searched, filtered, sorted and paged; its address holds the filters, so a link shows the same.

The searched words alone are sent in a form's body and kept in the session: they may be a name or a phone,
which belong in no address, history or log.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin.routing import route

from bot.console.page import ADDRESS, Page, member_of, scope_of
from bot.console.presenting import SOURCES, source
from bot.console.views import VIEWS
from bot.registration import LABELS, ROLE_LABELS, WORKING_ROLES, LeadState, Role, StaffMember
from bot.registration.source import source_code
from bot.storage import LEAD_SORTS, LeadFilters, LeadRepository, LeadSort, StaffRepository, StoredStaff

PAGE_SIZE = 50
_MAX_WORDS = 100
SORTS = {
    "-updated_at": "Mới cập nhật",
    "-created_at": "Mới đăng ký",
    "created_at": "Đăng ký lâu nhất",
    "next_due": "Hạn gần nhất",
    "state": "Trạng thái",
}


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What the address asks for; anything unknown in it counts as not said."""

    view: str
    state: str
    commune: str
    officer: int | None
    source: str
    sort: LeadSort
    page: int

    @classmethod
    def of(cls, request: Request, *, communes: Container[str]) -> "ListQuery":
        given = request.query_params
        sort = given.get("sort", "")
        officer, page = given.get("officer", ""), given.get("page", "")
        return cls(
            view=given.get("view", "") if given.get("view", "") in VIEWS else "",
            state=given.get("state", "") if given.get("state", "") in set(LeadState) else "",
            commune=given.get("commune", "") if given.get("commune", "") in communes else "",
            officer=int(officer) if officer.isdecimal() and len(officer) < 10 else None,
            source=source_code(given.get("source")) or "",
            sort=sort if sort in LEAD_SORTS else "-updated_at",
            page=max(int(page), 1) if page.isdecimal() and len(page) < 7 else 1,
        )

    def address(self, **changes: str | int) -> str:
        """The list's address with some of it changed; the page starts anew unless given."""
        own = {
            "view": self.view,
            "state": self.state,
            "commune": self.commune,
            "officer": self.officer or "",
            "source": self.source,
            "sort": self.sort,
        }
        query = {name: value for name, value in (own | changes).items() if value not in ("", "-updated_at")}
        return f"{ADDRESS}/leads?{urlencode(query)}" if query else f"{ADDRESS}/leads"


class LeadListPage(Page):
    """All leads that the member sees."""

    menu_label = "Đăng ký"
    icon = "fa fa-address-book"
    path = "/leads"
    route_name = "leads"
    template = "console/leads.html"

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_see_leads

    @route("")
    async def index(self, request: Request) -> Response:
        query, member = self._query(request), member_of(request)
        words = request.session.get("search", "")
        async with self.desk.database.reading() as session:
            page = await LeadRepository(session).search(
                words,
                sort=query.sort,
                limit=PAGE_SIZE,
                offset=(query.page - 1) * PAGE_SIZE,
                **filters_of(query, member, today=self.desk.clock.today(), now=self.desk.clock.now()),
            )
            accounts = await StaffRepository(session).list()
            came_by = await LeadRepository(session).sources()
        pages = max(ceil(page.total / PAGE_SIZE), 1)
        if query.page > pages:
            return RedirectResponse(query.address(page=pages), status_code=303)
        return self.show(
            request,
            query=query,
            words=words,
            page=page,
            pages=pages,
            first=(query.page - 1) * PAGE_SIZE + 1,
            list_views={name: view.title for name, view in VIEWS.items()},
            sorts=SORTS,
            states=LABELS,
            sources={code: source(code, communes=self.desk.communes) for code in [*SOURCES, *came_by]},
            communes=self._communes(member),
            officer_choices=officer_choices(accounts),
            today=self.desk.clock.today(),
            member=member,
            receivers=receivers(accounts),
            undo=request.session.pop("handed", None),
        )

    @route("/search", methods=["POST"])
    async def search(self, request: Request) -> Response:
        """Keep the searched words and show the list again, from its first page."""
        form = await request.form()
        request.session["search"] = str(form.get("words", "")).strip()[:_MAX_WORDS]
        return RedirectResponse(self._query(request).address(), status_code=303)

    def _query(self, request: Request) -> ListQuery:
        return ListQuery.of(request, communes=self.desk.communes)

    def _communes(self, member: StaffMember) -> dict[str, str]:
        """The communes to choose from, by name."""
        own = {code: name for code, name in self.desk.communes.items() if code in member.communes}
        return dict(sorted((own or dict(self.desk.communes)).items(), key=lambda item: item[1]))


def filters_of(query: ListQuery, member: StaffMember, *, today: date, now: datetime) -> LeadFilters:
    """What the choices narrow the list to; a view's own officer and a chosen state go before the other's."""
    chosen: LeadFilters = {
        "scope": scope_of(member),
        "communes": [query.commune] if query.commune else [],
        "officer_id": query.officer,
        "sources": [query.source] if query.source else [],
    }
    state: LeadFilters = {"states": [query.state]} if query.state else {}
    return {**chosen, **VIEWS[query.view].filters(member, today, now), **state}


def officer_choices(accounts: Sequence[StoredStaff]) -> list[tuple[int, str]]:
    """Those who hold leads or did: a closed account may have left some behind."""
    return [
        (account.id, account.display_name if account.active else f"{account.display_name} (đã khóa)")
        for account in accounts
        if Role(account.role) in WORKING_ROLES
    ]


def receivers(accounts: Sequence[StoredStaff]) -> list[tuple[int, str]]:
    """Those whom a lead can be given to."""
    return [
        (account.id, f"{account.display_name} ({ROLE_LABELS[Role(account.role)]})")
        for account in accounts
        if account.active and Role(account.role) in WORKING_ROLES
    ]
