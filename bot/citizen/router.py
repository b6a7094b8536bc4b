"""Joins the citizen's pages and their style into one router."""

from fastapi import APIRouter, Request, Response

from bot.citizen.card_pages import card_router
from bot.citizen.copy_pages import copy_router
from bot.citizen.form_pages import form_router
from bot.citizen.pages import STYLE_PATH, Pages
from bot.clock import Clock
from bot.registration import Notices
from bot.registration.card_addresses import CardAddresses
from bot.registration.copy_addresses import CopyAddresses
from bot.registration.papers import CardOffice
from bot.registration.paperwork import Paperwork
from bot.storage import Database


def citizen_router(
    *,
    database: Database,
    clock: Clock,
    paperwork: Paperwork,
    cards: CardAddresses,
    copies: CopyAddresses,
    office: CardOffice,
    notices: Notices,
) -> APIRouter:
    """The router of `/to-khai/…`, `/the-uoc-tinh/…` and `/ban-sao/…`."""
    pages = Pages(office_name=office.name, hotline=office.hotline)
    router = APIRouter(include_in_schema=False)

    @router.get(STYLE_PATH)
    async def style(request: Request) -> Response:
        return pages.style(request)

    router.include_router(
        form_router(pages, database=database, clock=clock, paperwork=paperwork, notices=notices)
    )
    router.include_router(card_router(pages, database=database, clock=clock, addresses=cards, office=office))
    router.include_router(copy_router(pages, database=database, clock=clock, addresses=copies, office=office))
    return router
