"""Pictures: a plan's, computed on request, and those behind the addresses that a chat was given."""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

import orjson
from fastapi import APIRouter, HTTPException, Request, Response, status
from fastapi.concurrency import run_in_threadpool

from bot.api.estimates import NOT_KEPT, REFUSED, json_body
from bot.api.requests import read_request
from bot.clock import Clock
from bot.law import EstimateInputError, Law
from bot.law.choices import choices
from bot.pictures import LIFETIME, PictureAddresses, PictureKind, PictureLinkError, Wanted
from bot.rendering.filters import cited

PLAN = "plan"
_OF_PLAN = frozenset({PictureKind.PLAN, PictureKind.ALTERNATIVES})
# A picture is some 120 KB; people open theirs within minutes of the answer.
_KEPT_PICTURES = 64
_PNG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": {}}, "description": "Hình PNG."}}
_GONE: dict[int | str, dict[str, Any]] = {404: {"description": "Hình không còn xem được."}}
# The address is as private as what the picture shows, and always shows the same.
_KEPT_BY_BROWSER = {"Cache-Control": "private, max-age=86400, immutable", "X-Content-Type-Options": "nosniff"}


class Pictures:
    """Draws plans and tables of choices; the latest pictures are kept."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._drawn = lru_cache(maxsize=_KEPT_PICTURES)(self._draw)

    async def png(self, wanted: Wanted) -> bytes:
        """The picture.

        :raises EstimateInputError: as the law does, and for a plan by another calculator.
        """
        if wanted.kind in _OF_PLAN and wanted.inputs.get("calculator", PLAN) != PLAN:
            reason, other = "Chỉ vẽ được hình của kế hoạch.", wanted.inputs["calculator"]
            raise EstimateInputError("calculator", reason, value=other, allowed=[PLAN])
        canonical = orjson.dumps(wanted.inputs, option=orjson.OPT_SORT_KEYS)
        return await run_in_threadpool(self._drawn, wanted.kind, canonical)

    async def at(
        self, address: str, *, addresses: PictureAddresses, lifetime: timedelta | None = LIFETIME
    ) -> bytes | None:
        """The picture behind an address, for who takes the picture itself; None where it is not ours.

        :param lifetime: how old the address may be; None for those who may see it at any time.
        """
        wanted = addresses.wanted_at(address, lifetime=lifetime)
        return await self.png(wanted) if wanted else None

    def _draw(self, kind: PictureKind, canonical: bytes) -> bytes:
        draws = {
            PictureKind.PLAN: self._draw_plan,
            PictureKind.ALTERNATIVES: self._draw_alternatives,
            PictureKind.CHOICES: self._draw_choices,
        }
        return draws[kind](orjson.loads(canonical))

    # Matplotlib takes a second to import; the server must not wait for it at its start.

    def _draw_plan(self, inputs: Mapping[str, Any]) -> bytes:
        from bot.pictures.plan import plan_picture

        return plan_picture(self._plan(inputs))

    def _draw_alternatives(self, inputs: Mapping[str, Any]) -> bytes:
        from bot.pictures.alternatives import alternatives_picture

        return alternatives_picture(self._plan(inputs))

    def _draw_choices(self, inputs: Mapping[str, Any]) -> bytes:
        from bot.pictures.choices import choices_picture

        table = choices(self._law, **inputs)
        return choices_picture(table.as_dict(), sources=cited(table.references, clauses=False))

    def _plan(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        return self._law.answer({**inputs, "calculator": PLAN}).as_dict()


def pictures_router(
    pictures: Pictures, *, clock: Clock, addresses: PictureAddresses, request_schema: dict[str, Any]
) -> APIRouter:
    """The router of the pictures.

    :param request_schema: the schema of a plan's request, for OpenAPI.
    """
    router = APIRouter(prefix="/api/estimate", tags=["Tính toán"])

    @router.post(
        "/plan.png",
        response_class=Response,
        responses=_PNG | REFUSED,
        openapi_extra=json_body(request_schema),
    )
    async def draw(request: Request) -> Response:
        """The picture of a plan, for the same body as an estimate of it."""
        inputs = read_request(await request.body(), today=clock.today())
        picture = await pictures.png(Wanted(PictureKind.PLAN, inputs))
        return Response(picture, media_type="image/png", headers=NOT_KEPT)

    @router.get("/{kind}/{token}.png", response_class=Response, responses=_PNG | _GONE)
    async def shown(kind: PictureKind, token: str) -> Response:
        """The picture behind an address that the chat gave."""
        try:
            wanted = addresses.wanted(kind, token)
        except PictureLinkError as error:
            raise HTTPException(status.HTTP_404_NOT_FOUND, error.reason) from None
        return Response(await pictures.png(wanted), media_type="image/png", headers=_KEPT_BY_BROWSER)

    return router
