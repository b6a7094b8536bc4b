"""What every page of the console shares: the desk it works at, who is signed in, how it is shown and left."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette import status
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin import CustomView
from starlette_admin.flash import flash, get_flashed_messages
from starlette_admin.routing import route

from bot.clock import Clock
from bot.console.accounts import Accounts, SignedIn
from bot.errors import AnTamError
from bot.registration import Casework, Notices, Role, StaffMember
from bot.registration.paperwork import Paperwork
from bot.storage import Database, LeadScope, Session

ADDRESS = "/console"
# From the address of a picture that a person was sent to the picture itself; None where it is none of ours.
PictureBehind = Callable[[str], Awaitable[bytes | None]]
_MAX_NUMBER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages work with.

    :param communes: a commune's code to its name.
    :param paperwork: what declarations and papers are made with.
    :param notices: tells people what was done; nothing is told without.
    :param intents: what each question that people ask means, by its name.
    :param hooks: whether the office's own system is to be told.
    :param picture_behind: draws again what the picture at an address shows.
    """

    database: Database
    accounts: Accounts
    clock: Clock
    communes: Mapping[str, str]
    paperwork: Paperwork
    intents: Mapping[str, str] = field(default_factory=dict)
    notices: Notices | None = None
    hooks: bool = False
    picture_behind: PictureBehind | None = None

    def casework(self, session: Session, member: StaffMember) -> Casework:
        """What a member of the staff does with leads in a transaction."""
        return Casework(session, staff=member, now=self.clock.now(), notices=self.notices, hooks=self.hooks)


class Page(CustomView):
    """A page of our own within starlette-admin's frame."""

    template: str

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def show(self, request: Request, *, status_code: int = 200, **context: Any) -> Response:
        """The page's template with who is signed in."""
        assert self.templates is not None, "starlette-admin sets them when it is mounted"  # noqa: S101
        context = {"title": f"{self.menu_label} – An Tâm", "heading": self.menu_label} | context
        context |= {"flashed_messages": get_flashed_messages(request)}
        return self.templates.TemplateResponse(request, self.template, context, status_code)

    def is_active(self, request: Request) -> bool:
        """Also for the addresses below the page's own."""
        return request.url.path.removeprefix(ADDRESS).startswith(self.path)


class ActionPage(Page):
    """The addresses behind other pages' buttons; there is nothing to see at them."""

    add_to_menu = False
    template = "console/fault.html"

    @route("")
    async def index(self, request: Request) -> Response:
        raise HTTPException(status.HTTP_405_METHOD_NOT_ALLOWED)


def signed_in(request: Request) -> SignedIn:
    """Who is signed in; every page but the sign-in page has somebody."""
    found: SignedIn = request.state.signed_in
    return found


def member_of(request: Request) -> StaffMember:
    """The member of the staff at the console."""
    return signed_in(request).member


def scope_of(member: StaffMember) -> LeadScope | None:
    """The leads of a list that this member sees; None is all of them."""
    if member.sees_all:
        return None
    return LeadScope(member.id, member.communes if member.role is Role.OFFICER else ())


def number_in(request: Request, name: str) -> int:
    """A row's number in the address.

    :raises HTTPException: 404 when no database could have given such a number.
    """
    number: int = request.path_params[name]
    if number > _MAX_NUMBER:
        raise HTTPException(status.HTTP_404_NOT_FOUND)
    return number


async def form_of(request: Request) -> dict[str, str]:
    """The texts of a sent form; of fields that came more than once the last."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


def row_number(text: str) -> int | None:
    """A row's number that a form or an address gives as text; None when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def done(request: Request, address: str, message: str) -> Response:
    """Go on to an address and say there what was done."""
    flash(request, message, "success")
    return RedirectResponse(f"{ADDRESS}{address}", status_code=303)


def file_answer(content: bytes, *, name: str, media_type: str) -> Response:
    """A file to be kept by the browser; nothing between us keeps it."""
    disposition = f'attachment; filename="{name}"'
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def failed(request: Request, address: str, error: AnTamError) -> Response:
    """Go back to an address and say there why nothing was done."""
    flash(request, f"{error.reason}. Xin {error.remedy}.", "error")
    return RedirectResponse(f"{ADDRESS}{address}", status_code=303)
