"""One lead: what the person said, what was estimated, what was done, and what the officer does next."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any

from starlette import status
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.lead_list import receivers
from bot.console.page import Page, done, member_of, number_in, row_number
from bot.conversation import ChatLine, with_titles
from bot.errors import AnTamError
from bot.pictures import is_drawn
from bot.registration import (
    LABELS,
    NEEDS_REASON,
    TRANSITIONS,
    Casework,
    Duplicates,
    LeadMissingError,
    LeadState,
)
from bot.registration.appointments import APPOINTMENT_KINDS, APPOINTMENT_STATES
from bot.storage import (
    AppointmentRepository,
    ConflictError,
    ConsentRepository,
    ConversationRepository,
    LeadRepository,
    LinkRepository,
    MissedSendRepository,
    PersonRepository,
    Session,
    StaffRepository,
    StoredLead,
)

_MAX_LINES = 400

Step = Callable[[Casework, int, dict[str, str]], Awaitable[Any]]


class LeadPage(Page):
    """A lead and the steps that can be taken with it."""

    menu_label = "Đăng ký"
    add_to_menu = False
    path = "/leads/{lead_id:int}"
    route_name = "lead"
    template = "console/lead.html"

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._page(request)

    @route("/plan.png")
    async def picture(self, request: Request) -> Response:
        """The picture that the person was shown last; it is drawn again from what its address seals."""
        async with self.desk.database.reading() as session:
            lead = await self._lead(session, request)
            lines = await _lines(session, await LinkRepository(session).together_with(lead.conversation_id))
        last, behind = _last_picture(lines), self.desk.picture_behind
        picture = await behind(last.image) if last and last.image and behind else None
        if picture is None:
            raise HTTPException(status.HTTP_404_NOT_FOUND, "Không có hình nào để xem.")
        return Response(picture, media_type="image/png")

    @route("/take", methods=["POST"])
    async def take(self, request: Request) -> Response:
        """Make the lead one's own."""
        return await self._step(request, _take, "Anh/chị đã nhận đăng ký này.")

    @route("/assign", methods=["POST"])
    async def assign(self, request: Request) -> Response:
        """Give the lead to a member of the staff, or back to those that nobody holds."""
        return await self._step(request, _assign, "Đã giao đăng ký.")

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
                phone = await self._casework(session, request).reveal_phone(number_in(request, "lead_id"))
        except AnTamError as error:
            return await self._page(request, error=error)
        return await self._page(request, revealed_phone=phone)

    async def _step(self, request: Request, step: Step, message: str) -> Response:
        """Take a step and show the lead again; when it cannot be taken, say why and keep what was typed."""
        form = {name: str(value) for name, value in (await request.form()).items()}
        lead_id = number_in(request, "lead_id")
        try:
            async with self.desk.database.transaction() as session:
                casework = self._casework(session, request)
                await step(casework, lead_id, form)
                still_seen = await casework.sees(lead_id)
        except AnTamError as error:
            return await self._page(request, error=error, typed=form)
        return done(request, f"/leads/{lead_id}" if still_seen else "/leads", message)

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
        return self.show(
            request,
            status_code=_status(error),
            error=error,
            typed=typed or {},
            revealed_phone=revealed_phone,
            **context,
        )

    async def _context(self, session: Session, request: Request) -> dict[str, Any]:
        lead = await self._lead(session, request)
        person = await PersonRepository(session).get(lead.person_id)
        together = await LinkRepository(session).together_with(lead.conversation_id)
        lines = await _lines(session, together)
        consents = ConsentRepository(session)
        officer = await StaffRepository(session).get(lead.officer_id) if lead.officer_id else None
        member = member_of(request)
        duplicates = Duplicates(session, casework=self._casework(session, request))
        declarations = self.desk.paperwork.declarations(session, now=self.desk.clock.now())
        return {
            "lead": lead,
            "officer": officer,
            "person": person,
            "lines": with_titles(lines),
            "pictured": _last_picture(lines) if self.desk.picture_behind else None,
            "missed": await MissedSendRepository(session).of_conversations(together),
            "consents": [consent for one in together for consent in await consents.of_conversation(one)],
            "history": (await LeadRepository(session).history(lead.id))[::-1],
            "next_states": _next_states(lead),
            "labels": LABELS,
            "needs_reason": NEEDS_REASON,
            "member": member,
            "may_reveal": member.may_work,
            "receivers": receivers(await StaffRepository(session).list()) if member.may_assign else [],
            "twins": await duplicates.of(lead.id),
            "merged": await duplicates.merged_into(lead.id),
            "appointments": await AppointmentRepository(session).of_lead(lead.id),
            "appointment_kinds": APPOINTMENT_KINDS,
            "appointment_states": APPOINTMENT_STATES,
            "declared": await declarations.get(lead.id),
            "now": self.desk.clock.now(),
            "today": self.desk.clock.today(),
        }

    async def _lead(self, session: Session, request: Request) -> StoredLead:
        try:
            return await self._casework(session, request).open(number_in(request, "lead_id"))
        except LeadMissingError as error:
            raise HTTPException(status.HTTP_404_NOT_FOUND, f"{error.reason}.") from None

    def _casework(self, session: Session, request: Request) -> Casework:
        return self.desk.casework(session, member_of(request))

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_see_leads


async def _lines(session: Session, conversation_ids: Sequence[int]) -> list[ChatLine]:
    """What was said in the person's conversations, on whatever channel, in the order of time."""
    conversations = ConversationRepository(session)
    found = [line for one in conversation_ids for line in await conversations.messages(one, limit=_MAX_LINES)]
    return sorted(found, key=lambda line: line.at)[-_MAX_LINES:]


def _last_picture(lines: Sequence[ChatLine]) -> ChatLine | None:
    """What showed the person a plan or a table last; a card is opened with its code alone."""
    return next((line for line in reversed(lines) if line.image and is_drawn(line.image)), None)


def _status(error: AnTamError | None) -> int:
    if error is None:
        return status.HTTP_200_OK
    conflict = isinstance(error, ConflictError)
    return status.HTTP_409_CONFLICT if conflict else status.HTTP_422_UNPROCESSABLE_CONTENT


def _next_states(lead: StoredLead) -> list[LeadState]:
    """The states to choose from; a new lead becomes assigned by being taken, which has its own button."""
    taken = {LeadState.ASSIGNED} if lead.state == LeadState.NEW else set()
    allowed = TRANSITIONS[LeadState(lead.state)] - taken
    return [state for state in LeadState if state in allowed]


def _version(form: dict[str, str]) -> int:
    """The version that the form was made from; none is none that exists."""
    given = form.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


async def _take(casework: Casework, lead_id: int, form: dict[str, str]) -> None:
    await casework.take(lead_id, version=_version(form))


async def _assign(casework: Casework, lead_id: int, form: dict[str, str]) -> None:
    wanted = form.get("officer", "")
    officer_id = row_number(wanted)
    if officer_id is None and wanted != "nobody":
        raise AnTamError("Chưa chọn giao cho ai", remedy="chọn một người nhận, hoặc đưa về hàng chờ")
    await casework.assign(lead_id, version=_version(form), officer_id=officer_id)


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
