"""Messages that did not surely arrive: seen by the staff, marked when seen to, never sent again by themselves."""

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.page import Page, done, failed, form_of, member_of, number_in, row_number, scope_of
from bot.errors import AnTamError
from bot.storage import MissedSendRepository

_LIMIT = 200


class MissedGoneError(AnTamError):
    """Nothing waits under this number for this member of the staff."""

    def __init__(self) -> None:
        super().__init__("Tin này không còn chờ xử lý", remedy="mở lại danh sách")


class MissedPage(Page):
    """The newest of them first."""

    menu_label = "Tin chưa tới"
    icon = "fa fa-paper-plane"
    path = "/missed"
    route_name = "missed"
    template = "console/missed.html"

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_see_leads

    @route("")
    async def index(self, request: Request) -> Response:
        member = member_of(request)
        scope = scope_of(member)
        async with self.desk.database.reading() as session:
            repository = MissedSendRepository(session)
            missed = await repository.newest(scope=scope, limit=_LIMIT)
            total = await repository.count(scope=scope)
        return self.show(request, missed=missed, total=total, member=member)

    @route("/{send_id:int}", methods=["POST"])
    async def handle(self, request: Request) -> Response:
        """Mark one as seen to; the form may name the lead to go back to."""
        member, send_id = member_of(request), number_in(request, "send_id")
        lead_id = row_number((await form_of(request)).get("lead", ""))
        address = f"/leads/{lead_id}" if lead_id else "/missed"
        handled = False
        if member.may_work:
            async with self.desk.database.transaction() as session:
                handled = await MissedSendRepository(session).handle(
                    send_id, scope=scope_of(member), staff_id=member.id, at=self.desk.clock.now()
                )
        if not handled:
            return failed(request, address, MissedGoneError())
        return done(request, address, "Đã đánh dấu là đã xử lý.")
