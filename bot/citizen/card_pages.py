"""The estimate card: shown, made when the person wants one, given out as a picture and as a page to print."""

from base64 import b64encode
from typing import Any

from fastapi import APIRouter, Request, Response, status
from fastapi.concurrency import run_in_threadpool

from bot.citizen.pages import Pages, from_own_page, private
from bot.clock import VIETNAM, Clock
from bot.errors import AnTamError
from bot.registration.card_addresses import CardAddresses
from bot.registration.cards import CardMissingError, Cards, EstimateMissingError, spoken_code
from bot.registration.papers import CardOffice, card_pdf, card_png, headlines, qr_svg
from bot.storage import ConversationRepository, Database, Session, StoredCard

_FILES = {"pdf": ("application/pdf", card_pdf), "png": ("image/png", card_png)}


def card_router(
    pages: Pages,
    *,
    database: Database,
    clock: Clock,
    addresses: CardAddresses,
    office: CardOffice,
) -> APIRouter:
    """The router of `/the-uoc-tinh/{token}` and of a card's files."""
    router = APIRouter(prefix="/the-uoc-tinh")

    @router.get("/{token}/the.{kind}")
    async def file(token: str, kind: str) -> Response:
        """A card as PDF or PNG."""
        try:
            if kind not in _FILES:
                raise CardMissingError
            async with database.reading() as session:
                card = await Cards(session, now=clock.now()).find(addresses.code(token))
        except CardMissingError as error:
            return _missing(pages, error)
        media_type, make = _FILES[kind]
        return private(await run_in_threadpool(lambda: make(card, office=office)), media_type=media_type)

    @router.get("/{token}")
    async def offered(token: str) -> Response:
        """The estimate, and the button that makes a card of it; nothing is stored yet."""
        try:
            async with database.reading() as session:
                estimate = await _estimate(session, addresses.conversation(token))
        except (CardMissingError, EstimateMissingError) as error:
            return _missing(pages, error)
        return pages.show(
            "card.html", token=token, estimate=estimate, headlines=headlines(estimate), card=None
        )

    @router.post("/{token}")
    async def made(token: str, request: Request) -> Response:
        """Make a card."""
        try:
            conversation_id = addresses.conversation(token)
            if not from_own_page(request):
                raise CardMissingError
            async with database.transaction() as session:
                estimate = await _estimate(session, conversation_id)
                card = await Cards(session, now=clock.now()).make(conversation_id, estimate)
        except (CardMissingError, EstimateMissingError) as error:
            return _missing(pages, error)
        return pages.show(
            "card.html", token=token, estimate=estimate, headlines=headlines(estimate), card=_shown(card)
        )

    def _shown(card: StoredCard) -> dict[str, Any]:
        return {
            "code": spoken_code(card.code),
            "qr": f"data:image/svg+xml;base64,{b64encode(qr_svg(card.code, office=office)).decode()}",
            "until": f"{card.expires_at.astimezone(VIETNAM):%d/%m/%Y}",
            "files": {kind: addresses.card(card.code, kind=kind) for kind in _FILES},
        }

    return router


async def _estimate(session: Session, conversation_id: int) -> dict[str, Any]:
    """The estimate that a conversation holds, in its JSON form.

    :raises EstimateMissingError: when it holds none (any more).
    """
    conversation = await ConversationRepository(session).get(conversation_id)
    slots = ((conversation.snapshot if conversation else None) or {}).get("slots", {})
    estimate: dict[str, Any] | None = slots.get("estimate")
    if not estimate:
        raise EstimateMissingError
    return estimate


def _missing(pages: Pages, error: AnTamError) -> Response:
    return pages.show("refused.html", status_code=status.HTTP_404_NOT_FOUND, error=error)
