"""What a change of the law touches: answers, and the figures that people were told; those people are told from here."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.answers_page import TextDesk
from bot.console.page import Desk, Page, done, failed, form_of, member_of
from bot.errors import AnTamError
from bot.registration.corrections import SILENCE_LABELS, Corrections, EstimateChange


class ImpactPage(Page):
    """The radar of one day."""

    menu_label = "Luật đổi"
    icon = "fa fa-scale-balanced"
    path = "/impact"
    route_name = "impact"
    template = "console/impact.html"

    def __init__(self, desk: Desk, texts: TextDesk) -> None:
        super().__init__(desk)
        self._texts = texts
        notices = desk.notices
        self._corrections = Corrections(desk.database, clock=desk.clock, notices=notices) if notices else None

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_teach

    @route("")
    async def index(self, request: Request) -> Response:
        """Everything that changes on a day, or the question which day."""
        given = str(request.query_params.get("on") or "")
        if not given:
            return self.show(request, on=None)
        day = _day(given)
        answers, estimates = await self._texts.impact(day)
        member = member_of(request)
        return self.show(
            request,
            on=day,
            answers=answers,
            estimates=estimates if member.may_see_leads else [],
            **(await self._reviewed(estimates, day) if member.leads else {}),
        )

    @route("/send", methods=["POST"])
    async def send(self, request: Request) -> Response:
        """Tell the people whose figures change; who was told before is not told again."""
        given = (await form_of(request)).get("on", "")
        day, address = _day(given), f"/impact?on={given}"
        if self._corrections is None:
            raise HTTPException(404, "Không có kênh nào để nhắn.")
        try:
            estimates = await self._texts.impact_on_people(day)
            sent = await self._corrections.send(estimates, on=day, member=member_of(request))
        except AnTamError as error:
            return failed(request, address, error)
        more = f" Còn {sent.waiting} người, bấm gửi lần nữa." if sent.waiting else ""
        return done(request, address, f"Đã gửi cho {sent.people} người.{more}")

    async def _reviewed(self, estimates: Sequence[EstimateChange], day: date) -> dict[str, Any]:
        """Who would be told, in which words, and how many not for which reason."""
        if self._corrections is None:
            return {}
        review = await self._corrections.review(estimates, on=day)
        silent = {SILENCE_LABELS[silence]: count for silence, count in review.silent.items()}
        return {"people": len(review.ready), "silent": silent, "wording": review.wording}


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise HTTPException(400, "Ngày không đọc được. Xin chọn lại.") from None
