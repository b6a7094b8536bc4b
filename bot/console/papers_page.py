"""A lead's papers: the link to the form, what was declared, the personal ID behind its mask, the filled-in TK1-TS."""

from typing import Any

from fastapi.concurrency import run_in_threadpool
from markupsafe import Markup
from starlette import status
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.page import Page, done, failed, file_answer, form_of, member_of, number_in
from bot.console.presenting import phone
from bot.errors import AnTamError
from bot.registration import LeadMissingError, receipt_code
from bot.registration.cards import Cards, EstimateMissingError
from bot.registration.declaring import (
    FIELDS_DIR,
    REVEAL_PURPOSES,
    WORDING_VERSION,
    Declaration,
    known_values,
    read_declaration,
)
from bot.registration.papers import card_pdf, method_choices, tk1_docx, tk1_fields, tk1_pdf
from bot.storage import ConversationRepository, PersonRepository, Session, StoredLead, StoredPerson

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORMATS = {"pdf": ("application/pdf", tk1_pdf), "docx": (_WORD, tk1_docx)}


class PapersPage(Page):
    """The papers of one lead."""

    menu_label = "Giấy tờ"
    add_to_menu = False
    path = "/leads/{lead_id:int}/papers"
    route_name = "papers"
    template = "console/papers.html"

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_see_leads

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._page(request)

    @route("/link", methods=["POST"])
    async def link(self, request: Request) -> Response:
        """Make a link to the form; show it, or send it to the person in their conversation."""
        lead_id, member = number_in(request, "lead_id"), member_of(request)
        send = (await form_of(request)).get("send") == "yes"
        try:
            async with self.desk.database.transaction() as session:
                casework = self.desk.casework(session, member)
                lead = await casework.workable(lead_id)
                links = self.desk.paperwork.links(session, now=self.desk.clock.now())
                made = await links.make(lead.id, created_by=member.id)
                conversation = await ConversationRepository(session).get(lead.conversation_id)
                channel = conversation.channel if conversation and send else "web"
                address = self.desk.paperwork.addresses.address(made.id, channel=channel)
                sent = (
                    send
                    and bool(address)
                    and await casework.tell(
                        lead, "utter_form_link", address=address, hours=self.desk.paperwork.link_hours
                    )
                )
                await casework.record(lead.id, "form_link_made", {"sent": bool(sent)})
        except AnTamError as error:
            return failed(request, f"/leads/{lead_id}/papers", error)
        if send and not sent:
            words = "Không gửi qua trò chuyện được; xin đưa đường dẫn dưới đây cho người dân."
            return await self._page(request, address=address, notice=words)
        if send:
            return done(request, f"/leads/{lead_id}/papers", "Đã gửi đường dẫn tờ khai cho người dân.")
        return await self._page(request, address=address)

    @route("/reveal", methods=["POST"])
    async def reveal(self, request: Request) -> Response:
        """Show the personal ID; who looked and what for is kept."""
        purpose = (await form_of(request)).get("purpose", "")
        try:
            number = await self._reveal(request, purpose)
        except AnTamError as error:
            return await self._page(request, error=error)
        return await self._page(request, personal_id=number)

    @route("/tk1", methods=["POST"])
    async def tk1(self, request: Request) -> Response:
        """The filled-in form; it holds the personal ID, so it counts as a look at it."""
        lead_id = number_in(request, "lead_id")
        wanted = (await form_of(request)).get("format", "")
        if wanted not in _FORMATS:
            raise HTTPException(status.HTTP_404_NOT_FOUND)
        try:
            number = await self._reveal(request, "paper")
        except AnTamError as error:
            return await self._page(request, error=error)
        async with self.desk.database.reading() as session:
            lead = await self.desk.casework(session, member_of(request)).open(lead_id)
            person = await PersonRepository(session).get(lead.person_id)
            declared = await self._declared(session, lead_id)
        if person is None or declared is None:
            raise HTTPException(status.HTTP_404_NOT_FOUND)
        fields = tk1_fields(
            declared.declaration,
            personal_id=number,
            phone=_phone(declared.declaration, lead, person),
            law=self.desk.paperwork.law,
            today=self.desk.clock.today(),
        )
        media_type, make = _FORMATS[wanted]
        content = await run_in_threadpool(make, fields)
        return file_answer(content, name=f"TK1-TS-{receipt_code(lead_id)}.{wanted}", media_type=media_type)

    @route("/card", methods=["POST"])
    async def card(self, request: Request) -> Response:
        """A card of the lead's estimate, printed for somebody without a smartphone."""
        lead_id = number_in(request, "lead_id")
        try:
            async with self.desk.database.transaction() as session:
                casework = self.desk.casework(session, member_of(request))
                lead = await casework.workable(lead_id)
                if lead.estimate is None:
                    raise EstimateMissingError
                cards = Cards(session, now=self.desk.clock.now())
                made = await cards.make(lead.conversation_id, lead.estimate)
                await casework.record(lead.id, "card_printed", {})
        except AnTamError as error:
            return failed(request, f"/leads/{lead_id}/papers", error)
        content = await run_in_threadpool(lambda: card_pdf(made, office=self.desk.paperwork.office))
        return file_answer(
            content, name=f"the-uoc-tinh-{receipt_code(lead_id)}.pdf", media_type="application/pdf"
        )

    @route("/form", methods=["GET"])
    async def form(self, request: Request) -> Response:
        """The form for an officer who writes it down for the person."""
        async with self.desk.database.reading() as session:
            lead = await self._open(session, request)
            person = await PersonRepository(session).get(lead.person_id)
            declared = await self._declared(session, lead.id)
            if person is None:
                raise HTTPException(status.HTTP_404_NOT_FOUND)
            values = await known_values(session, lead=lead, person=person, declared=declared)
        return self._form(request, values=values, errors={})

    @route("/form", methods=["POST"])
    async def save(self, request: Request) -> Response:
        """Keep what the officer wrote down."""
        lead_id, member = number_in(request, "lead_id"), member_of(request)
        typed = await form_of(request)
        read = read_declaration(typed, law=self.desk.paperwork.law, today=self.desk.clock.today())
        if read.declaration is None or read.personal_id is None:
            return self._form(request, values=typed, errors=read.errors)
        try:
            async with self.desk.database.transaction() as session:
                declarations = self.desk.paperwork.declarations(session, now=self.desk.clock.now())
                await declarations.by_officer(
                    self.desk.casework(session, member),
                    member,
                    lead_id,
                    read.declaration,
                    personal_id=read.personal_id,
                    wording_version=WORDING_VERSION,
                )
        except AnTamError as error:
            return failed(request, f"/leads/{lead_id}/papers", error)
        return done(request, f"/leads/{lead_id}/papers", "Đã lưu tờ khai.")

    def _form(self, request: Request, *, values: dict[str, str], errors: Any) -> Response:
        law, today = self.desk.paperwork.law, self.desk.clock.today()
        return self.show(
            request,
            status_code=422 if errors else 200,
            filling=True,
            lead_id=number_in(request, "lead_id"),
            values=values,
            errors=errors,
            methods=method_choices(law, today=today),
            limits=self.desk.paperwork.limits(today),
            consent=Markup((FIELDS_DIR / "declaration_consent.html").read_text(encoding="utf-8")),  # noqa: S704 # our own file
        )

    async def _reveal(self, request: Request, purpose: str) -> str:
        async with self.desk.database.transaction() as session:
            declarations = self.desk.paperwork.declarations(session, now=self.desk.clock.now())
            return await declarations.reveal(
                self.desk.casework(session, member_of(request)),
                number_in(request, "lead_id"),
                purpose=purpose,
            )

    async def _declared(self, session: Session, lead_id: int) -> Any:
        declarations = self.desk.paperwork.declarations(session, now=self.desk.clock.now())
        return await declarations.get(lead_id)

    async def _open(self, session: Session, request: Request) -> Any:
        try:
            return await self.desk.casework(session, member_of(request)).open(number_in(request, "lead_id"))
        except LeadMissingError as error:
            raise HTTPException(status.HTTP_404_NOT_FOUND, f"{error.reason}.") from None

    async def _page(
        self,
        request: Request,
        *,
        error: AnTamError | None = None,
        notice: str | None = None,
        address: str | None = None,
        personal_id: str | None = None,
    ) -> Response:
        async with self.desk.database.reading() as session:
            lead = await self._open(session, request)
            links = self.desk.paperwork.links(session, now=self.desk.clock.now())
            context = {
                "lead": lead,
                "person": await PersonRepository(session).get(lead.person_id),
                "declared": await self._declared(session, lead.id),
                "link": await links.newest(lead.id),
            }
        return self.show(
            request,
            status_code=422 if error else 200,
            filling=False,
            error=error,
            notice=notice,
            address=address,
            personal_id=personal_id,
            purposes=REVEAL_PURPOSES,
            methods=method_choices(self.desk.paperwork.law, today=self.desk.clock.today()),
            member=member_of(request),
            now=self.desk.clock.now(),
            **context,
        )


def _phone(declaration: Declaration, lead: StoredLead, person: StoredPerson) -> str:
    """The insured person's phone for the paper; the number of somebody who registered a relative is not theirs."""
    own = (lead.insured or {}).get("relation", "self") == "self"
    number = declaration.phone or (person.phone if own else None)
    return phone(number) if number else ""
