"""List D05-TS (decision 366/QĐ-BHXH) as a workbook: the form's seventeen columns, its formulas live.

The guide's formula of column 7 has misprints; what the participant pays is what is due less the State's share, the
extra share and other gifts. Rate and poverty line stand on a sheet of their own, so that the formulas show them.
For the two one-off ways of paying the form's formulas know no interest: there the law's figures are written down.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.law import Law
from bot.registration.cells import inert
from bot.registration.papers.d05 import ONE_OFF, D05Head, D05Row

_RATE, _POVERTY_LINE = "contribution.rate", "contribution.minimum_income"
_FIRST_ROW = 15
_FONT = "Times New Roman"
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WIDTHS = (5, 24, 13, 12, 9, 7, 13, 13, 13, 9, 8, 12, 8, 12, 11, 12, 14)
# Cell range, words; as in the form.
_HEADS = (
    ("A9:A13", "STT"),
    ("B9:B13", "Họ và tên"),
    ("C9:C13", "Mã số BHXH"),
    ("D9:D13", "Ngày/ tháng/ năm sinh"),
    ("E9:F10", "Phương thức đóng"),
    ("E11:E13", "Từ tháng/ năm"),
    ("F11:F13", "Số tháng"),
    ("G9:G13", "Mức thu nhập tháng đóng BHXH"),
    ("H9:N9", "Số tiền đóng"),
    ("H10:H13", "Số tiền phải đóng theo quy định"),
    ("I10:N10", "Trong đó"),
    ("I11:I13", "Người tham gia đóng"),
    ("J11:N11", "Hỗ trợ"),
    ("J12:J13", "Tỷ lệ NSNN hỗ trợ theo quy định (%)"),
    ("K12:L12", "NSNN hỗ trợ thêm"),
    ("K13", "Tỷ lệ (%)"),
    ("L13", "Số tiền"),
    ("M12:N12", "Hỗ trợ khác"),
    ("M13", "Tỷ lệ (%)"),
    ("N13", "Số tiền"),
    ("O9:O13", "Hình thức nhận kết quả"),
    ("P9:P13", "Loại tăng, giảm, điều chỉnh"),
    ("Q9:Q13", "Ghi chú"),
)
_NUMBERS = ("A", "B", *range(1, 16))


def d05_workbook(rows: Sequence[D05Row], *, head: D05Head, law: Law, today: date) -> bytes:
    """The list as an XLSX file, amounts by the law of a day."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "D05-TS"
    figures = book.create_sheet("Tham số")
    _write_figures(figures, law=law, today=today)
    _write_head(sheet, head)
    for number, row in enumerate(rows, start=1):
        _write_row(sheet, _FIRST_ROW + number - 1, number, row, law=law, today=today)
    _write_foot(sheet, first=_FIRST_ROW, last=_FIRST_ROW + len(rows) - 1)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write_figures(sheet: Worksheet, *, law: Law, today: date) -> None:
    rate, line = law.parameters[_RATE].on(today), law.parameters[_POVERTY_LINE].on(today)
    for row in (
        ("Tỷ lệ đóng", float(rate.number), rate.reference),
        ("Mức chuẩn nghèo nông thôn", int(line.number), line.reference),
        ("Ngày áp dụng", today, ""),
    ):
        sheet.append(row)
    sheet["B1"].number_format, sheet["B2"].number_format, sheet["B3"].number_format = (
        "0%",
        "#,##0",
        "DD/MM/YYYY",
    )
    for column, width in zip("ABC", (28, 14, 90), strict=True):
        sheet.column_dimensions[column].width = width


def _write_head(sheet: Worksheet, head: D05Head) -> None:
    dots = "." * 38
    for row, (label, value) in enumerate(
        (
            ("Tên tổ chức", head.organisation),
            ("Mã tổ chức", head.organisation_code),
            ("Họ và tên nhân viên thu", head.collector),
            ("Mã nhân viên thu", head.collector_code),
        ),
        start=1,
    ):
        _write(sheet, f"A{row}", f"{label}: {value or dots}", size=11)
    _write(sheet, "A6:Q6", "DANH SÁCH THAM GIA BẢO HIỂM XÃ HỘI TỰ NGUYỆN", size=12, bold=True, centre=True)
    _write(sheet, "A7:Q7", "Số:       /……… ; ngày … tháng … năm …", size=12, italic=True, centre=True)
    for cells, words in _HEADS:
        _write(sheet, cells, words, size=10, bold=True, centre=True, box=True)
    for column, number in zip("ABCDEFGHIJKLMNOPQ", _NUMBERS, strict=True):
        _write(sheet, f"{column}14", number, size=8, italic=True, centre=True, box=True)
    _set_page(sheet)


def _set_page(sheet: Worksheet) -> None:
    for column, width in zip("ABCDEFGHIJKLMNOPQ", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for row, height in {6: 26, 12: 38, 13: 46}.items():
        sheet.row_dimensions[row].height = height
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "9:14"


def _write_row(sheet: Worksheet, at: int, number: int, row: D05Row, *, law: Law, today: date) -> None:
    values = {
        "A": number,
        "B": inert(row.full_name),
        "C": row.insurance_number,
        "D": f"{row.birth_date:%d/%m/%Y}" if row.birth_date else None,
        "E": row.start,
        "F": row.months,
        "G": row.income,
        "J": _percent(_support(row, law=law, today=today)),
        "K": _percent(row.local_rate) if row.local_rate else None,
        "N": row.other_amount,
        "O": {"electronic": "bản điện tử", "paper": "bản giấy"}.get(row.result_form or ""),
        "P": row.kind,
        "Q": inert(row.note),
        **_amounts(row, at, law=law, today=today),
    }
    for column in "ABCDEFGHIJKLMNOPQ":
        cell = _write(sheet, f"{column}{at}", values.get(column), size=10, box=True)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        if column in "GHILN":
            cell.number_format = "#,##0"


def _support(row: D05Row, *, law: Law, today: date) -> Decimal | None:
    """The State's share for the person's group; none where nobody has said the group."""
    if row.category is None:
        return None
    return law.parameters[f"contribution.state_support.{row.category}"].on(today).number


def _percent(share: Decimal | None) -> float | None:
    return None if share is None else float(100 * share)


def _amounts(row: D05Row, at: int, *, law: Law, today: date) -> dict[str, Any]:
    """Columns 6, 7 and 10: formulas, or the law's own figures where interest is part of them."""
    if row.months is None or row.income is None:
        return {}
    if row.payment_method in ONE_OFF:
        return _one_off(row, law=law, today=today)
    rate, line = "'Tham số'!$B$1", "'Tham số'!$B$2"
    due = f"=ROUND(F{at}*G{at}*{rate},0)"
    local = {"L": f"=ROUND(F{at}*K{at}/100*{line}*{rate},0)"} if row.local_rate else {}
    paid = f"=H{at}-ROUND(F{at}*J{at}/100*{line}*{rate},0)-L{at}-N{at}" if row.category else None
    return {"H": due, "I": paid, **local}


def _one_off(row: D05Row, *, law: Law, today: date) -> dict[str, Any]:
    own = (
        {"missing_months": row.months}
        if row.payment_method == "missing_years"
        else {"years": (row.months or 0) // 12}
    )
    amounts = law.estimate(
        "contribution",
        on=today,
        income=row.income,
        payment_method=row.payment_method,
        category=row.category or "other",
        local_support_rate=row.local_rate or None,
        **own,
    ).amounts
    paid = amounts["payable"] - (row.other_amount or 0) if row.category else None
    return {"H": amounts["gross"], "I": paid, "L": amounts["local_support"] or None}


def _write_foot(sheet: Worksheet, *, first: int, last: int) -> None:
    total = last + 1
    for column in "ABCDEFGHIJKLMNOPQ":
        value: str | None = "Cộng" if column == "B" else None
        if column in "HILN" and last >= first:
            value = f"=SUM({column}{first}:{column}{last})"
        cell = _write(sheet, f"{column}{total}", value, size=10, bold=True, box=True)
        cell.number_format = "#,##0"
    _write(
        sheet, f"A{total + 2}:I{total + 2}", "Đề nghị cơ quan BHXH thanh toán thù lao theo quy định.", size=12
    )
    _write(sheet, f"J{total + 2}:Q{total + 2}", "TỔ CHỨC LẬP DANH SÁCH", size=11, bold=True, centre=True)
    _write(
        sheet,
        f"J{total + 3}:Q{total + 3}",
        "(Ký, ghi rõ họ tên, đóng dấu)",
        size=11,
        italic=True,
        centre=True,
    )


def _write(
    sheet: Worksheet,
    cells: str,
    value: Any,
    *,
    size: int,
    bold: bool = False,
    italic: bool = False,
    centre: bool = False,
    box: bool = False,
) -> Any:
    """Write into a cell, or into a range that becomes one."""
    first = cells.partition(":")[0]
    if ":" in cells:
        sheet.merge_cells(cells)
    cell = sheet[first]
    cell.value = value
    cell.font = Font(name=_FONT, size=size, bold=bold, italic=italic)
    if centre:
        cell.alignment = _CENTRE
    if box:
        for part in _cells(sheet, cells):
            part.border = _BOX
    return cell


def _cells(sheet: Worksheet, cells: str) -> Iterator[Any]:
    found = sheet[cells]
    rows = found if isinstance(found, tuple) else ((found,),)
    return (cell for row in rows for cell in row)
