"""The inbox: people who wait for somebody of the office, those somebody talks with, and questions to be answered."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.inbox_seeing import seen_by
from bot.console.page import Desk, Page, done, member_of, number_in
from bot.conversation import StaffSide
from bot.errors import AnTamError
from bot.storage import FloorRepository, PromiseRepository

REASONS = {"request": "xin gặp cán bộ", "failures": "bot hai lần chưa hiểu"}
_LIMIT = 200


class InboxPage(Page):
    """Who waits, longest first."""

    menu_label = "Hộp thư"
    icon = "fa fa-comments"
    path = "/inbox"
    route_name = "inbox"
    template = "console/inbox.html"

    def __init__(self, desk: Desk, staff_side: StaffSide) -> None:
        super().__init__(desk)
        self._staff_side = staff_side

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._page(request)

    @route("/questions/{number:int}", methods=["POST"])
    async def answer(self, request: Request) -> Response:
        """Answer a promised question."""
        number = number_in(request, "number")
        words = str((await request.form()).get("words") or "")
        try:
            await self._staff_side.keep_promise(number, words, member=member_of(request))
        except AnTamError as error:
            return await self._page(request, error=error, typed={number: words})
        return done(request, "/inbox", f"Đã gửi câu trả lời cho câu hỏi số {number}.")

    async def _page(
        self,
        request: Request,
        *,
        error: AnTamError | None = None,
        typed: dict[int, str] | None = None,
    ) -> Response:
        member = member_of(request)
        if not member.may_see_leads:
            raise HTTPException(403, "Tài khoản biên tập không xem hộp thư của người dân.")
        async with self.desk.database.reading() as session:
            attended = await FloorRepository(session).attended(limit=_LIMIT)
            promises = await PromiseRepository(session).open(limit=_LIMIT)
            seen = await seen_by(
                member,
                {row.conversation_id for row in attended} | {row.conversation_id for row in promises},
                session=session,
            )
        return self.show(
            request,
            status_code=409 if error else 200,
            error=error,
            typed=typed or {},
            member=member,
            now=self.desk.clock.now(),
            reasons=REASONS,
            attended=[row for row in attended if row.conversation_id in seen],
            promises=[row for row in promises if row.conversation_id in seen],
        )
