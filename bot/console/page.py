"""What every page of the console shares: the desk it works at, who is signed in, how it is shown and left."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette import status
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin import CustomView
from starlette_admin.flash import flash, get_flashed_messages

from bot.clock import Clock
from bot.console.accounts import Accounts, SignedIn
from bot.registration import Role, StaffMember
from bot.storage import Database, LeadScope

ADDRESS = "/console"
_MAX_NUMBER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages work with; ``communes`` maps a commune's code to its name."""

    database: Database
    accounts: Accounts
    clock: Clock
    communes: Mapping[str, str]


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


def done(request: Request, address: str, message: str) -> Response:
    """Go on to an address and say there what was done."""
    flash(request, message, "success")
    return RedirectResponse(f"{ADDRESS}{address}", status_code=303)
