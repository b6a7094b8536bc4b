"""The named views of the leads: what each is narrowed to, alike in the list and in the first page's counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.registration import OPEN_STATES, LeadState, StaffMember
from bot.storage import LeadFilters

_OPEN = sorted(OPEN_STATES)
# Nobody has spoken with the person yet.
_UNCALLED = [LeadState.NEW, LeadState.ASSIGNED]


@dataclass(frozen=True, slots=True)
class View:
    """A view's title and what it is narrowed to for a member on a day, at a moment."""

    title: str
    filters: Callable[[StaffMember, date, datetime], LeadFilters]
    urgent: bool = False


VIEWS: Mapping[str, View] = {
    "": View("Tất cả", lambda _, __, ___: {}),
    "open": View("Đang làm", lambda _, __, ___: {"states": _OPEN}),
    "mine": View("Của tôi", lambda member, _, __: {"states": _OPEN, "officer_id": member.id}),
    "unassigned": View("Chưa ai nhận", lambda _, __, ___: {"states": _OPEN, "unassigned": True}, urgent=True),
    "due": View(
        "Cần làm hôm nay", lambda _, today, __: {"states": _OPEN, "overdue_on": today + timedelta(days=1)}
    ),
    "overdue": View("Quá hạn", lambda _, today, __: {"states": _OPEN, "overdue_on": today}, urgent=True),
    "uncalled": View(
        "Chưa gọi, quá giờ hẹn",
        lambda _, __, now: {"states": _UNCALLED, "contact_overdue_at": now},
        urgent=True,
    ),
}
