"""The page and its files as they go over the wire: read once, with caching and security headers."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from fastapi import HTTPException, Request, Response, status
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.types import Button

HERE = Path(__file__).parent
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript"}
# Nothing but our own files: no inline script or style, no other host, no frame around the page but those allowed.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors "
)
CONTENT_SECURITY_POLICY = f"{_POLICY}'none'"
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# A file's address carries the digest of its content, so it is kept for a year; the page is always asked for.
# The commune's page asks for it by an address that never changes.
KEEP_AN_HOUR = "public, max-age=3600"
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

    def response(self, request: Request, *, cache_control: str, **other: str) -> Response:
        """The file, or 304 when the browser has it already; ``other`` are headers with `_` for `-`."""
        headers = SECURITY_HEADERS | {name.replace("_", "-"): value for name, value in other.items()}
        headers |= {"ETag": f'"{self.digest}"', "Cache-Control": cache_control}
        if self.digest in request.headers.get("if-none-match", ""):
            return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
        return Response(self.body, media_type=self.media_type, headers=headers)


@dataclass(frozen=True)
class PageFiles:
    """The page rendered for one office, and the files it uses."""

    document: WebFile
    framed: WebFile
    script: WebFile
    assets: Mapping[str, WebFile]
    widget_origins: Sequence[str]

    @classmethod
    def load(
        cls,
        *,
        province_name: str,
        office_name: str,
        hotline: str,
        talk_to_staff: Button,
        widget_origins: Sequence[str],
    ) -> "PageFiles":
        """Read the package's files and render the page with the office's names."""
        assets = {
            path.name: WebFile(path.read_bytes(), MEDIA_TYPES[path.suffix])
            for path in sorted((HERE / "static").iterdir())
        }
        templates = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
        template = templates.get_template("page.html")
        page = partial(
            template.render,
            province_name=province_name,
            office_name=office_name,
            hotline=hotline,
            hotline_digits=re.sub(r"[^\d+]", "", hotline),
            talk_to_staff=talk_to_staff,
            addresses={name: f"/chat/static/{name}?v={asset.digest}" for name, asset in assets.items()},
        )
        document, framed = (WebFile(page(framed=framed).encode(), "text/html") for framed in (False, True))
        script = WebFile((HERE / "widget.js").read_bytes(), MEDIA_TYPES[".js"])
        return cls(document, framed, script, assets, tuple(widget_origins))

    def page(self, request: Request) -> Response:
        """The chat page."""
        return self.document.response(request, cache_control=ASK_AGAIN)

    def framed_page(self, request: Request) -> Response:
        """The chat page for a frame on one of the allowed sites.

        :raises HTTPException: 404 when no site is.
        """
        policy = f"{_POLICY}{' '.join(self._allowed())}"
        return self.framed.response(request, cache_control=ASK_AGAIN, Content_Security_Policy=policy)

    def widget(self, request: Request) -> Response:
        """The script that another site's page names.

        :raises HTTPException: 404 when no site is allowed to.
        """
        self._allowed()
        return self.script.response(
            request, cache_control=KEEP_AN_HOUR, Cross_Origin_Resource_Policy="cross-origin"
        )

    def _allowed(self) -> Sequence[str]:
        if not self.widget_origins:
            raise HTTPException(status.HTTP_404_NOT_FOUND, "Chưa trang nào được nhúng An Tâm.")
        return self.widget_origins

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
