"""The list's export: the chosen leads as a file, with a reason that is kept."""

from fastapi.concurrency import run_in_threadpool
from starlette import status
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.page import ActionPage, failed, file_answer, member_of
from bot.console.selecting import Selection, address_of
from bot.errors import AnTamError
from bot.registration.listing import EXPORT_FORMATS, Exports


class ExportPage(ActionPage):
    """The address behind the list's buttons."""

    menu_label = "Xuất danh sách"
    path = "/leads/export"
    route_name = "export"

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_work

    @route("", methods=["POST"])
    async def export(self, request: Request) -> Response:
        """The chosen leads as XLSX or CSV."""
        form, member = await request.form(), member_of(request)
        wanted = str(form.get("format", ""))
        if wanted not in EXPORT_FORMATS:
            raise HTTPException(status.HTTP_404_NOT_FOUND)
        try:
            selection = Selection.of(request, form, desk=self.desk)
            async with self.desk.database.transaction() as session:
                exports = Exports(self.desk.casework(session, member), staff=member)
                found = await selection.leads(session)
                rows = await exports.leads(
                    found,
                    reason=str(form.get("reason", "")),
                    file_format=wanted,
                    phones=form.get("phones") == "yes",
                )
        except AnTamError as error:
            return failed(request, address_of(request, communes=self.desk.communes), error)
        made = EXPORT_FORMATS[wanted]
        # Outside of the transaction: the writing of a large file must not keep others waiting.
        content = await run_in_threadpool(made.write, rows)
        name = f"dang-ky-{self.desk.clock.today().isoformat()}.{wanted}"
        return file_answer(content, name=name, media_type=made.media_type)
