"""Builds the console from its pages and mounts it into the web application."""

import logging
from collections.abc import Mapping
from pathlib import Path

from fastapi import FastAPI
from jinja2 import FileSystemLoader
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette_admin import BaseAdmin
from starlette_admin.i18n import I18nConfig, TimezoneConfig
from starlette_admin.security.csrf import CSRFMiddleware

from bot.clock import VIETNAM, Clock
from bot.console.accounts import Accounts
from bot.console.guarding import FaultMiddleware, ForeignPageMiddleware, HeadersMiddleware
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
    admin.middlewares = _guards(admin, secret_key)
    admin.mount_to(app)


def _guards(admin: BaseAdmin, secret_key: str) -> list[Middleware]:
    """What requests pass: starlette-admin's own guards behind ours, its protection against foreign pages replaced."""
    own = [
        Middleware(ForeignPageMiddleware, secret_key=secret_key) if _is_csrf(guard) else guard
        for guard in admin.middlewares
    ]
    return [
        Middleware(HeadersMiddleware),
        Middleware(FaultMiddleware, templates=admin.templates.env),
        *own,
    ]


def _is_csrf(guard: Middleware) -> bool:
    return isinstance(guard.cls, type) and issubclass(guard.cls, CSRFMiddleware)
