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
from bot.console.answers_page import AnswersPage, TextDesk
from bot.console.appointments_page import AppointmentsPage
from bot.console.audit_page import AuditPage
from bot.console.calendar_page import CalendarPage
from bot.console.card_page import CardPage
from bot.console.d05_page import D05Page
from bot.console.duplicates_page import DuplicatesPage
from bot.console.export_page import ExportPage
from bot.console.guarding import FaultMiddleware, ForeignPageMiddleware, HeadersMiddleware
from bot.console.handing_page import HandingPage
from bot.console.impact_page import ImpactPage
from bot.console.import_page import ImportPage
from bot.console.inbox_page import InboxPage
from bot.console.inbox_talk_page import InboxTalkPage
from bot.console.lead_list import LeadListPage
from bot.console.lead_page import LeadPage
from bot.console.missed_page import MissedPage
from bot.console.page import ADDRESS, Desk, Page, PictureBehind
from bot.console.papers_page import PapersPage
from bot.console.password_page import PasswordPage
from bot.console.presenting import add_filters
from bot.console.signing_in import StaffAuthentication
from bot.console.staff_page import StaffPage
from bot.console.teaching_page import TeachingPage
from bot.console.today_page import TodayPage
from bot.console.vietnamese import LOCALE, add_vietnamese
from bot.conversation import StaffSide
from bot.registration.declaring import FIELDS_DIR
from bot.registration.paperwork import Paperwork
from bot.storage import Database

# In the order of the menu.
_PAGES: tuple[type[Page], ...] = (
    LeadListPage,
    LeadPage,
    HandingPage,
    ExportPage,
    D05Page,
    PapersPage,
    AppointmentsPage,
    CalendarPage,
    DuplicatesPage,
    ImportPage,
    CardPage,
    MissedPage,
    AuditPage,
    TeachingPage,
    StaffPage,
    PasswordPage,
)

# Its messages would tell names, addresses and search words.
logging.getLogger("starlette_admin").setLevel(logging.CRITICAL)


def mount_console(
    app: FastAPI,
    *,
    database: Database,
    accounts: Accounts,
    clock: Clock,
    communes: Mapping[str, str],
    paperwork: Paperwork,
    secret_key: str,
    cookie_secure: bool,
    session_hours: int,
    hooks: bool = False,
    staff_side: StaffSide | None = None,
    texts: TextDesk | None = None,
    picture_behind: PictureBehind | None = None,
    intents: Mapping[str, str] | None = None,
) -> None:
    """Mount the console at `/console`.

    :param communes: the province's communes, code to name.
    :param paperwork: what declarations and papers are made with.
    :param hooks: whether the office's own system is told of changes.
    :param intents: what each question that people ask means, by its name.
    :param picture_behind: draws again what a picture sent to a person shows; without it none is shown.
    :param texts: the bot's texts; without them there is no editor.
    :param staff_side: what the office's people do in conversations; without it there is no inbox.
    """
    add_vietnamese()
    desk = Desk(
        database=database,
        accounts=accounts,
        clock=clock,
        communes=communes,
        paperwork=paperwork,
        intents=intents or {},
        notices=staff_side,
        picture_behind=picture_behind,
        hooks=hooks,
    )
    admin = BaseAdmin(
        title="An Tâm",
        base_url=ADDRESS,
        route_name="console",
        additional_loaders=[FileSystemLoader([Path(__file__).parent / "templates", FIELDS_DIR])],
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
    add_filters(admin.templates.env, communes=communes)
    for page in _PAGES:
        admin.add_view(page(desk))
    for inbox_page in (InboxPage(desk, staff_side), InboxTalkPage(desk, staff_side)) if staff_side else ():
        admin.add_view(inbox_page)
    if texts:
        admin.add_view(AnswersPage(desk, texts))
        admin.add_view(ImpactPage(desk, texts))
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
