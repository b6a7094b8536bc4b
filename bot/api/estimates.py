"""`POST /api/estimate` and the list of calculators."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from bot.api.requests import read_request
from bot.api.schemas import Calculator, EstimateRefusal, EstimateReply, described
from bot.clock import Clock
from bot.law import EstimateInputError, Law, ParameterMissingError

Refusal = EstimateInputError | ParameterMissingError
REFUSED: dict[int | str, dict[str, Any]] = {
    422: {"model": EstimateRefusal, "description": "Không tính được: lý do, điều được phép, căn cứ."}
}
# Inputs and figures are of a person's life; no cache between us may keep them.
NOT_KEPT = {"Cache-Control": "no-store"}


def estimates_router(law: Law, *, clock: Clock, request_schema: dict[str, Any]) -> APIRouter:
    """The router of the calculators.

    :param request_schema: the schema of a request's body, for OpenAPI.
    """
    router = APIRouter(prefix="/api/estimate", tags=["Tính toán"])
    calculators = described(law)

    @router.post(
        "",
        response_model=EstimateReply,
        responses=REFUSED,
        openapi_extra=json_body(request_schema),
    )
    async def estimate(request: Request) -> Response:
        """Compute with the law of a day: amounts, the steps to them, parameters, articles, assumptions, warnings."""
        wanted = read_request(await request.body(), today=clock.today())
        return JSONResponse(law.answer(wanted).as_response(), headers=NOT_KEPT)

    @router.get("/calculators", response_model=list[Calculator])
    async def list_calculators() -> list[dict[str, Any]]:
        """Every calculator with its inputs (types, units, limits, allowed values) and its result fields."""
        return calculators

    return router


def json_body(schema: dict[str, Any]) -> dict[str, Any]:
    """The body for OpenAPI; it is read by hand, because the law checks its own inputs."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


async def refused(_: Request, error: Exception) -> JSONResponse:
    """422 with the law's own explanation."""
    if not isinstance(error, Refusal):
        raise error
    return JSONResponse(error.as_dict(), status_code=422, headers=NOT_KEPT)
