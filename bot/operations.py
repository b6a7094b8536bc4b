"""What operators and their machines ask of a running server, and the limits that every request meets."""

from collections.abc import Sequence
from typing import Any, Protocol

import structlog
from fastapi import APIRouter, FastAPI, HTTPException, Request, Response, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import AnTamError
from bot.storage import Database

# A message of 100,000 characters, each escaped as a pair of surrogates in twelve bytes, and the JSON around it.
MAX_BODY_BYTES = 1_280_000

UNAVAILABLE = "An Tâm tạm thời không phục vụ được. Xin gửi lại sau ít phút."
FAILED = "Có lỗi của chương trình, đã được ghi lại cho người quản trị. Xin thử lại sau."

log = structlog.get_logger(__name__)


class Channels(Protocol):
    """What this asks of the channels."""

    async def report(self) -> list[dict[str, Any]]: ...

    async def measure(self) -> None: ...


def operations_router(database: Database, *, channels: Channels) -> APIRouter:
    """The router of `/healthz`, `/readyz` and `/metrics`."""
    router = APIRouter(tags=["Vận hành"])

    @router.get("/healthz")
    async def alive() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/readyz", responses={503: {"description": "Cơ sở dữ liệu không tới được."}})
    async def ready() -> JSONResponse:
        """The database answers too; and how each channel is, whose troubles make nothing else unready."""
        try:
            await database.connect_check()
            told = await channels.report()
        except AnTamError as error:
            return JSONResponse({"status": "unavailable", "reason": error.reason}, status_code=503)
        return JSONResponse({"status": "ok", "channels": told})

    @router.get("/metrics", response_class=Response)
    async def metrics() -> Response:
        """Figures in Prometheus' text form; none of them is about a person."""
        await channels.measure()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


def guard_requests(app: FastAPI, *, trusted_hosts: Sequence[str]) -> None:
    """Refuse foreign host names and oversized bodies; answer whatever goes wrong without repeating what was sent."""
    app.add_exception_handler(RequestValidationError, _wrong_request)
    app.add_exception_handler(AnTamError, _unavailable)
    app.add_exception_handler(Exception, _failed)
    app.add_middleware(BodyLimitMiddleware, max_bytes=MAX_BODY_BYTES)
    if "*" not in trusted_hosts:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=[host.strip() for host in trusted_hosts])


async def _wrong_request(_: Request, error: Exception) -> JSONResponse:
    """422 with where and what is wrong; the input itself may be a personal datum and is left out."""
    problems = error.errors() if isinstance(error, RequestValidationError) else []
    detail: list[dict[str, Any]] = [
        {key: problem[key] for key in ("type", "loc", "msg")} for problem in problems
    ]
    return JSONResponse({"detail": detail}, status_code=status.HTTP_422_UNPROCESSABLE_CONTENT)


async def _unavailable(_: Request, error: Exception) -> JSONResponse:
    """503: reason and remedy are for the operator's log, the sender can only wait."""
    log.error("request_not_served", kind=type(error).__name__, reason=str(error))
    return JSONResponse({"detail": UNAVAILABLE}, status_code=status.HTTP_503_SERVICE_UNAVAILABLE)


async def _failed(_: Request, __: Exception) -> JSONResponse:
    """500: the server logs what was raised, nothing of it goes outside."""
    return JSONResponse({"detail": FAILED}, status_code=status.HTTP_500_INTERNAL_SERVER_ERROR)


class BodyLimitMiddleware:
    """Ends with 413 the reading of a body larger than allowed, whether or not it says its length."""

    def __init__(self, app: ASGIApp, *, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        received = 0

        async def limited_receive() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._max_bytes:
                raise HTTPException(status.HTTP_413_CONTENT_TOO_LARGE, "Nội dung gửi lên quá lớn.")
            return message

        await self._app(scope, limited_receive, send)
