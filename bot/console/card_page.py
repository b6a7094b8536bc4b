"""Opens an estimate card with the code that its person reads out or shows."""

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from bot.console.page import Page, form_of, member_of
from bot.errors import AnTamError
from bot.registration.cards import Cards, spoken_code
from bot.registration.papers import headlines

_MAX_CODE = 40


class CardPage(Page):
    """One card at a time; there is no list of them."""

    menu_label = "Thẻ ước tính"
    icon = "fa fa-qrcode"
    path = "/cards"
    route_name = "cards"
    template = "console/cards.html"

    def is_accessible(self, request: Request) -> bool:
        return member_of(request).may_work

    @route("")
    async def index(self, request: Request) -> Response:
        return self.show(request, card=None, error=None)

    @route("/open", methods=["POST"])
    async def open(self, request: Request) -> Response:
        """The card of a code; the look is in the audit."""
        code = (await form_of(request)).get("code", "")[:_MAX_CODE]
        try:
            async with self.desk.database.transaction() as session:
                casework = self.desk.casework(session, member_of(request))
                card = await Cards(session, now=self.desk.clock.now()).open(casework, code)
        except AnTamError as error:
            return self.show(request, status_code=422, card=None, error=error)
        return self.show(
            request,
            card=card,
            code=spoken_code(card.code),
            estimate=card.estimate,
            headlines=headlines(card.estimate),
            error=None,
        )
