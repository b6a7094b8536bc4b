"""The page and its files as they go over the wire: read once, with caching and security headers."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fastapi import HTTPException, Request, Response, status
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.types import Button

HERE = Path(__file__).parent
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript"}
# Nothing but our own files: no inline script or style, no other host, no frame around the page.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# A file's address carries the digest of its content, so it is kept for a year; the page is always asked for.
KEEP = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


@dataclass(frozen=True)
class WebFile:
    """A file with its media type and the digest of its content."""

    body: bytes
    media_type: str

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()[:16]

    def response(self, request: Request, *, cache_control: str) -> Response:
        """The file, or 304 when the browser has it already."""
        headers = SECURITY_HEADERS | {"ETag": f'"{self.digest}"', "Cache-Control": cache_control}
        if self.digest in request.headers.get("if-none-match", ""):
            return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
        return Response(self.body, media_type=self.media_type, headers=headers)


@dataclass(frozen=True)
class PageFiles:
    """The page rendered for one office, and the files it uses."""

    document: WebFile
    assets: Mapping[str, WebFile]

    @classmethod
    def load(
        cls, *, province_name: str, office_name: str, hotline: str, talk_to_staff: Button
    ) -> "PageFiles":
        """Read the package's files and render the page with the office's names."""
        assets = {
            path.name: WebFile(path.read_bytes(), MEDIA_TYPES[path.suffix])
            for path in sorted((HERE / "static").iterdir())
        }
        templates = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
        page = templates.get_template("page.html").render(
            province_name=province_name,
            office_name=office_name,
            hotline=hotline,
            hotline_digits=re.sub(r"[^\d+]", "", hotline),
            talk_to_staff=talk_to_staff,
            addresses={name: f"/chat/static/{name}?v={asset.digest}" for name, asset in assets.items()},
        )
        return cls(WebFile(page.encode(), "text/html"), assets)

    def page(self, request: Request) -> Response:
        """The chat page."""
        return self.document.response(request, cache_control=ASK_AGAIN)

    def static(self, name: str, request: Request) -> Response:
        """One of the page's files.

        :raises HTTPException: 404 when there is no such file.
        """
        if name not in self.assets:
            raise HTTPException(status.HTTP_404_NOT_FOUND, "Không có tệp này.")
        asset = self.assets[name]
        # Another version's address must not pin this version's content.
        current = request.query_params.get("v") == asset.digest
        return asset.response(request, cache_control=KEEP if current else ASK_AGAIN)
