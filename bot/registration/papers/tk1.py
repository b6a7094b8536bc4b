"""Form TK1-TS (decision 366/QĐ-BHXH): the declared values by field, set as a PDF and filled in as a DOCX.

A field that was not declared is an empty text here and dots on the paper, to be written by hand. The signature's
place and day are always written by hand.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from typing import Any

from bot.law import Law
from bot.law.text import money
from bot.registration.declaring.declaration import Declaration
from bot.registration.papers.typesetting import HERE, set_pdf

_PARTICIPATION = "tham gia BHXH tự nguyện"
# Dots as wide as the form's places for them, where a value is missing in the DOCX.
_DOTS = {"birth_day": 6, "birth_month": 6, "birth_year": 10, "ethnicity": 18, "nationality": 18, "phone": 22}
_USUAL_DOTS = 40
_BOXES = {True: "☒", False: "☐"}


@dataclass(frozen=True, slots=True)
class Tk1Fields:
    """The form's fields as they stand on it; an empty text is a place left open."""

    insurance_number: str
    full_name: str
    male: bool
    female: bool
    birth_day: str
    birth_month: str
    birth_year: str
    personal_id: str
    ethnicity: str
    nationality: str
    phone: str
    email: str
    electronic: bool
    paper: bool
    house: str
    commune: str
    province: str
    income: str
    method: str
    participation: str
    requests: str
    papers: str
    # Only for compulsory health insurance and for accident insurance; voluntary participants leave them open.
    clinic: str = ""
    work: str = ""


def tk1_fields(declaration: Declaration, *, personal_id: str, phone: str, law: Law, today: date) -> Tk1Fields:
    """The fields out of a declaration.

    :param phone: as people write it, such as 0912 345 678.
    """
    born = declaration.birth_date
    return Tk1Fields(
        insurance_number=declaration.insurance_number or "",
        full_name=declaration.full_name,
        male=declaration.gender == "male",
        female=declaration.gender == "female",
        birth_day=f"{born:%d}",
        birth_month=f"{born:%m}",
        birth_year=f"{born:%Y}",
        personal_id=personal_id,
        ethnicity=declaration.ethnicity or "",
        nationality=declaration.nationality,
        phone=phone,
        email=declaration.email or "",
        electronic=declaration.result_form == "electronic",
        paper=declaration.result_form == "paper",
        house=declaration.house or "",
        commune=declaration.commune or "",
        province=declaration.province or "",
        income=f"{money(declaration.income)} đồng/tháng",
        method=method_words(declaration, law=law, today=today),
        participation=_PARTICIPATION,
        requests=declaration.requests or "",
        papers=declaration.papers or "",
    )


def method_words(declaration: Declaration, *, law: Law, today: date) -> str:
    """The way of paying as the form's guide writes it: hằng tháng, 03 tháng, 06 tháng, 12 tháng …"""
    method = declaration.payment_method
    special: Mapping[str, Callable[[], str]] = {
        "monthly": lambda: "hằng tháng",
        "multi_year": lambda: f"một lần cho {declaration.years} năm về sau",
        "missing_years": lambda: f"một lần cho {declaration.missing_months} tháng còn thiếu",
    }
    if method in special:
        return special[method]()
    months = int(law.parameters[f"payment.period.{method}"].on(today).number)
    return f"{months:02d} tháng một lần"


def method_choices(law: Law, *, today: date) -> dict[str, str]:
    """The ways of paying to choose from, in the words of the form."""
    periods = {
        name: int(law.parameters[f"payment.period.{name}"].on(today).number)
        for name in ("quarterly", "half_yearly", "yearly")
    }
    return {
        "monthly": "Hằng tháng",
        **{name: f"{months:02d} tháng một lần" for name, months in periods.items()},
        "multi_year": "Một lần cho nhiều năm về sau",
        "missing_years": "Một lần cho thời gian còn thiếu",
    }


def tk1_pdf(fields: Tk1Fields) -> bytes:
    """The form as one page of A4, its fonts embedded."""
    return set_pdf("tk1_ts.typ", asdict(fields))


def tk1_docx(fields: Tk1Fields) -> bytes:
    """The form as a Word file that an officer can go on writing in."""
    # Takes its time to import, and few need it.
    from docxtpl import DocxTemplate

    template = DocxTemplate(HERE / "tk1_ts.docx")
    template.render(_for_word(fields), autoescape=True)
    file = BytesIO()
    template.save(file)
    return file.getvalue()


def _for_word(fields: Tk1Fields) -> dict[str, Any]:
    return {
        name: _BOXES[value] if isinstance(value, bool) else value or "." * _DOTS.get(name, _USUAL_DOTS)
        for name, value in asdict(fields).items()
    }
