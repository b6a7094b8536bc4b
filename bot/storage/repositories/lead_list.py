"""What a list of leads may be narrowed to and sorted by, as conditions and orders of a query."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypedDict, get_args

from sqlalchemy import ColumnElement, or_

from bot.storage.models import lead

LeadSort = Literal[
    "created_at", "-created_at", "updated_at", "-updated_at", "next_due", "-next_due", "state", "-state"
]
LEAD_SORTS: tuple[LeadSort, ...] = get_args(LeadSort)


@dataclass(frozen=True, slots=True)
class LeadScope:
    """The leads that a member of the staff sees: those they hold and those of their communes (codes)."""

    officer_id: int
    communes: Collection[str] = ()


class LeadFilters(TypedDict, total=False):
    """What a list is narrowed to; what is left out, empty or None narrows nothing.

    ``communes`` are codes; ``overdue_on`` finds the leads whose next step was due before that day,
    ``contact_overdue_at`` those whose first call was due before that moment.
    """

    scope: LeadScope | None
    states: Collection[str]
    communes: Collection[str]
    officer_id: int | None
    unassigned: bool
    sources: Collection[str]
    overdue_on: date | None
    contact_overdue_at: datetime | None
    batch_id: int | None
    ids: Collection[int]


def lead_conditions(filters: LeadFilters) -> list[ColumnElement[bool]]:
    """What a lead must fulfil to pass every filter."""
    return [_CONDITIONS[name](value) for name, value in filters.items() if value]


def _one_of(column: ColumnElement[Any]) -> Callable[[Collection[str]], ColumnElement[bool]]:
    return lambda values: column.in_([str(value) for value in values])


def within(scope: LeadScope) -> ColumnElement[bool]:
    """What a lead must fulfil to be seen within the scope."""
    held = lead.c.officer_id == scope.officer_id
    return or_(held, lead.c.commune_code.in_(list(scope.communes))) if scope.communes else held


_CONDITIONS: Mapping[str, Callable[[Any], ColumnElement[bool]]] = {
    "scope": within,
    "states": _one_of(lead.c.state),
    "communes": _one_of(lead.c.commune_code),
    "officer_id": lambda officer_id: lead.c.officer_id == officer_id,
    "unassigned": lambda _: lead.c.officer_id.is_(None),
    "sources": _one_of(lead.c.source),
    "overdue_on": lambda day: lead.c.next_due < day,
    "contact_overdue_at": lambda moment: lead.c.contact_due_at < moment,
    "batch_id": lambda batch_id: lead.c.batch_id == batch_id,
    "ids": lambda ids: lead.c.id.in_(list(ids)),
}


def lead_order(sort: LeadSort) -> list[ColumnElement[Any]]:
    """The order of a list; leads without a due day come last either way, equal ones newest first."""
    column = lead.c[sort.removeprefix("-")]
    descending = sort.startswith("-")
    order = column.desc() if descending else column.asc()
    if column is lead.c.next_due:
        order = order.nulls_last()
    if column is lead.c.state:
        return [order, lead.c.updated_at.desc(), lead.c.id.desc()]
    return [order, lead.c.id.desc() if descending else lead.c.id.asc()]
