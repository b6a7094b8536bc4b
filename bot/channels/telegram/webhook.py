"""The address that Telegram calls: only with the secret, kept before it is answered."""

import json
import secrets
from typing import Any

import structlog
from fastapi import APIRouter, HTTPException, Request, Response, status
from telegram import Update

from bot.channels.delivery import Take
from bot.channels.telegram.receiving import Receiver

PATH = "/webhooks/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 # the header's name
_RESPONSES: dict[int | str, dict[str, Any]] = {
    400: {"description": "Không phải một update của Telegram."},
    403: {"description": "Thiếu hoặc sai mã bí mật."},
}

log = structlog.get_logger(__name__)


def webhook_router(receiver: Receiver, take: Take, *, secret: str | None) -> APIRouter:
    """The router of the webhook; without a secret nobody gets in."""
    router = APIRouter(tags=["Telegram"])

    @router.post(PATH, responses=_RESPONSES)
    async def webhook(request: Request) -> Response:
        """Take one update; the answer to the person goes its own way."""
        if not _is_known(request.headers.get(SECRET_HEADER, ""), secret):
            raise HTTPException(status.HTTP_403_FORBIDDEN, "Thiếu hoặc sai mã bí mật.")
        if update := _read(_checked(await request.body())):
            await receiver.receive(update, take)
        return Response()

    return router


def _is_known(given: str, secret: str | None) -> bool:
    return bool(secret) and secrets.compare_digest(given.encode(), (secret or "").encode())


def _checked(body: bytes) -> dict[str, Any]:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        update = None
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "Không phải một update của Telegram.")
    return update


def _read(data: dict[str, Any]) -> Update | None:
    """The update, or None where the library cannot read it."""
    try:
        return Update.de_json(data, None)
    except Exception as error:
        log.warning("telegram_update_unreadable", error=type(error).__name__)
        return None
