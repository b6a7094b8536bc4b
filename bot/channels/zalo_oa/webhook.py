"""The address that Zalo calls: only with its signature, kept before it is answered, and answered at once."""

import json
from typing import Any

import structlog
from fastapi import APIRouter, HTTPException, Request, Response, status

from bot.channels.zalo_oa.access import Access
from bot.channels.zalo_oa.receiving import Receiver
from bot.channels.zalo_oa.signature import DOCUMENTED, signer

PATH = "/webhooks/zalo-oa"
_RESPONSES: dict[int | str, dict[str, Any]] = {
    400: {"description": "Không phải một sự kiện của Zalo."},
    401: {"description": "Thiếu hoặc sai chữ ký."},
}

log = structlog.get_logger(__name__)


def webhook_router(receiver: Receiver, *, access: Access) -> APIRouter:
    """The router of the webhook; without a key nobody gets in."""
    router = APIRouter(tags=["Zalo OA"])

    @router.post(PATH, responses=_RESPONSES)
    async def webhook(request: Request) -> Response:
        """Take one event; the answer to the person goes its own way."""
        body = await request.body()
        event = _read(body)
        # What the console sends when the address is saved.
        if event:
            _check(body, event, request, access)
            await receiver.receive(event, body)
        return Response()

    return router


def _read(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        event = None
    if not isinstance(event, dict):
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "Không phải một sự kiện của Zalo.")
    return event


def _check(body: bytes, event: dict[str, Any], request: Request, access: Access) -> None:
    found = signer(
        body,
        event,
        request.headers,
        app_id=access.app_id,
        secret_key=access.secret_key,
        any_variant=access.any_signature,
    )
    if found is None:
        log.warning("zalo_oa_signature_wrong", retry=request.headers.get("num_retry"))
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Thiếu hoặc sai chữ ký.")
    if found != DOCUMENTED:
        log.info("zalo_oa_signature_variant", variant=found)
