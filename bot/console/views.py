"""The named views of the leads: what each is narrowed to, alike in the list and in the first page's counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.registration import OPEN_STATES, StaffMember
from bot.storage import LeadFilters

_OPEN = sorted(OPEN_STATES)


@dataclass(frozen=True, slots=True)
class View:
    """A view's title and what it is narrowed to for a member on a day."""

    title: str
    filters: Callable[[StaffMember, date], LeadFilters]
    urgent: bool = False


VIEWS: Mapping[str, View] = {
    "": View("Tất cả", lambda _, __: {}),
    "open": View("Đang làm", lambda _, __: {"states": _OPEN}),
    "mine": View("Của tôi", lambda member, _: {"states": _OPEN, "officer_id": member.id}),
    "unassigned": View("Chưa ai nhận", lambda _, __: {"states": _OPEN, "unassigned": True}, urgent=True),
    "due": View(
        "Cần làm hôm nay", lambda _, today: {"states": _OPEN, "overdue_on": today + timedelta(days=1)}
    ),
    "overdue": View("Quá hạn", lambda _, today: {"states": _OPEN, "overdue_on": today}, urgent=True),
}
