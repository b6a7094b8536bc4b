"""Giving many leads at once from the list: to one of the staff or by commune; and taking that back."""

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.page import ActionPage, done, failed, member_of, number_in, row_number
from bot.console.selecting import Selection, address_of
from bot.errors import AnTamError
from bot.registration import Handed, Handing

UNDO = "handed"


class HandingPage(ActionPage):
    """The addresses behind the list's buttons."""

    menu_label = "Giao đăng ký"
    path = "/leads/hand"
    route_name = "handing"

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_assign

    @route("", methods=["POST"])
    async def give(self, request: Request) -> Response:
        """Give the chosen leads."""
        form, member = await request.form(), member_of(request)
        back = address_of(request, communes=self.desk.communes)
        wanted = str(form.get("officer", ""))
        officer_id = row_number(wanted)
        if officer_id is None and wanted != "commune":
            return failed(request, back, AnTamError("Chưa chọn giao cho ai", remedy="chọn một người nhận"))
        try:
            selection = Selection.of(request, form, desk=self.desk)
            async with self.desk.database.transaction() as session:
                ids = [found.lead.id for found in await selection.leads(session)]
                handing = Handing(
                    session,
                    casework=self.desk.casework(session, member),
                    staff=member,
                    today=self.desk.clock.today(),
                )
                handed = await (
                    handing.give_by_commune(ids)
                    if officer_id is None
                    else handing.give(ids, officer_id=officer_id)
                )
        except AnTamError as error:
            return failed(request, back, error)
        if handed.given:
            request.session[UNDO] = handed.audit_id
        return done(request, back, _told(handed))

    @route("/{audit_id:int}/undo", methods=["POST"])
    async def undo(self, request: Request) -> Response:
        """Take a giving back."""
        member, back = member_of(request), address_of(request, communes=self.desk.communes)
        request.session.pop(UNDO, None)
        try:
            async with self.desk.database.transaction() as session:
                handing = Handing(
                    session,
                    casework=self.desk.casework(session, member),
                    staff=member,
                    today=self.desk.clock.today(),
                )
                undone = await handing.take_back(number_in(request, "audit_id"))
        except AnTamError as error:
            return failed(request, back, error)
        left = f" {undone.left} đăng ký đã có người sửa nên để nguyên." if undone.left else ""
        return done(request, back, f"Đã trả lại {undone.given} đăng ký như trước.{left}")


def _told(handed: Handed) -> str:
    left = f" {handed.left} đăng ký để nguyên (đã xong, hoặc đã đúng người)." if handed.left else ""
    return f"Đã giao {handed.given} đăng ký.{left}"
