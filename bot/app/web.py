"""The web application over a prepared database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version

from fastapi import FastAPI

from bot.api import leads_router, mount_api
from bot.channels.rasa import nlg_router, nlu_router
from bot.channels.rest import rest_router
from bot.channels.web import web_router
from bot.citizen import citizen_router
from bot.console import mount_console
from bot.operations import guard_requests, operations_router
from bot.registration.retention import Retention

from .assembling import AnTam
from .background import learning, telling
from .knowledge import intent_meanings
from .opening import secret_key
from .papers import card_addresses, card_office, copy_addresses, paperwork_of


def web_application(antam: AnTam) -> FastAPI:
    """The web application over a prepared database."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with (
            antam.messaging.running(),
            antam.staff_side.keeping_time(),
            learning(antam),
            Retention(antam.database, clock=antam.clock).running(),
            telling(antam),
        ):
            yield
        await antam.database.dispose()

    settings = antam.settings
    app = FastAPI(title="An Tâm", version=version("antam"), lifespan=lifespan)
    guard_requests(app, trusted_hosts=settings.trusted_hosts.split(","))
    app.include_router(operations_router(antam.database, channels=antam.messaging.health))
    app.include_router(rest_router(antam.conversations, clock=antam.clock))
    app.include_router(antam.messaging.router())
    addresses, pictures = antam.knowledge.pictures, antam.drawn
    app.include_router(
        leads_router(
            antam.database,
            clock=antam.clock,
            notices=antam.staff_side,
            hooks=bool(settings.lead_webhook_url),
        )
    )
    app.include_router(nlg_router(antam.turns))
    app.include_router(nlu_router(antam.conversations.parse))
    mount_api(app, law=antam.knowledge.law, clock=antam.clock, addresses=addresses, pictures=pictures)
    app.include_router(
        web_router(
            antam.conversations,
            clock=antam.clock,
            province_name=settings.province_name,
            office_name=settings.office_name,
            hotline=settings.hotline,
            widget_origins=[origin for origin in settings.widget_origins.split(",") if origin],
        )
    )
    paperwork = paperwork_of(settings, antam.knowledge.law)
    app.include_router(
        citizen_router(
            database=antam.database,
            clock=antam.clock,
            paperwork=paperwork,
            cards=card_addresses(settings),
            copies=copy_addresses(settings),
            office=card_office(settings),
            notices=antam.staff_side,
        )
    )
    mount_console(
        app,
        database=antam.database,
        accounts=antam.accounts,
        clock=antam.clock,
        communes={str(commune.code): commune.name for commune in antam.knowledge.communes.communes},
        staff_side=antam.staff_side,
        texts=antam.text_publisher,
        picture_behind=partial(pictures.at, addresses=addresses, lifetime=None),
        intents=intent_meanings(settings),
        paperwork=paperwork,
        hooks=bool(settings.lead_webhook_url),
        secret_key=secret_key(settings),
        cookie_secure=settings.cookie_secure,
        session_hours=settings.session_hours,
    )
    return app
