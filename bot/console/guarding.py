"""What every answer of the console passes: security headers, protection against foreign pages, words for faults."""

import structlog
from jinja2 import Environment
from starlette import status
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_admin.security.csrf import CSRFMiddleware

from bot.storage import DatabaseUnavailableError

# starlette-admin's own pages carry inline scripts and styles; nothing comes from another host.
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
# Pages about people must not stay in a shared computer's cache; the console's own files may.
_NOT_KEPT = {"cache-control": "no-store"}

log = structlog.get_logger(__name__)


class HeadersMiddleware:
    """Sets the security headers of every answer of the console."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = _HEADERS if "/static/" in scope["path"] else _HEADERS | _NOT_KEPT
        encoded = [(name.encode(), value.encode()) for name, value in headers.items()]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *encoded]
            await send(message)

        await self._app(scope, receive, send_with_headers)


class FaultMiddleware:
    """Answers whatever was raised below with a page in words; the fault itself goes to the log only."""

    def __init__(self, app: ASGIApp, *, templates: Environment) -> None:
        self._app = app
        self._templates = templates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def noting_send(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting_send)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            await self._page(_alone(error))(scope, receive, send)

    def _page(self, error: Exception) -> Response:
        code, words = _status_and_words(error)
        template = self._templates.get_template("console/fault.html")
        return HTMLResponse(template.render(words=words), status_code=code)


class ForeignPageMiddleware(CSRFMiddleware):
    """starlette-admin's protection against requests that other sites' pages make, refusing in Vietnamese."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        reached = False

        async def reaching(request: Request) -> Response:
            nonlocal reached
            reached = True
            return await call_next(request)

        response = await super().dispatch(request, reaching)
        if not reached:
            raise HTTPException(
                status.HTTP_403_FORBIDDEN, "Trang này mở đã lâu nên không gửi được. Xin mở lại rồi làm lại."
            )
        return response

    async def _get_submitted_token(self, request: Request) -> str | None:
        token = await super()._get_submitted_token(request)
        # An uploaded file was opened only to find the token beside it; the page reads its own.
        await request.close()
        return token


def _alone(error: Exception) -> Exception:
    """The one error out of the groups that starlette's middlewares wrap it in."""
    while isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


def _status_and_words(error: Exception) -> tuple[int, str]:
    if isinstance(error, HTTPException):
        return error.status_code, error.detail
    if isinstance(error, DatabaseUnavailableError):
        log.error("database_unavailable", reason=error.reason)
        return (
            status.HTTP_503_SERVICE_UNAVAILABLE,
            "Cơ sở dữ liệu tạm thời không dùng được. Xin thử lại sau ít phút.",
        )
    log.error("console_failed", exc_info=error)
    return (
        status.HTTP_500_INTERNAL_SERVER_ERROR,
        "Có lỗi của chương trình, đã được ghi lại cho người quản trị. Xin thử lại sau.",
    )
