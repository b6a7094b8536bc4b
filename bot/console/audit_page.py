"""Who on the staff saw or took out what, when and what for."""

from datetime import date, datetime, time, timedelta
from math import ceil
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.clock import VIETNAM
from bot.console.auditing import AUDIT_KINDS
from bot.console.page import ADDRESS, Page, member_of, row_number
from bot.registration import lead_number
from bot.storage import AuditRepository, StaffRepository

PAGE_SIZE = 50


class AuditPage(Page):
    """The record, newest first; nothing in it can be changed."""

    menu_label = "Nhật ký xem"
    icon = "fa fa-eye"
    path = "/audit"
    route_name = "audit"
    template = "console/audit.html"

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_audit

    @route("")
    async def index(self, request: Request) -> Response:
        given = request.query_params
        number = max(row_number(given.get("page", "")) or 1, 1)
        staff_id = row_number(given.get("staff", ""))
        kind = given.get("kind", "") if given.get("kind", "") in AUDIT_KINDS else ""
        since, until = _day(given.get("since", "")), _day(given.get("until", ""))
        code = given.get("code", "").strip()[:20]
        async with self.desk.database.reading() as session:
            page = await AuditRepository(session).page(
                staff_id=staff_id,
                kinds=[kind] if kind else [],
                lead_id=(lead_number(code) or 0) if code else None,
                since=_midnight(since) if since else None,
                before=_midnight(until + timedelta(days=1)) if until else None,
                limit=PAGE_SIZE,
                offset=(number - 1) * PAGE_SIZE,
            )
            accounts = await StaffRepository(session).list()
        chosen = {
            "staff": staff_id or "",
            "kind": kind,
            "code": code,
            "since": since or "",
            "until": until or "",
        }
        filters = urlencode({name: value for name, value in chosen.items() if value})
        return self.show(
            request,
            page=page,
            number=number,
            pages=max(ceil(page.total / PAGE_SIZE), 1),
            kinds=AUDIT_KINDS,
            accounts=accounts,
            chosen=chosen,
            address=f"{ADDRESS}{self.path}?{filters}&" if filters else f"{ADDRESS}{self.path}?",
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM)
