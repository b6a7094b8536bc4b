"""Questions that the bot was not sure of: an editor says what they meant, or that they teach nothing."""

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.page import Page, done, member_of
from bot.learning import Lessons, SentenceError
from bot.storage import Session

_SHOWN = 50
_MOST_IDS = 500
REASONS = {
    "choose": "chưa chắc, đã đưa lựa chọn",
    "hand_over": "không hiểu, đã chỉ tới cán bộ",
    "denied": "trả lời nhầm ý, người dân nói không phải",
}


class TeachingPage(Page):
    """The queue of doubtful questions, those that are alike in one group."""

    menu_label = "Câu chưa hiểu"
    icon = "fa fa-graduation-cap"
    path = "/teaching"
    route_name = "teaching"
    template = "console/teaching.html"

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_teach

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._page(request)

    @route("/assign", methods=["POST"])
    async def assign(self, request: Request) -> Response:
        """Teach the sentence of a group."""
        form = await request.form()
        intent, sentence = str(form.get("intent", "")), str(form.get("sentence", ""))
        ids = _ids(str(form.get("ids", "")))
        try:
            async with self.desk.database.transaction() as session:
                count = await self._lessons(session).assign(
                    ids, intent=intent, sentence=sentence, staff_id=member_of(request).id
                )
        except SentenceError as error:
            return await self._page(
                request, error=error, typed={"intent": intent, "sentence": sentence, "ids": ids}
            )
        return done(request, self.path, f"Đã ghi câu mẫu cho {count} câu hỏi. Bot học khi chạy antam train.")

    @route("/discard", methods=["POST"])
    async def discard(self, request: Request) -> Response:
        """Take the questions of a group out of the queue."""
        ids = _ids(str((await request.form()).get("ids", "")))
        async with self.desk.database.transaction() as session:
            count = await self._lessons(session).discard(ids, staff_id=member_of(request).id)
        return done(request, self.path, f"Đã bỏ {count} câu hỏi.")

    def _lessons(self, session: Session) -> Lessons:
        return Lessons(session, intents=self.desk.intents, at=self.desk.clock.now())

    async def _page(
        self,
        request: Request,
        *,
        error: SentenceError | None = None,
        typed: dict[str, object] | None = None,
    ) -> Response:
        async with self.desk.database.reading() as session:
            lessons = self._lessons(session)
            groups, counts = await lessons.waiting(), await lessons.counts()
        return self.show(
            request,
            status_code=422 if error else 200,
            groups=groups[:_SHOWN],
            counts=counts,
            intents=self.desk.intents,
            reasons=REASONS,
            error=error,
            typed=typed or {},
        )


def _ids(written: str) -> Sequence[int]:
    """:raises HTTPException: 400 when it is no list of numbers."""
    parts = written.split(",")
    if len(parts) > _MOST_IDS or not all(part.isdecimal() and len(part) < 19 for part in parts):
        raise HTTPException(400, "Danh sách câu hỏi không đọc được. Xin mở lại trang.")
    return [int(part) for part in parts]
