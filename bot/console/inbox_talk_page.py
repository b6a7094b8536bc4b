"""One conversation of the inbox: what was said, and an officer who takes the floor, answers and gives it back."""

from collections.abc import Awaitable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.inbox_page import REASONS
from bot.console.inbox_seeing import seen_by
from bot.console.page import Desk, Page, done, member_of, number_in
from bot.conversation import StaffSide, with_titles
from bot.errors import AnTamError
from bot.storage import ConversationRepository, LeadRepository, PromiseRepository, StaffRepository

_MAX_LINES = 200
_MISSING = "Không có cuộc trò chuyện này."


class InboxTalkPage(Page):
    """A talk with one person."""

    menu_label = "Trò chuyện"
    add_to_menu = False
    path = "/inbox/talks/{conversation_id:int}"
    route_name = "inbox_talk"
    template = "console/inbox_talk.html"

    def __init__(self, desk: Desk, staff_side: StaffSide) -> None:
        super().__init__(desk)
        self._staff_side = staff_side

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._page(request)

    @route("/take", methods=["POST"])
    async def take(self, request: Request) -> Response:
        """Take the floor, also from a colleague when that is said."""
        await self._refuse_unseen(request)
        instead = (await request.form()).get("instead") == "yes"
        taking = self._staff_side.take(_number(request), member=member_of(request), instead=instead)
        return await self._step(request, taking, "Từ lúc này anh/chị trả lời, bot im lặng.")

    @route("/say", methods=["POST"])
    async def say(self, request: Request) -> Response:
        """Say something to the person."""
        await self._refuse_unseen(request)
        words = str((await request.form()).get("words") or "")
        saying = self._staff_side.say(_number(request), words, member=member_of(request))
        return await self._step(request, saying, "Đã gửi.", typed=words)

    @route("/return", methods=["POST"])
    async def give_back(self, request: Request) -> Response:
        """Let the bot speak again."""
        await self._refuse_unseen(request)
        returning = self._staff_side.give_back(_number(request), member=member_of(request))
        return await self._step(request, returning, "Bot trả lời tiếp; người dân đã được báo.")

    async def _step(
        self, request: Request, step: Awaitable[None], message: str, *, typed: str = ""
    ) -> Response:
        try:
            await step
        except AnTamError as error:
            return await self._page(request, error=error, typed=typed)
        return done(request, f"/inbox/talks/{_number(request)}", message)

    async def _refuse_unseen(self, request: Request) -> None:
        async with self.desk.database.reading() as session:
            if not await seen_by(member_of(request), [_number(request)], session=session):
                raise HTTPException(404, _MISSING)

    async def _page(self, request: Request, *, error: AnTamError | None = None, typed: str = "") -> Response:
        await self._refuse_unseen(request)
        return self.show(
            request,
            status_code=409 if error else 200,
            error=error,
            typed=typed,
            reasons=REASONS,
            **await self._context(request),
        )

    async def _context(self, request: Request) -> dict[str, Any]:
        member, now = member_of(request), self.desk.clock.now()
        async with self.desk.database.reading() as session:
            conversations = ConversationRepository(session)
            conversation = await conversations.get(_number(request))
            if conversation is None:
                raise HTTPException(404, _MISSING)
            until = conversation.floor_until
            held = conversation.floor == "staff" and (until is None or now < until)
            holder = (
                await StaffRepository(session).get(conversation.floor_staff_id)
                if held and conversation.floor_staff_id
                else None
            )
            return {
                "conversation": conversation,
                "held": held,
                "holder": holder,
                "mine": held and conversation.floor_staff_id == member.id,
                "member": member,
                "lines": with_titles(await conversations.messages(conversation.id, limit=_MAX_LINES)),
                "leads": await LeadRepository(session).of_conversation(conversation.id),
                "promises": await PromiseRepository(session).of_conversation(conversation.id),
            }


def _number(request: Request) -> int:
    return number_in(request, "conversation_id")
