"""Registrations that may be of one person: proposed, merged, and taken apart again."""

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.page import Page, done, failed, form_of, member_of, row_number, scope_of
from bot.errors import AnTamError
from bot.registration import Duplicates, LeadMissingError, receipt_code
from bot.storage import LeadRepository

_MOST_GROUPS = 50


class DuplicatesPage(Page):
    """The leads that share a phone, group by group."""

    menu_label = "Đăng ký trùng"
    icon = "fa fa-clone"
    path = "/duplicates"
    route_name = "duplicates"
    template = "console/duplicates.html"

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_see_leads

    @route("")
    async def index(self, request: Request) -> Response:
        member = member_of(request)
        async with self.desk.database.reading() as session:
            duplicates = Duplicates(session, casework=self.desk.casework(session, member))
            groups = await duplicates.groups(scope=scope_of(member), limit=_MOST_GROUPS)
            ids = [lead_id for group in groups for lead_id in group]
            page = await LeadRepository(session).search(limit=len(ids), ids=ids or [0], sort="created_at")
        listed = {found.lead.id: found for found in page.leads}
        return self.show(
            request,
            groups=[[listed[lead_id] for lead_id in group] for group in groups],
            member=member,
            most=_MOST_GROUPS,
        )

    @route("/merge", methods=["POST"])
    async def merge(self, request: Request) -> Response:
        """Set a lead aside as the duplicate of another."""
        return await self._change(request, merging=True)

    @route("/take-apart", methods=["POST"])
    async def take_apart(self, request: Request) -> Response:
        """Give a merged lead back the state that it had."""
        return await self._change(request, merging=False)

    async def _change(self, request: Request, *, merging: bool) -> Response:
        form = await form_of(request)
        lead_id, into = row_number(form.get("lead", "")), row_number(form.get("into", ""))
        version = row_number(form.get("version", "")) or 0
        back = f"/leads/{into}" if into and form.get("back") == "lead" else self.path
        try:
            if lead_id is None or (merging and into is None):
                raise LeadMissingError
            async with self.desk.database.transaction() as session:
                casework = self.desk.casework(session, member_of(request))
                duplicates = Duplicates(session, casework=casework)
                if merging and into is not None:
                    await duplicates.merge(lead_id, into=into, version=version)
                else:
                    await duplicates.take_apart(lead_id, version=version)
        except AnTamError as error:
            return failed(request, back, error)
        code = receipt_code(lead_id)
        words = (
            f"Đã gộp {code} vào {receipt_code(into)}."
            if merging and into
            else f"Đã tách {code} ra như trước."
        )
        return done(request, back, words)
