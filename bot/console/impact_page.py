"""What a change of the law touches: answers, and the estimates that people were told, with old and new."""

from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.answers_page import TextDesk
from bot.console.page import Desk, Page, member_of


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

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_teach

    @route("")
    async def index(self, request: Request) -> Response:
        """Everything that changes on a day, or the question which day."""
        given = str(request.query_params.get("on") or "")
        if not given:
            return self.show(request, on=None, answers=[], estimates=[])
        try:
            day = date.fromisoformat(given)
        except ValueError:
            raise HTTPException(400, "Ngày không đọc được. Xin chọn lại.") from None
        answers, estimates = await self._texts.impact(day)
        seen = member_of(request).may_see_leads
        return self.show(request, on=day, answers=answers, estimates=estimates if seen else [])
