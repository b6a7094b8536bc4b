"""What operators and their machines ask of a running server: alive, ready, figures."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.errors import AnTamError
from bot.storage import Database


def operations_router(database: Database) -> APIRouter:
    """The router of `/healthz`, `/readyz` and `/metrics`."""
    router = APIRouter(tags=["Vận hành"])

    @router.get("/healthz")
    async def alive() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/readyz", responses={503: {"description": "Cơ sở dữ liệu không tới được."}})
    async def ready() -> JSONResponse:
        """The database answers too."""
        try:
            await database.connect_check()
        except AnTamError as error:
            return JSONResponse({"status": "unavailable", "reason": error.reason}, status_code=503)
        return JSONResponse({"status": "ok"})

    @router.get("/metrics", response_class=Response)
    async def metrics() -> Response:
        """Figures in Prometheus' text form; none of them is about a person."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router
