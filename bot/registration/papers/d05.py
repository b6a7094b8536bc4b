"""What a list D05-TS (decision 366/QĐ-BHXH) says: its head, its rows, its groups of support."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.law import Law

SUPPORT_GROUPS: Mapping[str, str] = {
    "poor": "hộ nghèo",
    "island_commune": "xã đảo, đặc khu",
    "near_poor": "hộ cận nghèo",
    "ethnic_minority": "dân tộc thiểu số",
    "other": "người tham gia khác",
}
ONE_OFF = frozenset({"multi_year", "missing_years"})


@dataclass(frozen=True, slots=True)
class D05Head:
    """Who makes the list; an empty text is dotted."""

    organisation: str = ""
    organisation_code: str = ""
    collector: str = ""
    collector_code: str = ""


@dataclass(frozen=True, slots=True)
class D05Row:
    """One participant; None is what nobody has said, and stays an empty cell.

    :param start: the first month that is paid for, as 12/2026.
    :param local_rate: the province's own support, a share of 1.
    :param other_amount: what others give, in đồng.
    """

    full_name: str
    insurance_number: str | None
    birth_date: date | None
    start: str | None
    months: int | None
    income: int | None
    payment_method: str | None
    category: str | None
    local_rate: Decimal
    other_amount: int | None
    result_form: str | None
    kind: str
    note: str = ""


def months_of(method: str, *, years: int | None, missing_months: int | None, law: Law, today: date) -> int:
    """How many months a way of paying covers."""
    if method == "missing_years":
        return missing_months or 0
    if method == "multi_year":
        return 12 * (years or 0)
    return int(law.parameters[f"payment.period.{method}"].on(today).number)
