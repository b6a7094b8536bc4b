"""A request of the chat page checked before anything acts on it: its origin, kind, size and shape.

Each refusal is a status and one Vietnamese sentence that the page shows to the person as it is.
"""

from typing import Any, NamedTuple

from fastapi import HTTPException, Request, status
from pydantic import BaseModel, ValidationError

from bot.channels.web.messages import ChatMessage

MAX_BODY_BYTES = 16 * 1024


class Refusal(NamedTuple):
    """A status and what the person at the page is told."""

    status_code: int
    detail: str


class RefusalBody(BaseModel):
    """The body of a refusal."""

    detail: str


FOREIGN_PAGE = Refusal(
    status.HTTP_403_FORBIDDEN, "Tin nhắn này không gửi từ trang trò chuyện. Xin mở lại trang rồi gửi lại."
)
NOT_JSON = Refusal(status.HTTP_415_UNSUPPORTED_MEDIA_TYPE, "Tin nhắn phải gửi ở dạng application/json.")
TOO_LARGE = Refusal(
    status.HTTP_413_CONTENT_TOO_LARGE, "Tin nhắn dài quá. Xin viết ngắn lại, hoặc chia thành nhiều tin nhỏ."
)
WRONG_SHAPE = Refusal(
    status.HTTP_422_UNPROCESSABLE_CONTENT,
    "Tin nhắn không đọc được: cần có text (lời nhắn, không để trống) và message_id (mã UUID của tin).",
)

REFUSALS: dict[int | str, dict[str, Any]] = {
    refusal.status_code: {"model": RefusalBody, "description": refusal.detail}
    for refusal in (FOREIGN_PAGE, TOO_LARGE, NOT_JSON, WRONG_SHAPE)
}


async def received_message(request: Request) -> ChatMessage:
    """The message in a request's body.

    :raises HTTPException: 403 from a foreign page, 415 not JSON, 413 too large, 422 not a message.
    """
    if not _from_own_page(request):
        raise HTTPException(*FOREIGN_PAGE)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(*NOT_JSON)
    body = await _limited_body(request)
    try:
        return ChatMessage.model_validate_json(body)
    except ValidationError:
        raise HTTPException(*WRONG_SHAPE) from None


def _from_own_page(request: Request) -> bool:
    """Whether the browser says that our own page sent this; a program that says nothing has no cookie."""
    fetch_site = request.headers.get("sec-fetch-site")
    if fetch_site is not None:
        return fetch_site == "same-origin"
    origin = request.headers.get("origin")
    # The scheme is left out of the comparison: behind a proxy that ends TLS we see http, the browser https.
    return origin is None or origin.partition("://")[2] == request.headers.get("host")


async def _limited_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise HTTPException(*TOO_LARGE)
    return bytes(body)
