"""Takes leads out as XLSX or CSV; the reason and how many they were are in the audit."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

import phonenumbers

from bot.clock import VIETNAM
from bot.errors import AnTamError
from bot.registration.applicant import receipt_code
from bot.registration.casework import Casework
from bot.registration.cells import inert
from bot.registration.staff import NotAllowedError, StaffMember
from bot.registration.states import LABELS, LeadState
from bot.storage import ListedLead

MAX_REASON = 300
_MOMENT = "%d/%m/%Y %H:%M"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Title and value of each column, in order.
_COLUMNS: Mapping[str, Callable[[ListedLead], Any]] = {
    "Mã đăng ký": lambda found: receipt_code(found.lead.id),
    "Họ và tên": lambda found: found.full_name,
    "Điện thoại": lambda _: None,
    "Xã, phường": lambda found: found.lead.commune_name,
    "Trạng thái": lambda found: LABELS[LeadState(found.lead.state)],
    "Giờ tiện gọi": lambda found: found.lead.call_time,
    "Việc tiếp theo": lambda found: found.lead.next_step,
    "Hạn": lambda found: f"{found.lead.next_due:%d/%m/%Y}" if found.lead.next_due else None,
    "Mức đóng tháng (đồng)": lambda found: found.lead.payable,
    "Cán bộ": lambda found: found.officer_name,
    "Nguồn": lambda found: found.lead.source,
    "Đăng ký lúc": lambda found: f"{found.lead.created_at.astimezone(VIETNAM):{_MOMENT}}",
    "Cập nhật lúc": lambda found: f"{found.lead.updated_at.astimezone(VIETNAM):{_MOMENT}}",
}


class ReasonError(AnTamError):
    """People's data are to be taken out without saying what for."""

    def __init__(self) -> None:
        super().__init__("Chưa ghi xuất danh sách để làm gì", remedy="ghi lý do rồi xuất lại")


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a list becomes a file."""

    media_type: str
    write: Callable[[Sequence[Sequence[Any]]], bytes]


class Exports:
    """Exports within one transaction: none is given out that is not in the audit."""

    def __init__(self, casework: Casework, *, staff: StaffMember) -> None:
        self._casework = casework
        self._staff = staff

    async def leads(
        self, found: Sequence[ListedLead], *, reason: str, file_format: str, phones: bool = False
    ) -> list[list[Any]]:
        """The rows of a file, the titles first; ``file_format`` is one of the `EXPORT_FORMATS`.

        :param phones: whether the telephone numbers are whole; else only their last three digits stand there.
        :raises ReasonError: without a reason.
        :raises NotAllowedError: when the member may only look.
        """
        await self.note("leads_exported", reason=reason, leads=len(found), format=file_format, phones=phones)
        columns = {**_COLUMNS, "Điện thoại": _whole_phone if phones else _masked_phone}
        return [list(columns), *([_cell(value(lead)) for value in columns.values()] for lead in found)]

    async def note(self, kind: str, *, reason: str, **data: Any) -> None:
        """Keep that something is taken out.

        :raises ReasonError: without a reason.
        :raises NotAllowedError: when the member may only look.
        """
        if not self._staff.may_work:
            raise NotAllowedError("xuất danh sách")
        if not reason.strip():
            raise ReasonError
        await self._casework.audit(kind, reason=reason.strip()[:MAX_REASON], **data)


def _whole_phone(found: ListedLead) -> str:
    form = phonenumbers.PhoneNumberFormat.NATIONAL
    return phonenumbers.format_number(phonenumbers.parse(found.phone), form)


def _masked_phone(found: ListedLead) -> str:
    return f"••• {found.phone[-3:]}"


def _cell(value: Any) -> Any:
    return inert(value) if isinstance(value, str) else value


def _csv(rows: Sequence[Sequence[Any]]) -> bytes:
    """With the mark by which Excel knows UTF-8."""
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    # Takes its time to import, and few need it.
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Đăng ký"
    for row in rows:
        sheet.append(list(row))
    for column, width in enumerate((12, 28, 16, 22, 18, 20, 24, 12, 16, 20, 14, 18, 18), start=1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


EXPORT_FORMATS: Mapping[str, FileFormat] = {
    "xlsx": FileFormat(_XLSX, _xlsx),
    "csv": FileFormat("text/csv; charset=utf-8", _csv),
}
