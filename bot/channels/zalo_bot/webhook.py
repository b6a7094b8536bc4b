"""The address that Zalo calls: only with the secret, kept before it is answered."""

import json
import secrets
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response, status

from bot.channels.delivery import Take
from bot.channels.zalo_bot.events import updates_of
from bot.channels.zalo_bot.receiving import Receiver

PATH = "/webhooks/zalo-bot"
SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 # the header's name
_RESPONSES: dict[int | str, dict[str, Any]] = {
    400: {"description": "Không phải JSON."},
    403: {"description": "Thiếu hoặc sai mã bí mật."},
}


def webhook_router(receiver: Receiver, take: Take, *, secret: str | None) -> APIRouter:
    """The router of the webhook; without a secret nobody gets in."""
    router = APIRouter(tags=["Zalo Bot"])

    @router.post(PATH, responses=_RESPONSES)
    async def webhook(request: Request) -> Response:
        """Take an update; the answer to the person goes its own way. What is no update is thanked for."""
        if not _is_known(request.headers.get(SECRET_HEADER, ""), secret):
            raise HTTPException(status.HTTP_403_FORBIDDEN, "Thiếu hoặc sai mã bí mật.")
        for update in updates_of(_read(await request.body())):
            await receiver.receive(update, take)
        return Response()

    return router


def _is_known(given: str, secret: str | None) -> bool:
    return bool(secret) and secrets.compare_digest(given.encode(), (secret or "").encode())


def _read(body: bytes) -> Any:
    """An empty body may be a test of the address."""
    try:
        return json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "Không phải JSON.") from None
