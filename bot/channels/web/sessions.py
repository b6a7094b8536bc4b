"""Who is talking: a random token, the only thing that ties a browser to its conversation.

The office's own page has it in a cookie. In a frame on another site browsers keep no cookie of ours, so there the page
keeps the token itself and says it with every request.
"""

import re
import secrets

from fastapi import HTTPException, Request, Response, status

COOKIE = "antam_chat"
LIFETIME_SECONDS = 180 * 24 * 60 * 60
HEADER = "X-Antam-Chat"
TOKEN = re.compile(r"[0-9a-f]{32}")


def continued_session(request: Request, response: Response) -> str:
    """The browser's token, or a new one in place of a missing or foreign one; its lifetime starts anew.

    :raises HTTPException: 400 when a page says a token that is none.
    """
    if (said := request.headers.get(HEADER)) is not None:
        return _checked(said)
    given = request.cookies.get(COOKIE, "")
    token = given if TOKEN.fullmatch(given) else secrets.token_hex(16)
    response.set_cookie(
        COOKIE,
        token,
        max_age=LIFETIME_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return token


def _checked(token: str) -> str:
    if not TOKEN.fullmatch(token):
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "Mã phiên không đúng dạng. Xin mở lại trang.")
    return token
