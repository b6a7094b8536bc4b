"""Which leads an action on a list is for: the chosen rows, or all that the list's address and words find."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.requests import Request

from bot.console.lead_list import ListQuery, filters_of
from bot.console.page import Desk, member_of, row_number, scope_of
from bot.errors import AnTamError
from bot.registration import MOST_AT_ONCE
from bot.storage import LeadFilters, LeadRepository, ListedLead, Session


class NothingChosenError(AnTamError):
    """An action was asked for without saying for which leads."""

    def __init__(self) -> None:
        super().__init__("Chưa chọn đăng ký nào", remedy="đánh dấu các dòng, hoặc chọn tất cả kết quả")


class TooManyChosenError(AnTamError):
    """More leads were chosen than one action takes."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"Đang chọn {count} đăng ký, mỗi lần làm nhiều nhất {MOST_AT_ONCE}",
            remedy="lọc hẹp lại rồi làm từng phần",
        )


@dataclass(frozen=True, slots=True)
class Selection:
    """What the member chose, within what they see; ``words`` are searched, ``filters`` narrow."""

    words: str
    filters: LeadFilters

    @classmethod
    def of(cls, request: Request, form: FormData, *, desk: Desk) -> "Selection":
        """:raises NothingChosenError: when no row is chosen."""
        member = member_of(request)
        if form.get("which") == "all":
            query = ListQuery.of(request, communes=desk.communes)
            found = filters_of(query, member, today=desk.clock.today(), now=desk.clock.now())
            return cls(request.session.get("search", ""), found)
        ids = [number for text in form.getlist("lead") if (number := row_number(str(text))) is not None]
        if not ids:
            raise NothingChosenError
        return cls("", {"ids": ids, "scope": scope_of(member)})

    async def leads(self, session: Session) -> tuple[ListedLead, ...]:
        """The chosen leads, oldest first.

        :raises TooManyChosenError: when there are more than one action takes.
        """
        page = await LeadRepository(session).search(
            self.words, sort="created_at", limit=MOST_AT_ONCE, **self.filters
        )
        if page.total > MOST_AT_ONCE:
            raise TooManyChosenError(page.total)
        return page.leads


def address_of(request: Request, *, communes: Mapping[str, str]) -> str:
    """The list's address with the filters that an action was sent with, below the console's own."""
    return ListQuery.of(request, communes=communes).address().removeprefix("/console")
