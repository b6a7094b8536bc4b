"""The citizen's pages in an application of their own, with a clock that can be moved and nobody who is really told."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.citizen import citizen_router
from bot.law import Law
from bot.operations import guard_requests
from bot.registration import Applicant, Registration
from bot.registration.card_addresses import CardAddresses
from bot.registration.copy_addresses import CopyAddresses
from bot.registration.declaring import FormAddresses
from bot.registration.papers import CardOffice
from bot.registration.paperwork import Paperwork
from bot.storage import ConversationRepository, Database
from tests.support.clocks import MovedClock

LAW = Law.load()
ORIGIN = "https://antam.example.vn"
OFFICE = CardOffice("Bảo hiểm xã hội tỉnh Bắc Ninh", "1900 9068")
PAPERWORK = Paperwork(
    law=LAW,
    addresses=FormAddresses(secret=lambda: "khóa thử", public_url=""),
    link_lifetime=timedelta(hours=72),
    keep=timedelta(days=90),
    local_support_rate=Decimal(0),
    office=OFFICE,
)
CARDS = CardAddresses(secret=lambda: "khóa thử", public_url="")
COPIES = CopyAddresses(secret=lambda: "khóa thử", public_url="")


@dataclass
class Told:
    """Keeps what people are told."""

    said: list[str] = field(default_factory=list)

    async def hold(self, session: Any, conversation_id: int) -> None:
        pass

    async def tell(self, session: Any, conversation_id: int, name: str, **arguments: Any) -> bool:
        self.said.append(name)
        return True


@dataclass
class Office:
    """The pages before a database in which one person has registered."""

    app: FastAPI
    database: Database
    clock: MovedClock
    told: Told
    lead_id: int
    conversation_id: int

    async def link(self) -> str:
        """The path of a new link to the form."""
        async with self.database.transaction() as session:
            links = PAPERWORK.links(session, now=self.clock.now())
            link = await links.make(self.lead_id, created_by=None)
        return PAPERWORK.addresses.address(link.id, channel="web")

    def client(self) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=True)
        return httpx.AsyncClient(transport=transport, base_url=ORIGIN, follow_redirects=True)


@pytest.fixture
async def office(sqlite_url, open_database) -> Office:
    database, clock, told = open_database(sqlite_url), MovedClock(), Told()
    async with database.transaction() as session:
        conversation = await ConversationRepository(session).lock("web", "web", "người 1")
        receipt = await Registration(session, now=clock.now()).submit(
            Applicant("Nguyễn Thị Hường", "+84912345678", "Phường Cảnh Thụy", "chiều"),
            conversation_id=conversation.id,
            lead_id=None,
            commune_code="07441",
            source="web",
        )
    app = FastAPI()
    guard_requests(app, trusted_hosts=["*"])
    app.include_router(
        citizen_router(
            database=database,
            clock=clock,
            paperwork=PAPERWORK,
            cards=CARDS,
            copies=COPIES,
            office=OFFICE,
            notices=told,
        )
    )
    return Office(app, database, clock, told, receipt.lead_id, conversation.id)
