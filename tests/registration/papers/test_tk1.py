"""Form TK1-TS read back from its PDF and its Word file, field for field."""

import re
import unicodedata
from dataclasses import asdict, replace
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from docx import Document

from bot.registration.papers import tk1_docx, tk1_fields, tk1_pdf
from tests.registration.papers.conftest import TODAY

# What stands before each value on the paper; in its order.
LABELS = {
    "insurance_number": "Mã số BHXH:",
    "full_name": "[01]. Họ và tên:",
    "personal_id": "[04]. Số CCCD/ĐDCN/hộ chiếu:",
    "ethnicity": "[05]. Dân tộc:",
    "nationality": "[06]. Quốc tịch:",
    "phone": "[07]. Số điện thoại:",
    "email": "[08]. Địa chỉ email:",
    "house": "[11.1]. Số nhà, đường/phố, thôn/xóm:",
    "commune": "[11.2]. Xã, phường, đặc khu:",
    "province": "[11.3]. Tỉnh, thành phố:",
    "income": "[12]. Mức tiền đóng:",
    "method": "[13]. Phương thức đóng:",
    "participation": "[15]. Đối tượng tham gia:",
    "requests": "[16]. Nội dung đề nghị:",
    "papers": "[17]. Giấy tờ kèm theo (nếu có):",
}
NUMBERS = [f"[{number:02d}]" for number in range(1, 18) if number != 11]


def of_pdf(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_bounded()
    finally:
        document.close()
    return " ".join(unicodedata.normalize("NFC", text).split())


def of_docx(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(part for cell in cells for part in cell.paragraphs)]
    return " ".join(" ".join(paragraph.text for paragraph in paragraphs).split())


FORMS = [pytest.param(tk1_pdf, of_pdf, id="PDF"), pytest.param(tk1_docx, of_docx, id="Word")]


@pytest.fixture
def fields(law):
    def made(declaration, *, personal_id="024185000001"):
        return tk1_fields(declaration, personal_id=personal_id, phone="0912 345 678", law=law, today=TODAY)

    return made


@pytest.mark.parametrize(("make", "read"), FORMS)
def test_every_field_stands_behind_its_label(fields, everything, make, read):
    filled = fields(everything)
    paper = read(make(filled))
    for name, label in LABELS.items():
        assert re.search(rf"{re.escape(label)}\s*{re.escape(getattr(filled, name))}", paper), (name, paper)
    assert re.search(r"\[03\]\. Ngày, tháng, năm sinh: ?05 ?/ ?09 ?/ ?1985", paper)
    assert [number for number in NUMBERS if number not in paper] == []


@pytest.mark.parametrize(("make", "read"), FORMS)
def test_what_was_not_declared_is_dotted_and_nothing_stands_for_it(fields, the_least, make, read):
    filled = fields(the_least, personal_id="024070000001")
    paper = read(make(filled))
    for name, value in asdict(filled).items():
        if value == "" and name in LABELS:
            assert re.search(rf"{re.escape(LABELS[name])}\s*\.", paper), (name, paper)
    assert "None" not in paper
    assert "Kinh" not in paper


def test_the_boxes_are_those_of_the_person(fields, everything, the_least):
    woman, man = of_docx(tk1_docx(fields(everything))), of_docx(tk1_docx(fields(the_least)))
    assert "- ☐ Nam - ☒ Nữ" in woman
    assert "- ☐ Bản điện tử - ☒ Bản giấy" in woman
    assert "- ☒ Nam - ☐ Nữ" in man
    assert "- ☒ Bản điện tử - ☐ Bản giấy" in man


def test_the_fonts_are_inside_the_pdf(fields, everything):
    content = tk1_pdf(fields(everything))
    assert b"FontFile" in content
    assert b"Libertinus" in content


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"payment_method": "monthly"}, "hằng tháng"),
        ({"payment_method": "quarterly"}, "03 tháng một lần"),
        ({"payment_method": "half_yearly"}, "06 tháng một lần"),
        ({"payment_method": "yearly"}, "12 tháng một lần"),
        ({"payment_method": "multi_year", "years": 2}, "một lần cho 2 năm về sau"),
        ({"payment_method": "missing_years", "missing_months": 30}, "một lần cho 30 tháng còn thiếu"),
    ],
)
def test_the_way_of_paying_is_written_as_the_guide_does(fields, everything, changes, words):
    assert fields(replace(everything, **changes)).method == words


@pytest.mark.parametrize(("make", "read"), FORMS)
def test_what_people_type_is_text_and_nothing_else(fields, everything, make, read):
    hostile = replace(everything, house='#panic("x") {{ 7*7 }} <b>&', requests="*đậm* $x$ \\ [a]")
    paper = read(make(fields(hostile)))
    assert '#panic("x") {{ 7*7 }} <b>&' in paper
    assert "*đậm* $x$ \\ [a]" in paper


def test_long_values_stay_on_the_page(fields, everything):
    long = "thôn Đông Thượng Trung Hạ " * 7
    of_pdf(
        tk1_pdf(
            fields(replace(everything, house=long, requests=long, papers=long, email="a" * 190 + "@b.vn"))
        )
    )


def test_the_word_file_says_nothing_of_who_made_it(fields, everything):
    with ZipFile(BytesIO(tk1_docx(fields(everything)))) as file:
        core = file.read("docProps/core.xml").decode()
    assert "An Tâm" in core
    assert "024185000001" not in core
