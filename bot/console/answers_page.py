"""The answers: what the bot says, found by words, edited, tried out, published after the golden questions, put back."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.page import Desk, Page, done, member_of
from bot.errors import AnTamError
from bot.registration.corrections import EstimateChange
from bot.rendering import Renderer
from bot.storage import StoredText
from bot.types import OutboundMessage

_MISSING = "Không có lời văn này."
_MOST_CHARACTERS = 20_000
_NOTE = 200


class TextDesk(Protocol):
    """What the page needs of the texts; see `bot.checks.publishing.TextPublisher`."""

    @property
    def renderer(self) -> Renderer: ...

    def original(self, path: str) -> str | None: ...

    def text(self, path: str) -> str: ...

    async def versions(self, path: str) -> Sequence[StoredText]: ...

    async def preview(self, path: str, body: str) -> Sequence[OutboundMessage]: ...

    async def publish(
        self, changes: Mapping[str, str | None], *, note: str, staff_id: int | None = None
    ) -> None: ...

    async def impact(self, on: date) -> tuple[Sequence[Any], Sequence[EstimateChange]]: ...

    async def impact_on_people(self, on: date) -> Sequence[EstimateChange]: ...

    async def roll_back(self, version_id: int, *, staff_id: int | None = None) -> str: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One text of the list."""

    path: str
    owner: str
    review_by: date | None
    changed: bool


class AnswersPage(Page):
    """All texts, and the editor of one."""

    menu_label = "Câu trả lời"
    icon = "fa fa-pen"
    path = "/answers"
    route_name = "answers"
    template = "console/answers.html"

    def __init__(self, desk: Desk, texts: TextDesk) -> None:
        super().__init__(desk)
        self._texts = texts

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_teach

    @route("")
    async def index(self, request: Request) -> Response:
        """The texts whose words are searched for, those to be reviewed first."""
        words = str(request.query_params.get("q") or "").strip()
        rows = sorted(self._rows(words), key=lambda row: (row.review_by or date.max, row.path))
        return self.show(request, rows=rows, words=words, today=self.desk.clock.today())

    @route("/edit")
    async def edit(self, request: Request) -> Response:
        """One text with its versions."""
        return await self._editor(request, _path(request))

    @route("/preview", methods=["POST"])
    async def preview(self, request: Request) -> Response:
        """The text as a person would see it; nothing is published."""
        path, body, note = await self._typed(request)
        try:
            shown = await self._texts.preview(path, body)
        except AnTamError as error:
            return await self._editor(request, path, body=body, note=note, error=error)
        return await self._editor(request, path, body=body, note=note, shown=shown)

    @route("/publish", methods=["POST"])
    async def publish(self, request: Request) -> Response:
        """Put the text in force when the checks and the golden questions pass."""
        path, body, note = await self._typed(request)
        try:
            await self._texts.publish({path: body}, note=note, staff_id=member_of(request).id)
        except AnTamError as error:
            return await self._editor(request, path, body=body, note=note, error=error)
        return done(request, f"/answers/edit?path={path}", "Đã đăng. Bot nói lời mới ngay.")

    @route("/restore", methods=["POST"])
    async def restore(self, request: Request) -> Response:
        """Put back a version, or what came with the program."""
        form = await request.form()
        path, version = str(form.get("path") or ""), str(form.get("version") or "")
        member = member_of(request)
        try:
            if version.isdecimal():
                path = await self._texts.roll_back(int(version), staff_id=member.id)
            else:
                await self._texts.publish({path: None}, note="trở lại bản gốc", staff_id=member.id)
        except AnTamError as error:
            return await self._editor(request, path, error=error)
        return done(request, f"/answers/edit?path={path}", "Đã trở lại bản ấy.")

    def _rows(self, words: str) -> Iterator[Row]:
        wanted = words.lower().split()
        for path, source in self._texts.renderer.sources.items():
            whole = f"{path} {source.head}{source.body}".lower()
            if source.is_message and all(word in whole for word in wanted):
                head = source.front_matter if source.head else None
                yield Row(
                    path,
                    head.owner if head else "",
                    head.review_by if head else None,
                    self._texts.original(path) != source.head + source.body,
                )

    async def _typed(self, request: Request) -> tuple[str, str, str]:
        form = await request.form()
        path, body, note = (str(form.get(name) or "") for name in ("path", "body", "note"))
        if path not in self._texts.renderer.sources or len(body) > _MOST_CHARACTERS:
            raise HTTPException(404, _MISSING)
        return path, body.replace("\r\n", "\n"), note[:_NOTE]

    async def _editor(
        self,
        request: Request,
        path: str,
        *,
        body: str | None = None,
        note: str = "",
        error: AnTamError | None = None,
        shown: Sequence[OutboundMessage] = (),
    ) -> Response:
        if path not in self._texts.renderer.sources:
            raise HTTPException(404, _MISSING)
        in_force = self._texts.text(path)
        versions = [_with_diff(version, in_force) for version in await self._texts.versions(path)]
        return self.show(
            request,
            status_code=422 if error else 200,
            editing=path,
            body=in_force if body is None else body,
            note=note,
            error=error,
            problems=getattr(error, "problems", ()),
            shown=shown,
            versions=versions,
            is_changed=self._texts.original(path) != in_force,
        )


def _path(request: Request) -> str:
    return str(request.query_params.get("path") or "")


def _with_diff(version: StoredText, in_force: str) -> dict[str, Any]:
    """A version and how the text in force differs from it."""
    lines = difflib.unified_diff(
        (version.body or "").splitlines(), in_force.splitlines(), "bản này", "đang dùng", lineterm="", n=1
    )
    return {"stored": version, "diff": "\n".join(lines) if version.body is not None else None}
