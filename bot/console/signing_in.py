"""Who is at the console: the sign-in page, the session, and the one-time password that must be changed first."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from starlette.middleware import Middleware
from starlette.middleware.base import RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin.auth import AdminUser, AuthMiddleware, AuthProvider, LoginFailed

from bot.clock import Clock
from bot.console.accounts import Accounts, Session, SignedIn, SignInError
from bot.console.page import ADDRESS

PASSWORD_PATH = "/password"  # noqa: S105  (an address)
_SIGN_IN = f"{ADDRESS}/login"
_OPEN_PATHS = (PASSWORD_PATH, "/logout", "/static")


class StaffAuthentication(AuthProvider):
    """Signs members of the staff in and out and knows them again by their session."""

    def __init__(self, accounts: Accounts, *, clock: Clock, session_hours: int) -> None:
        super().__init__()
        self._accounts = accounts
        self._clock = clock
        self._lifetime = timedelta(hours=session_hours)

    async def login(
        self, username: str, password: str, remember_me: bool, request: Request
    ) -> Response | None:
        """Begin a session.

        :raises LoginFailed: with the reason and the remedy.
        """
        request.state.typed_username = username
        try:
            session = await self._accounts.sign_in(username, password)
        except SignInError as error:
            raise LoginFailed(f"{error.reason}. Xin {error.remedy}.") from None
        begin_session(request, session, at=self._clock.now())
        return None

    async def logout(self, request: Request) -> None:
        """End this session and, with it, every other of the account: a forgotten computer is signed out too."""
        if session := self._session(request):
            await self._accounts.end_sessions(session)
        request.session.clear()

    async def authenticate(self, request: Request) -> AdminUser | None:
        session = self._session(request)
        signed_in = await self._accounts.signed_in(session) if session else None
        if signed_in is None:
            return None
        request.state.signed_in = signed_in
        request.state.staff_session = session
        return AdminUser(username=signed_in.member.display_name)

    def get_middleware(self) -> Middleware:
        return Middleware(SignedInMiddleware, provider=self)

    def _session(self, request: Request) -> Session | None:
        kept = request.session.get("staff")
        if not kept:
            return None
        began = datetime.fromisoformat(kept["at"])
        if self._clock.now() - began > self._lifetime:
            return None
        return Session(kept["id"], kept["epoch"])


class SignedInMiddleware(AuthMiddleware):
    """Lets nobody further who is not signed in, and one with a one-time password nowhere before it is changed."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        async def guarded(request: Request) -> Response:
            signed_in: SignedIn | None = getattr(request.state, "signed_in", None)
            path = request.url.path.removeprefix(ADDRESS)
            if signed_in and signed_in.must_change_password and not path.startswith(_OPEN_PATHS):
                return RedirectResponse(f"{ADDRESS}{PASSWORD_PATH}", status_code=303)
            return await call_next(request)

        response = await super().dispatch(request, guarded)
        if request.state.is_anonymous and request.method == "POST" and request.url.path != _SIGN_IN:
            # What was posted to cannot be opened after the sign-in; the page that it was posted from can.
            page = urlencode({"next": request.headers.get("referer", ADDRESS)})
            return RedirectResponse(f"{_SIGN_IN}?{page}", status_code=303)
        return response


def begin_session(request: Request, session: Session, *, at: datetime) -> None:
    """Keep the session in the signed cookie; nothing stays in it of whoever was at this browser before."""
    request.session.clear()
    request.session["staff"] = {"id": session.staff_id, "epoch": session.epoch, "at": at.isoformat()}
