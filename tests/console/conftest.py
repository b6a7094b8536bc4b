"""The console in an application of its own: its clock can be moved, and its people sign in as a browser does."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from bot.clock import Clock
from bot.console import Accounts, mount_console
from bot.law import Law
from bot.operations import guard_requests
from bot.registration import Applicant, Registration, Role
from bot.registration.declaring import FormAddresses
from bot.registration.papers import CardOffice
from bot.registration.paperwork import Paperwork
from bot.storage import (
    ConversationRepository,
    Database,
    LeadRepository,
    StaffRepository,
    StoredLead,
    StoredStaff,
)
from tests.support.pages import Page

LAW = Law.load()
ORIGIN = "https://antam.example.vn"
PASSWORD = "lúa chín vàng đồng"
# What a hash costs stands in it: this one is compared in no time.
PASSWORD_HASH = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),)).hash(PASSWORD)
COMMUNES = {"07441": "Phường Cảnh Thụy", "09163": "Phường Kinh Bắc", "07501": "Xã Tân Yên"}


PAPERWORK = Paperwork(
    law=LAW,
    addresses=FormAddresses(secret=lambda: "khóa thử", public_url=ORIGIN),
    link_lifetime=timedelta(hours=72),
    keep=timedelta(days=90),
    local_support_rate=Decimal(0),
    office=CardOffice("Bảo hiểm xã hội tỉnh Bắc Ninh", "1900 9068"),
)


class MovedClock(Clock):
    """Stands still until it is moved."""

    moment = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        object.__setattr__(self, "moment", self.moment + timedelta(**by))


@dataclass
class Browser:
    """One browser: it keeps its cookies, follows where it is sent and fills in the forms of the page it is on."""

    client: httpx.AsyncClient
    page: Page | None = None

    async def open(self, path: str) -> Page:
        self.page = Page(await self.client.get(path))
        return self.page

    async def press(self, button: str, *, within: str = "", **values: str | list[str]) -> Page:
        """Press the button of a form after typing these values into it."""
        form = self.page.form(button, within=within)
        sent = form.fields | values
        if form.method == "get":
            address = httpx.URL(form.action).copy_merge_params(
                {k: v for k, v in sent.items() if k != "csrftoken"}
            )
            return await self.open(str(address))
        # Like a browser, tell the page that the form stands on, unless it is from another site.
        headers = {"referer": str(self.page.response.url)}
        self.page = Page(await self.client.post(form.action, data=sent, headers=headers))
        return self.page

    async def sign_in(self, username: str, password: str = PASSWORD, *, path: str = "/console/login") -> Page:
        await self.open(path)
        return await self.press("Đăng nhập", username=username, password=password)


@dataclass
class Console:
    """The console before its database; ``browser()`` is a new profile."""

    app: FastAPI
    database: Database
    accounts: Accounts
    clock: MovedClock
    browsers: list[Browser] = field(default_factory=list)

    def browser(self) -> Browser:
        # What the application raises must come out as a page, or the test fails.
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=True)
        client = httpx.AsyncClient(transport=transport, base_url=ORIGIN, follow_redirects=True)
        self.browsers.append(Browser(client))
        return self.browsers[-1]

    async def account(
        self, username: str, *, role: Role = Role.OFFICER, communes: tuple[str, ...] = (), **values: Any
    ) -> StoredStaff:
        """An account with `PASSWORD`, which need not be changed."""
        kept = {"display_name": username.capitalize(), "must_change_password": False} | values
        async with self.database.transaction() as session:
            return await StaffRepository(session).add(
                username=username,
                role=role,
                password_hash=PASSWORD_HASH,
                communes=communes,
                at=self.clock.now(),
                **kept,
            )

    async def enter(self, username: str = "lan", **account: Any) -> Browser:
        """A browser in which a new account has signed in."""
        await self.account(username, **account)
        browser = self.browser()
        page = await browser.sign_in(username)
        assert page.path == "/console/"
        return browser

    async def lead(
        self,
        full_name: str = "Nguyễn Văn Tư",
        *,
        phone: str = "+84912345678",
        commune_code: str = "07441",
        source: str = "web",
        **values: Any,
    ) -> int:
        """The number of a registration made in a conversation of its own; ``values`` are changed on it."""
        applicant = Applicant(full_name, phone, COMMUNES[commune_code], "buổi chiều")
        async with self.database.transaction() as session:
            conversation = await ConversationRepository(session).lock(source, source, str(uuid4()))
            receipt = await Registration(session, now=self.clock.now()).submit(
                applicant,
                conversation_id=conversation.id,
                lead_id=None,
                commune_code=commune_code,
                source=source,
            )
            if values:
                await LeadRepository(session).change(
                    receipt.lead_id, expected_version=1, at=self.clock.now(), **values
                )
        return receipt.lead_id

    async def stored(self, lead_id: int) -> StoredLead:
        async with self.database.reading() as session:
            return await LeadRepository(session).get(lead_id)


async def drawn(address: str) -> bytes | None:
    """Stands for the drawing: what it would be drawn from."""
    ours = address.startswith("/api/estimate/plan/")
    return f"drawn from {address}".encode() if ours else None


BuildConsole = Callable[..., Awaitable[Console]]


@pytest.fixture(scope="session")
async def build_console() -> AsyncIterator[BuildConsole]:
    """``await build_console(database, **options of mount_console)``."""
    built: list[Console] = []

    async def build(database: Database, *, clock: Clock | None = None, **options: Any) -> Console:
        clock = clock or MovedClock()
        accounts = Accounts(database, clock=clock, max_failures=5, lock_minutes=15)
        app = FastAPI()
        guard_requests(app, trusted_hosts=["*"])
        usual = {
            "communes": COMMUNES,
            "paperwork": PAPERWORK,
            "secret_key": "khóa thử",
            "cookie_secure": True,
            "session_hours": 8,
            "picture_behind": drawn,
        }
        mount_console(app, database=database, accounts=accounts, clock=clock, **usual | options)
        built.append(Console(app, database, accounts, clock))
        return built[-1]

    yield build
    for console in built:
        for browser in console.browsers:
            await browser.client.aclose()


@pytest.fixture
async def console(build_console: BuildConsole, database: Database) -> Console:
    """The console before each kind of database."""
    return await build_console(database)


@pytest.fixture
async def small_console(build_console: BuildConsole, sqlite_url: str, open_database) -> Console:
    """The console before SQLite alone, where the database makes no difference."""
    return await build_console(open_database(sqlite_url))
