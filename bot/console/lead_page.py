"""One lead: what the person said, what was estimated, what was done, and what the officer does next."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.page import Page, done, member_of
from bot.conversation import with_titles
from bot.errors import AnTamError
from bot.registration import (
    LABELS,
    NEEDS_REASON,
    TRANSITIONS,
    Casework,
    LeadMissingError,
    LeadState,
    Role,
)
from bot.storage import (
    ConflictError,
    ConsentRepository,
    ConversationRepository,
    LeadRepository,
    PersonRepository,
)

_MAX_LINES = 400

Step = Callable[[Casework, int, dict[str, str]], Awaitable[Any]]


class LeadPage(Page):
    """A lead and the steps that can be taken with it."""

    menu_label = "Đăng ký"
    add_to_menu = False
    path = "/leads/{lead_id:int}"
    template = "console/lead.html"

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._page(request)

    @route("/take", methods=["POST"])
    async def take(self, request: Request) -> Response:
        """Make the lead one's own."""
        return await self._step(request, _take, "Anh/chị đã nhận đăng ký này.")

    @route("/move", methods=["POST"])
    async def move(self, request: Request) -> Response:
        """Set the lead's state."""
        return await self._step(request, _move, "Đã đổi trạng thái.")

    @route("/plan", methods=["POST"])
    async def plan(self, request: Request) -> Response:
        """Set what comes next."""
        return await self._step(request, _plan, "Đã ghi việc tiếp theo.")

    @route("/note", methods=["POST"])
    async def note(self, request: Request) -> Response:
        """Add a note."""
        return await self._step(request, _note, "Đã ghi chú.")

    @route("/phone", methods=["POST"])
    async def phone(self, request: Request) -> Response:
        """Show the phone; the history keeps that it was looked at."""
        try:
            async with self.desk.database.transaction() as session:
                phone = await self._casework(session, request).reveal_phone(_lead_id(request))
        except AnTamError as error:
            return await self._page(request, error=error)
        return await self._page(request, revealed_phone=phone)

    async def _step(self, request: Request, step: Step, message: str) -> Response:
        """Take a step and show the lead again; when it cannot be taken, say why and keep what was typed."""
        form = {name: str(value) for name, value in (await request.form()).items()}
        try:
            async with self.desk.database.transaction() as session:
                await step(self._casework(session, request), _lead_id(request), form)
        except AnTamError as error:
            return await self._page(request, error=error, typed=form)
        return done(request, f"/leads/{_lead_id(request)}", message)

    async def _page(
        self,
        request: Request,
        *,
        error: AnTamError | None = None,
        typed: dict[str, str] | None = None,
        revealed_phone: str | None = None,
    ) -> Response:
        async with self.desk.database.reading() as session:
            context = await self._context(session, request)
        status = 200 if error is None else 409 if isinstance(error, ConflictError) else 422
        return self.show(
            request,
            status_code=status,
            error=error,
            typed=typed or {},
            revealed_phone=revealed_phone,
            **context,
        )

    async def _context(self, session: AsyncSession, request: Request) -> dict[str, Any]:
        try:
            lead = await self._casework(session, request).open(_lead_id(request))
        except LeadMissingError as error:
            raise HTTPException(404, str(error)) from None
        person = await PersonRepository(session).get(lead.person_id)
        lines = await ConversationRepository(session).messages(lead.conversation_id, limit=_MAX_LINES)
        member = member_of(request)
        return {
            "lead": lead,
            "person": person,
            "lines": with_titles(lines),
            "consents": await ConsentRepository(session).of_conversation(lead.conversation_id),
            "history": (await LeadRepository(session).history(lead.id))[::-1],
            "next_states": [state for state in LeadState if state in TRANSITIONS[LeadState(lead.state)]],
            "labels": LABELS,
            "needs_reason": NEEDS_REASON,
            "member": member,
            "may_reveal": member.role is not Role.AUDITOR,
            "today": self.desk.clock.today(),
        }

    def _casework(self, session: AsyncSession, request: Request) -> Casework:
        return Casework(session, staff=member_of(request), now=self.desk.clock.now())

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_see_leads


def _lead_id(request: Request) -> int:
    lead_id: int = request.path_params["lead_id"]
    return lead_id


def _version(form: dict[str, str]) -> int:
    """The version that the form was made from; none is none that exists."""
    given = form.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


async def _take(casework: Casework, lead_id: int, form: dict[str, str]) -> None:
    await casework.take(lead_id, version=_version(form))


async def _move(casework: Casework, lead_id: int, form: dict[str, str]) -> None:
    try:
        state = LeadState(form.get("state", ""))
    except ValueError:
        raise AnTamError("Chưa chọn trạng thái mới", remedy="chọn một trạng thái rồi lưu lại") from None
    await casework.move(lead_id, version=_version(form), state=state, reason=form.get("reason", ""))


async def _plan(casework: Casework, lead_id: int, form: dict[str, str]) -> None:
    due = form.get("next_due", "")
    try:
        day = date.fromisoformat(due) if due else None
    except ValueError:
        raise AnTamError("Hạn không phải là một ngày", remedy="chọn lại ngày") from None
    await casework.plan(lead_id, version=_version(form), next_step=form.get("next_step", ""), due=day)


async def _note(casework: Casework, lead_id: int, form: dict[str, str]) -> None:
    await casework.note(lead_id, form.get("text", ""))
