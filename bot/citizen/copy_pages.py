"""The copy of a person's own data: a page that hands out each file once, so that a link's preview uses nothing up."""

import orjson
from fastapi import APIRouter, Request, Response, status
from fastapi.concurrency import run_in_threadpool

from bot.citizen.pages import Pages, from_own_page, private
from bot.clock import Clock
from bot.registration.copy_addresses import CopyAddresses
from bot.registration.papers import CardOffice, copy_pdf
from bot.registration.personal_data import CopyMissingError, PersonalData
from bot.storage import Database, FileKind


def copy_router(
    pages: Pages, *, database: Database, clock: Clock, addresses: CopyAddresses, office: CardOffice
) -> APIRouter:
    """The router of `/ban-sao/{token}` and of the copy's files."""
    router = APIRouter(prefix="/ban-sao")

    @router.get("/{token}")
    async def offered(token: str) -> Response:
        """What can be taken; looking takes nothing."""
        try:
            request_id = addresses.request_id(token)
            async with database.reading() as session:
                if not await PersonalData(session, now=clock.now()).can_take(request_id):
                    raise CopyMissingError
        except CopyMissingError as error:
            return _missing(error)
        return pages.show("copy.html", token=token)

    @router.post("/{token}/{file_kind}")
    async def taken(token: str, file_kind: FileKind, request: Request) -> Response:
        """A file of the copy, once."""
        try:
            if not from_own_page(request):
                raise CopyMissingError
            request_id = addresses.request_id(token)
            async with database.transaction() as session:
                data = await PersonalData(session, now=clock.now()).take_copy(request_id, file_kind)
        except CopyMissingError as error:
            return _missing(error)
        if file_kind == "json":
            response = private(orjson.dumps(data, option=orjson.OPT_INDENT_2), media_type="application/json")
        else:
            page = await run_in_threadpool(lambda: copy_pdf(data, office=office))
            response = private(page, media_type="application/pdf")
        response.headers["Content-Disposition"] = f'attachment; filename="du-lieu-cua-toi.{file_kind}"'
        return response

    def _missing(error: CopyMissingError) -> Response:
        return pages.show("refused.html", status_code=status.HTTP_404_NOT_FOUND, error=error)

    return router
