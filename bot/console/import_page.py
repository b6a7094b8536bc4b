"""Brings an officer's own list in: a rehearsal first, which names each row left out, then the import, then its undoing.

Between rehearsal and import nothing is stored: the rows travel sealed in the page's own form, for one member.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import orjson
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.page import Page, done, failed, form_of, member_of, number_in
from bot.errors import AnTamError
from bot.registration.listing import MAX_ROWS, ImportedRow, Imports, ListFileError, Rehearsal, read_table
from bot.storage import KeysError, LeadBatchRepository, Session

_VALID = timedelta(hours=1)
_MAX_NAME = 100


class ImportPage(Page):
    """The imports there were, and a new one."""

    menu_label = "Nhập danh sách"
    icon = "fa fa-file-import"
    path = "/import"
    route_name = "import"
    template = "console/import.html"

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_import

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._page(request)

    @route("/rehearse", methods=["POST"])
    async def rehearse(self, request: Request) -> Response:
        """Read a file and say what would come of it."""
        try:
            name, content = await _uploaded(request)
            table = await run_in_threadpool(read_table, content)
            async with self.desk.database.reading() as session:
                rehearsal = await self._imports(session, request).rehearse(table)
        except AnTamError as error:
            return await self._page(request, error=error)
        return await self._page(
            request, rehearsal=rehearsal, file_name=name, sealed=self._seal(request, rehearsal, name)
        )

    @route("/run", methods=["POST"])
    async def run(self, request: Request) -> Response:
        """Add what the rehearsal showed."""
        form = await form_of(request)
        try:
            rows, name = self._unseal(request, form.get("rows", ""))
            async with self.desk.database.transaction() as session:
                imports = self._imports(session, request)
                await imports.run(rows, file_name=name, reason=form.get("reason", ""))
        except AnTamError as error:
            return await self._page(request, error=error)
        return done(request, self.path, f"Đã nhập {len(rows)} đăng ký từ {name}.")

    @route("/{batch_id:int}/revert", methods=["POST"])
    async def revert(self, request: Request) -> Response:
        """Take an import back."""
        try:
            async with self.desk.database.transaction() as session:
                gone, kept = await self._imports(session, request).revert(number_in(request, "batch_id"))
        except AnTamError as error:
            return failed(request, self.path, error)
        left = f" {kept} đăng ký đã có người làm nên giữ lại." if kept else ""
        return done(request, self.path, f"Đã bỏ {gone} đăng ký của lần nhập này.{left}")

    def _imports(self, session: Session, request: Request) -> Imports:
        member = member_of(request)
        return Imports(
            session,
            casework=self.desk.casework(session, member),
            staff=member,
            communes=self.desk.communes,
            now=self.desk.clock.now(),
            today=self.desk.clock.today(),
        )

    def _seal(self, request: Request, rehearsal: Rehearsal, name: str) -> str:
        content = {
            "staff": member_of(request).id,
            "at": self.desk.clock.now().isoformat(),
            "name": name,
            "rows": [asdict(row) for row in rehearsal.rows],
        }
        return urlsafe_b64encode(self.desk.database.keys.encrypt(orjson.dumps(content).decode())).decode()

    def _unseal(self, request: Request, sealed: str) -> tuple[Sequence[ImportedRow], str]:
        """:raises ListFileError: when the rows were not rehearsed by this member within the hour."""
        try:
            content: dict[str, Any] = orjson.loads(self.desk.database.keys.decrypt(urlsafe_b64decode(sealed)))
            fresh = self.desk.clock.now() - datetime.fromisoformat(content["at"]) < _VALID
            if content["staff"] == member_of(request).id and fresh:
                return [ImportedRow(**row) for row in content["rows"]], content["name"]
        except (ValueError, KeyError, TypeError, KeysError):
            pass
        raise ListFileError("Lần thử này đã cũ", remedy="chọn lại tệp và thử lại")

    async def _page(
        self,
        request: Request,
        *,
        error: AnTamError | None = None,
        rehearsal: Rehearsal | None = None,
        file_name: str = "",
        sealed: str = "",
    ) -> Response:
        async with self.desk.database.reading() as session:
            batches = await LeadBatchRepository(session).list()
        return self.show(
            request,
            status_code=422 if error else 200,
            error=error,
            rehearsal=rehearsal,
            file_name=file_name,
            sealed=sealed,
            batches=batches,
            member=member_of(request),
            most=MAX_ROWS,
            now=self.desk.clock.now(),
        )


async def _uploaded(request: Request) -> tuple[str, bytes]:
    """The name and the content of the chosen file.

    :raises ListFileError: when none was chosen.
    """
    async with request.form() as form:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            raise ListFileError("Chưa chọn tệp", remedy="chọn một tệp XLSX hoặc CSV")
        return file.filename[:_MAX_NAME], await file.read()
