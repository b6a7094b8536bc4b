"""What the citizen's pages share: templates, the style, the headers that keep them private."""

import hashlib
from pathlib import Path
from typing import Any

from fastapi import Request, Response, status
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.registration.declaring import FIELDS_DIR

HERE = Path(__file__).parent
STYLE_PATH = "/to-khai/trang.css"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    # The address opens the page; no other site may learn it.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_STYLE_HEADERS = {"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"}


class Pages:
    """The pages of one office."""

    def __init__(self, *, office_name: str, hotline: str) -> None:
        self._css = (HERE / "static" / "page.css").read_bytes()
        self._etag = f'"{hashlib.sha256(self._css).hexdigest()[:16]}"'
        self._templates = Environment(
            loader=FileSystemLoader([HERE / "templates", FIELDS_DIR]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            office_name=office_name,
            hotline=hotline,
            style_path=STYLE_PATH,
            consent=Markup((FIELDS_DIR / "declaration_consent.html").read_text(encoding="utf-8")),  # noqa: S704 # our own file
        )

    def show(self, template: str, *, status_code: int = status.HTTP_200_OK, **values: Any) -> Response:
        """A page."""
        text = self._templates.get_template(template).render(values)
        return Response(text, status_code=status_code, media_type="text/html", headers=_HEADERS)

    def style(self, request: Request) -> Response:
        """The style, or 304 when the browser has it already."""
        headers = _STYLE_HEADERS | {"ETag": self._etag}
        if request.headers.get("if-none-match") == self._etag:
            return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
        return Response(self._css, media_type="text/css", headers=headers)


def private(content: bytes, *, media_type: str) -> Response:
    """A file that nothing between us keeps."""
    return Response(content, media_type=media_type, headers=_HEADERS)


def from_own_page(request: Request) -> bool:
    """Whether the browser says that our own page sent this; one that says nothing has shown the cookie."""
    fetch_site = request.headers.get("sec-fetch-site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host")
