"""Builds the console from its pages and mounts it into the web application."""

import logging
from collections.abc import Mapping
from pathlib import Path

from fastapi import FastAPI
from jinja2 import FileSystemLoader
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_admin import BaseAdmin
from starlette_admin.i18n import I18nConfig, TimezoneConfig

from bot.clock import VIETNAM, Clock
from bot.console.accounts import Accounts
from bot.console.lead_list import LeadListPage
from bot.console.lead_page import LeadPage
from bot.console.page import ADDRESS, Desk
from bot.console.password_page import PasswordPage
from bot.console.presenting import add_filters
from bot.console.signing_in import StaffAuthentication
from bot.console.staff_page import StaffPage
from bot.console.today_page import TodayPage
from bot.console.vietnamese import LOCALE, add_vietnamese
from bot.storage import Database

# Its messages would tell names, addresses and search words.
logging.getLogger("starlette_admin").setLevel(logging.CRITICAL)

# starlette-admin's own pages carry inline scripts and styles; nothing comes from another host.
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
# Pages about people must not stay in a shared computer's cache; the console's own files may.
_NOT_KEPT = {"cache-control": "no-store"}


def mount_console(
    app: FastAPI,
    *,
    database: Database,
    accounts: Accounts,
    clock: Clock,
    communes: Mapping[str, str],
    secret_key: str,
    cookie_secure: bool,
    session_hours: int,
) -> None:
    """Mount the console at `/console`.

    :param communes: the province's communes, code to name.
    """
    add_vietnamese()
    desk = Desk(database=database, accounts=accounts, clock=clock, communes=communes)
    admin = BaseAdmin(
        title="An Tâm",
        base_url=ADDRESS,
        route_name="console",
        additional_loaders=[FileSystemLoader(Path(__file__).parent / "templates")],
        index_view=TodayPage(desk),
        auth_provider=StaffAuthentication(accounts, clock=clock, session_hours=session_hours),
        secret_key=secret_key,
        middlewares=[
            Middleware(HeadersMiddleware),
            Middleware(
                SessionMiddleware,
                secret_key=secret_key,
                session_cookie="antam_console",
                max_age=session_hours * 60 * 60,
                path=ADDRESS,
                same_site="strict",
                https_only=cookie_secure,
            ),
        ],
        i18n_config=I18nConfig(default_locale=LOCALE, language_cookie_name=None, language_header_name=None),
        timezone_config=TimezoneConfig(
            default_timezone=str(VIETNAM), timezone_cookie_name=None, use_user_locale_timezone=False
        ),
    )
    add_filters(admin.templates.env)
    for page in (LeadListPage(desk), LeadPage(desk), StaffPage(desk), PasswordPage(desk)):
        admin.add_view(page)
    admin.mount_to(app)


class HeadersMiddleware:
    """Sets the security headers of every answer of the console."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = _HEADERS if "/static/" in scope["path"] else _HEADERS | _NOT_KEPT
        encoded = [(name.encode(), value.encode()) for name, value in headers.items()]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *encoded]
            await send(message)

        await self._app(scope, receive, send_with_headers)
