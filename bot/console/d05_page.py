"""List D05-TS for chosen leads: first every row to be looked through and completed, then the workbook."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.page import ActionPage, failed, file_answer, member_of, row_number, scope_of
from bot.console.selecting import NothingChosenError, Selection, address_of
from bot.errors import AnTamError
from bot.law import EstimateInputError, ParameterMissingError
from bot.registration import receipt_code
from bot.registration.declaring import Declared
from bot.registration.listing import Exports
from bot.registration.papers import SUPPORT_GROUPS, D05Head, D05Row, months_of
from bot.storage import LeadRepository, ListedLead, Session

MOST_ROWS = 200
KINDS = ("Tăng mới", "Đóng tiếp", "Đăng ký lại", "Thay đổi mức đóng", "Thay đổi phương thức đóng")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RowError(AnTamError):
    """A row of the list cannot be written as typed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One row before it is completed; ``lacks`` names what nobody has declared."""

    lead_id: int
    row: D05Row
    lacks: tuple[str, ...]


class D05Page(ActionPage):
    """The rows of a list, and the list."""

    menu_label = "Danh sách D05-TS"
    path = "/leads/d05"
    route_name = "d05"
    template = "console/d05.html"

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_work

    @route("", methods=["POST"])
    async def look_through(self, request: Request) -> Response:
        """The chosen leads as rows to be completed."""
        form = await request.form()
        try:
            selection = Selection.of(request, form, desk=self.desk)
            async with self.desk.database.reading() as session:
                drafts = await self._drafts(session, (await selection.leads(session))[:MOST_ROWS])
            if not drafts:
                raise NothingChosenError
        except AnTamError as error:
            return failed(request, address_of(request, communes=self.desk.communes), error)
        return self._review(request, drafts, typed=form)

    @route("/file", methods=["POST"])
    async def file(self, request: Request) -> Response:
        """The completed list as a workbook."""
        form, member = await request.form(), member_of(request)
        ids = [number for text in form.getlist("row") if (number := row_number(str(text))) is not None]
        drafts: list[Draft] = []
        try:
            async with self.desk.database.transaction() as session:
                page = await LeadRepository(session).search(
                    sort="created_at", limit=MOST_ROWS, ids=ids or [0], scope=scope_of(member)
                )
                drafts = await self._drafts(session, page.leads)
                rows = [_completed(draft, form, self.desk.paperwork.local_support_rate) for draft in drafts]
                exports = Exports(self.desk.casework(session, member), staff=member)
                await exports.note(
                    "d05_exported",
                    reason=str(form.get("reason", "")),
                    leads=len(rows),
                    numbers=[draft.lead_id for draft in drafts],
                )
                content = await run_in_threadpool(self._workbook, rows, form)
        except (EstimateInputError, ParameterMissingError) as error:
            return self._review(
                request, drafts, typed=form, error=RowError(error.reason, remedy="sửa dòng ấy")
            )
        except AnTamError as error:
            return self._review(request, drafts, typed=form, error=error)
        name = f"D05-TS-{self.desk.clock.today().isoformat()}.xlsx"
        return file_answer(content, name=name, media_type=_XLSX)

    def _workbook(self, rows: list[D05Row], form: FormData) -> bytes:
        # Takes its time to import, and few need it.
        from bot.registration.papers.d05_workbook import d05_workbook

        head = D05Head(
            organisation=str(form.get("organisation", "")).strip(),
            organisation_code=str(form.get("organisation_code", "")).strip(),
            collector=str(form.get("collector", "")).strip(),
            collector_code=str(form.get("collector_code", "")).strip(),
        )
        return d05_workbook(rows, head=head, law=self.desk.paperwork.law, today=self.desk.clock.today())

    async def _drafts(self, session: Session, leads: tuple[ListedLead, ...]) -> list[Draft]:
        declarations = self.desk.paperwork.declarations(session, now=self.desk.clock.now())
        return [self._draft(found, await declarations.get(found.lead.id)) for found in leads]

    def _draft(self, found: ListedLead, declared: Declared | None) -> Draft:
        """The row out of what was declared and, for the group, what was estimated."""
        today, rate = self.desk.clock.today(), self.desk.paperwork.local_support_rate
        # Of several groups the estimate says which one counts; a sensitive one is not kept with a lead.
        group = (found.lead.estimate or {}).get("amounts", {}).get("category")
        row = D05Row(
            full_name=found.full_name,
            insurance_number=None,
            birth_date=None,
            start=None,
            months=None,
            income=None,
            payment_method=None,
            category=group if isinstance(group, str) and group in SUPPORT_GROUPS else None,
            local_rate=rate,
            other_amount=None,
            result_form=None,
            kind=KINDS[0],
        )
        if declared is None:
            return Draft(found.lead.id, row, ("chưa có tờ khai",))
        told = declared.declaration
        months = months_of(
            told.payment_method,
            years=told.years,
            missing_months=told.missing_months,
            law=self.desk.paperwork.law,
            today=today,
        )
        filled = replace(
            row,
            full_name=told.full_name,
            insurance_number=told.insurance_number,
            birth_date=told.birth_date,
            months=months,
            income=told.income,
            payment_method=told.payment_method,
            result_form=told.result_form,
        )
        return Draft(found.lead.id, filled, () if filled.category else ("chưa rõ nhóm hỗ trợ",))

    def _review(
        self,
        request: Request,
        drafts: list[Draft],
        *,
        typed: FormData,
        error: AnTamError | None = None,
    ) -> Response:
        today = self.desk.clock.today()
        return self.show(
            request,
            status_code=422 if error else 200,
            error=error,
            drafts=drafts,
            typed=typed,
            groups=SUPPORT_GROUPS,
            kinds=KINDS,
            this_month=f"{today:%m/%Y}",
            paperwork=self.desk.paperwork,
            member=member_of(request),
            most=MOST_ROWS,
        )


def _completed(draft: Draft, form: FormData, local_rate: Decimal) -> D05Row:
    """The row with what was typed for it.

    :raises RowError: naming the lead whose values cannot be read.
    """

    def typed(name: str) -> str:
        return str(form.get(f"{name}-{draft.lead_id}", "")).strip()

    group = typed("category")
    try:
        other = typed("other").replace(".", "")
        return replace(
            draft.row,
            start=_month(typed("start")),
            category=group if group in SUPPORT_GROUPS else None,
            local_rate=local_rate,
            other_amount=int(Decimal(other)) if other else None,
            kind=typed("kind") if typed("kind") in KINDS else KINDS[0],
            note=typed("note")[:200],
        )
    except (ValueError, InvalidOperation):
        raise RowError(
            f"Dòng {receipt_code(draft.lead_id)} có chỗ không đọc được",
            remedy="ghi tháng như 12/2026 và số tiền bằng chữ số",
        ) from None


def _month(text: str) -> str | None:
    """:raises ValueError: when it is no month."""
    if not text:
        return None
    month, _, year = text.partition("/")
    return f"{date(int(year), int(month), 1):%m/%Y}"
