"""Who is talking: a random token, the only thing that ties a browser to its conversation.

The office's own page has it in a cookie. In a frame on another site the page makes it and says it with every request;
a partitioned cookie of that site's own keeps it where the page may keep nothing. Where neither may, the talk lasts as
long as the page.
"""

import re
import secrets

from fastapi import HTTPException, Request, Response, status

COOKIE, FRAMED_COOKIE = "antam_chat", "antam_framed"
LIFETIME_SECONDS = 180 * 24 * 60 * 60
HEADER = "X-Antam-Chat"
TOKEN = re.compile(r"[0-9a-f]{32}")


def continued_session(request: Request, response: Response) -> str:
    """The browser's token, or a new one in place of a missing or foreign one; its lifetime starts anew.

    :raises HTTPException: 400 when a framed page says a token that is none.
    """
    if (said := request.headers.get(HEADER)) is not None:
        return _framed_session(said, request, response)
    token = _kept(request, COOKIE) or secrets.token_hex(16)
    response.set_cookie(
        COOKIE,
        token,
        max_age=LIFETIME_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return token


def _framed_session(said: str, request: Request, response: Response) -> str:
    """What the browser kept for this site around the frame counts before what the page says."""
    if not TOKEN.fullmatch(said):
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "Mã phiên không đúng dạng. Xin mở lại trang.")
    token = _kept(request, FRAMED_COOKIE) or said
    # Python's own cookies know this attribute from 3.14 on.
    scope = "Path=/chat; HttpOnly; Secure; SameSite=None; Partitioned"
    response.headers.append("set-cookie", f"{FRAMED_COOKIE}={token}; Max-Age={LIFETIME_SECONDS}; {scope}")
    return token


def _kept(request: Request, name: str) -> str | None:
    given = request.cookies.get(name, "")
    return given if TOKEN.fullmatch(given) else None
