"""The one-time form: who opens the link shows that it is theirs, fills the form in, and the link is used up."""

from collections.abc import Mapping
from datetime import timedelta

from fastapi import APIRouter, Request, Response, status
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.responses import RedirectResponse

from bot.citizen.pages import Pages, from_own_page
from bot.clock import Clock
from bot.registration import Notices, receipt_code
from bot.registration.declaring import (
    PROOF_DIGITS,
    WORDING_VERSION,
    LinkError,
    LinkRefusal,
    known_values,
    masked_personal_id,
    read_declaration,
)
from bot.registration.papers import method_choices
from bot.registration.paperwork import Paperwork
from bot.storage import Database, LeadRepository, PersonRepository, StoredFormLink

_COOKIE = "antam_to_khai"
# Long enough to look for the card and the glasses.
_SITTING = timedelta(hours=2)
_STATUSES = {LinkRefusal.UNKNOWN: status.HTTP_404_NOT_FOUND}


def form_router(
    pages: Pages, *, database: Database, clock: Clock, paperwork: Paperwork, notices: Notices
) -> APIRouter:
    """The router of `/to-khai/{token}`."""
    router = APIRouter()
    forms = _Forms(pages, database=database, clock=clock, paperwork=paperwork, notices=notices)

    @router.api_route("/to-khai/{token}", methods=["GET", "HEAD"])
    async def opened(token: str, request: Request) -> Response:
        """The form, or the question for the phone's last digits before it."""
        return await forms.opened(token, request)

    @router.post("/to-khai/{token}/xac-nhan")
    async def proved(token: str, request: Request) -> Response:
        """Check the phone's last digits."""
        return await forms.proved(token, request)

    @router.post("/to-khai/{token}")
    async def sent(token: str, request: Request) -> Response:
        """Keep what was filled in, or show what is wrong with it."""
        return await forms.sent(token, request)

    return router


class _Forms:
    def __init__(
        self, pages: Pages, *, database: Database, clock: Clock, paperwork: Paperwork, notices: Notices
    ) -> None:
        self._pages = pages
        self._database = database
        self._clock = clock
        self._paperwork = paperwork
        self._notices = notices

    async def opened(self, token: str, request: Request) -> Response:
        try:
            link_id = self._paperwork.addresses.link_id(token)
            async with self._database.reading() as session:
                links = self._paperwork.links(session, now=self._clock.now())
                link = await links.open(link_id)
                if not self._is_proven(request, link):
                    return self._ask_for_proof(token)
                lead = await LeadRepository(session).get(link.lead_id)
                person = await PersonRepository(session).get(lead.person_id) if lead else None
                if lead is None or person is None:
                    raise LinkError(LinkRefusal.UNKNOWN)
                values = await known_values(session, lead=lead, person=person, declared=None)
        except LinkError as error:
            return self._refused(error)
        return self._form(token, link, values=values, errors={})

    async def proved(self, token: str, request: Request) -> Response:
        digits = str((await request.form()).get("digits", "")).strip()
        try:
            opened = await self._link(token)
            async with self._database.transaction() as session:
                links = self._paperwork.links(session, now=self._clock.now())
                # Guesses that come at once are counted one after the other.
                link = await links.claim(opened)
                proven = await links.prove(link, digits)
        except LinkError as error:
            return self._refused(error)
        if not proven:
            return self._ask_for_proof(token, wrong=True)
        response = RedirectResponse(f"/to-khai/{token}", status_code=status.HTTP_303_SEE_OTHER)
        response.set_cookie(
            _COOKIE,
            self._proofs.dumps(link.id),
            max_age=int(_SITTING.total_seconds()),
            path=f"/to-khai/{token}",
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    async def sent(self, token: str, request: Request) -> Response:
        typed = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
        try:
            opened = await self._link(token)
            if not (from_own_page(request) and self._is_proven(request, opened)):
                return self._ask_for_proof(token)
            read = read_declaration(typed, law=self._paperwork.law, today=self._clock.today())
            if read.declaration is None or read.personal_id is None:
                return self._form(token, opened, values=typed, errors=read.errors)
            async with self._database.transaction() as session:
                conversation_id = await LeadRepository(session).conversation_of(opened.lead_id)
                if conversation_id is not None:
                    await self._notices.hold(session, conversation_id)
                links = self._paperwork.links(session, now=self._clock.now())
                link = await links.claim(opened)
                declarations = self._paperwork.declarations(session, now=self._clock.now())
                lead = await declarations.by_person(
                    link, read.declaration, personal_id=read.personal_id, wording_version=WORDING_VERSION
                )
                if lead is None:
                    raise LinkError(LinkRefusal.UNKNOWN)
                await links.use_up(link)
                code = receipt_code(lead.id)
                await self._notices.tell(
                    session, lead.conversation_id, "utter_declaration_received", code=code
                )
        except LinkError as error:
            return self._refused(error)
        response = self._pages.show(
            "done.html",
            code=code,
            masked=masked_personal_id(read.personal_id),
            name=read.declaration.full_name,
        )
        response.delete_cookie(_COOKIE, path=f"/to-khai/{token}")
        return response

    async def _link(self, token: str) -> StoredFormLink:
        """The link of an address as it is, without keeping it from others.

        :raises LinkError: when it opens nothing.
        """
        link_id = self._paperwork.addresses.link_id(token)
        async with self._database.reading() as session:
            return await self._paperwork.links(session, now=self._clock.now()).open(link_id)

    def _form(
        self, token: str, link: StoredFormLink, *, values: Mapping[str, str], errors: Mapping[str, str]
    ) -> Response:
        today = self._clock.today()
        return self._pages.show(
            "form.html",
            status_code=status.HTTP_422_UNPROCESSABLE_CONTENT if errors else status.HTTP_200_OK,
            token=token,
            code=receipt_code(link.lead_id),
            values=values,
            errors=errors,
            methods=method_choices(self._paperwork.law, today=today),
            limits=self._paperwork.limits(today),
        )

    def _ask_for_proof(self, token: str, *, wrong: bool = False) -> Response:
        return self._pages.show(
            "proof.html",
            status_code=status.HTTP_403_FORBIDDEN if wrong else status.HTTP_200_OK,
            token=token,
            wrong=wrong,
            count=PROOF_DIGITS,
        )

    def _refused(self, error: LinkError) -> Response:
        code = _STATUSES.get(error.refusal, status.HTTP_410_GONE)
        return self._pages.show("refused.html", status_code=code, error=error)

    def _is_proven(self, request: Request, link: StoredFormLink) -> bool:
        """Whether this browser showed that the link is its owner's."""
        try:
            proven = self._proofs.loads(
                request.cookies.get(_COOKIE, ""), max_age=int(_SITTING.total_seconds())
            )
        except BadSignature:
            return False
        return bool(proven == link.id)

    @property
    def _proofs(self) -> URLSafeTimedSerializer:
        return self._paperwork.addresses.proofs
