"""What the tests of declarations begin with: a day, the law of it, a form filled in rightly."""

from datetime import date, timedelta

import pytest

from bot.law import Law
from bot.registration import Casework
from bot.registration.declaring import Declarations, FormLinks, read_declaration

TODAY = date(2026, 11, 24)
FILLED_IN = {
    "full_name": "Nguyễn Thị Hường",
    "gender": "female",
    "birth_date": "05/09/1985",
    "personal_id": "024185000001",
    "nationality": "Việt Nam",
    "income": "2000000",
    "payment_method": "quarterly",
    "result_form": "electronic",
    "agreed": "yes",
}


@pytest.fixture(scope="session")
def law() -> Law:
    return Law.load()


@pytest.fixture
def read(law):
    """``read(income="…")``: the form filled in rightly but for these."""
    return lambda **typed: read_declaration(FILLED_IN | typed, law=law, today=TODAY)


@pytest.fixture
async def lead_id(database, submit) -> int:
    async with database.transaction() as session:
        return (await submit(session)).lead_id


@pytest.fixture
def links(now):
    """``links(session, at=…)``"""
    return lambda session, at=now: FormLinks(session, now=at, lifetime=timedelta(hours=72))


@pytest.fixture
def declarations(now):
    """``declarations(session, at=…)``"""
    return lambda session, at=now: Declarations(session, now=at, keep=timedelta(days=90))


@pytest.fixture
def casework(now):
    """``casework(session, member)``"""
    return lambda session, member: Casework(session, staff=member, now=now)
