"""List D05-TS read back from its workbook: the form's columns, its formulas, their sums by the law's own example."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.registration.papers import D05Head, D05Row, months_of
from bot.registration.papers.d05_workbook import d05_workbook
from tests.registration.papers.conftest import TODAY

ROW = D05Row(
    full_name="Nguyễn Thị Hường",
    insurance_number="2400000001",
    birth_date=date(1985, 9, 5),
    start="12/2026",
    months=3,
    income=2_000_000,
    payment_method="quarterly",
    category="near_poor",
    local_rate=Decimal("0.1"),
    other_amount=50_000,
    result_form="electronic",
    kind="Tăng mới",
    note="xóm Đông",
)
UNKNOWN = D05Row(
    full_name="Trần Văn An",
    insurance_number=None,
    birth_date=None,
    start=None,
    months=None,
    income=None,
    payment_method=None,
    category=None,
    local_rate=Decimal(0),
    other_amount=None,
    result_form=None,
    kind="Tăng mới",
)


@pytest.fixture
def sheets(law):
    def made(*rows, head=D05Head()):  # noqa: B008 # immutable
        book = load_workbook(BytesIO(d05_workbook(rows, head=head, law=law, today=TODAY)))
        return book["D05-TS"], book["Tham số"]

    return made


def computed(cell: str, sheet, figures) -> Decimal:
    """What a spreadsheet shows in a cell: only the few operations that our formulas use are known here."""
    value = sheet[cell].value
    if not isinstance(value, str) or not value.startswith("="):
        return Decimal(value or 0)
    formula = value[1:].replace("'Tham số'!$B$1", f"D('{figures['B1'].value}')")
    formula = formula.replace("'Tham số'!$B$2", f"D('{figures['B2'].value}')")
    formula = re.sub(r"SUM\(([A-Z])(\d+):\1(\d+)\)", _sum, formula)
    formula = re.sub(r"\b([A-Q]\d+)\b", r"C('\1')", formula)
    known = {
        "D": Decimal,
        "C": lambda name: computed(name, sheet, figures),
        "ROUND": lambda number, _: Decimal(number).quantize(Decimal(1)),
    }
    return Decimal(eval(formula, {"__builtins__": {}}, known))  # noqa: S307 # our own formulas


def _sum(found: re.Match[str]) -> str:
    rows = range(int(found[2]), int(found[3]) + 1)
    return "(" + "+".join(f"{found[1]}{row}" for row in rows) + ")"


def test_the_columns_are_those_of_the_form(sheets):
    sheet, _ = sheets(ROW)
    assert [sheet.cell(14, column).value for column in range(1, 18)] == ["A", "B", *range(1, 16)]
    assert sheet["A6"].value == "DANH SÁCH THAM GIA BẢO HIỂM XÃ HỘI TỰ NGUYỆN"
    assert sheet["J12"].value == "Tỷ lệ NSNN hỗ trợ theo quy định (%)"
    assert (sheet["C9"].value, sheet["O9"].value, sheet["Q9"].value) == (
        "Mã số BHXH",
        "Hình thức nhận kết quả",
        "Ghi chú",
    )
    assert sheet.page_setup.orientation == "landscape"


def test_a_row_holds_what_was_declared(sheets):
    sheet, _ = sheets(ROW)
    assert [sheet.cell(15, column).value for column in (1, 2, 3, 4, 5, 6, 7)] == [
        1,
        "Nguyễn Thị Hường",
        "2400000001",
        "05/09/1985",
        "12/2026",
        3,
        2_000_000,
    ]
    assert [sheet[f"{column}15"].value for column in "JKNOPQ"] == [
        40,
        10,
        50_000,
        "bản điện tử",
        "Tăng mới",
        "xóm Đông",
    ]


def test_the_formulas_give_what_the_law_gives(sheets, law):
    sheet, figures = sheets(ROW)
    amounts = law.estimate(
        "contribution",
        on=TODAY,
        income=2_000_000,
        payment_method="quarterly",
        category="near_poor",
        local_support_rate="0.1",
    ).amounts
    assert computed("H15", sheet, figures) == amounts["gross"]
    assert computed("L15", sheet, figures) == amounts["local_support"]
    assert computed("I15", sheet, figures) == amounts["payable"] - 50_000


def test_the_sums_are_those_of_all_rows(sheets):
    sheet, figures = sheets(ROW, ROW, UNKNOWN)
    assert sheet["B18"].value == "Cộng"
    for column in "HILN":
        assert computed(f"{column}18", sheet, figures) == 2 * computed(f"{column}15", sheet, figures)


def test_what_nobody_said_is_an_empty_cell(sheets):
    sheet, _ = sheets(UNKNOWN)
    assert [sheet.cell(15, column).value for column in range(3, 16)] == [None] * 13


def test_without_a_group_nobody_knows_what_the_person_pays(sheets):
    sheet, _ = sheets(replace(ROW, category=None))
    assert sheet["H15"].value.startswith("=ROUND")
    assert (sheet["I15"].value, sheet["J15"].value) == (None, None)


def test_years_ahead_are_written_with_the_laws_own_interest(sheets, law):
    row = replace(ROW, payment_method="multi_year", months=24, other_amount=None, category="other")
    sheet, _ = sheets(row)
    amounts = law.estimate(
        "contribution",
        on=TODAY,
        income=2_000_000,
        payment_method="multi_year",
        years=2,
        category="other",
        local_support_rate="0.1",
    ).amounts
    assert (sheet["H15"].value, sheet["I15"].value) == (amounts["gross"], amounts["payable"])
    assert amounts["gross"] < 24 * 2_000_000 * 22 // 100


@pytest.mark.parametrize("name", ["=1+1", "+84912345678", "-1", "@SUM(A1)", "\tx"])
def test_nothing_typed_starts_a_formula(sheets, name):
    sheet, _ = sheets(replace(ROW, full_name=name, note=name), head=D05Head(collector=name))
    assert sheet["B15"].value == sheet["Q15"].value == f"'{name}"
    assert sheet["B15"].data_type == "s"
    assert sheet["A3"].value == f"Họ và tên nhân viên thu: {name}"


def test_the_head_is_dotted_where_nobody_filled_it_in(sheets):
    sheet, _ = sheets(ROW)
    assert all(sheet[f"A{row}"].value.endswith("....") for row in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("method", "own", "months"),
    [
        ("monthly", {}, 1),
        ("quarterly", {}, 3),
        ("half_yearly", {}, 6),
        ("yearly", {}, 12),
        ("multi_year", {"years": 5}, 60),
        ("missing_years", {"missing_months": 31}, 31),
    ],
)
def test_how_many_months_a_payment_covers(law, method, own, months):
    given = {"years": None, "missing_months": None} | own
    assert months_of(method, **given, law=law, today=TODAY) == months
