"""How figures, days and numbers are written in a message; templates turn values into words only through these."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import phonenumbers

Number = int | float | Decimal
MONTHS_PER_YEAR = 12
_LINE = 160


def money(amount: Number) -> str:
    """1500000 → 1.500.000 đồng"""
    return f"{grouped(amount)} đồng"


def grouped(amount: Number) -> str:
    """1500000 → 1.500.000, to the nearest whole"""
    whole = _exact(amount).to_integral_value(rounding=ROUND_HALF_UP)
    return f"{whole:,f}".replace(",", ".")


def number(value: Number) -> str:
    """2.50 → 2,5; whole numbers without a comma"""
    return f"{_exact(value).normalize():f}".replace(".", ",")


def percent(share: Number) -> str:
    """0.435 → 43,5 %"""
    return f"{number(_exact(share) * 100)} %"


def day(value: date | str) -> str:
    """2027-01-01, as a date or as its ISO text → 01/01/2027"""
    return f"{date.fromisoformat(value) if isinstance(value, str) else value:%d/%m/%Y}"


def month(value: date | str) -> str:
    """2027-01, as a date or as text → 01/2027"""
    return day(f"{str(value)[:7]}-01").partition("/")[2]


def birth(value: str | int) -> str:
    """1972 → năm 1972; 1972-05 → tháng 05/1972; 1972-05-20 → ngày 20/05/1972"""
    parts = str(value).split("-")
    unit = ("năm", "tháng", "ngày")[len(parts) - 1]
    return f"{unit} {'/'.join(reversed(parts))}"


def months(count: Number) -> str:
    """18 → 1 năm 6 tháng; 180 → 15 năm; 0 → 0 tháng"""
    years, rest = divmod(int(count), MONTHS_PER_YEAR)
    parts = [f"{years} năm"] * bool(years) + [f"{rest} tháng"] * bool(rest or not years)
    return " ".join(parts)


def age(count: Number) -> str:
    """An age in months: 738 → 61 tuổi 6 tháng; 720 → 60 tuổi"""
    return months(count).replace("năm", "tuổi")


def in_months(years: Number) -> int:
    """15 → 180, for a calculator that counts in months"""
    return int(years) * MONTHS_PER_YEAR


def phone(value: str) -> str:
    """+84912345678 → 0912 345 678; what is no number stays as it is"""
    try:
        parsed = phonenumbers.parse(value, "VN")
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def sentence(text: str) -> str:
    """hộ nghèo → Hộ nghèo"""
    return text[:1].upper() + text[1:]


def clipped(text: str) -> str:
    """A person's words within a sentence of ours: no more than a line of them"""
    line = " ".join(text.split())
    return line if len(line) <= _LINE else f"{line[:_LINE].rstrip()}…"


def cited(references: Iterable[str], *, clauses: bool = True) -> str:
    """Sources in one line; the articles of one text are named together behind it.

    :param clauses: whether clause and point are named as well as the article.
    """
    articles: dict[str, dict[str, None]] = {}
    for reference in references:
        text, comma, article = reference.partition(", Điều ")
        found = articles.setdefault(text, {})
        if comma:
            found[f"Điều {article if clauses else article.split()[0]}"] = None
    return "; ".join(", ".join([text, *found]) for text, found in articles.items())


FILTERS: Mapping[str, Callable[..., Any]] = {
    "money": money,
    "grouped": grouped,
    "number": number,
    "percent": percent,
    "day": day,
    "month": month,
    "birth": birth,
    "months": months,
    "age": age,
    "in_months": in_months,
    "phone": phone,
    "sentence": sentence,
    "cited": cited,
    "clipped": clipped,
}


def _exact(value: Number) -> Decimal:
    """The value as it is written, so that a float 0.1 is a tenth."""
    return value if isinstance(value, Decimal) else Decimal(str(value))
