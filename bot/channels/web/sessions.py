"""Who is talking: a random token in a cookie, the only thing that ties a browser to its conversation."""

import re
import secrets

from fastapi import Request, Response

COOKIE = "antam_chat"
LIFETIME_SECONDS = 180 * 24 * 60 * 60
TOKEN = re.compile(r"[0-9a-f]{32}")


def continued_session(request: Request, response: Response) -> str:
    """The browser's token, or a new one in place of a missing or foreign one; its lifetime starts anew."""
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
