"""The API in an application of its own, on a fixed day, over the real law; nothing in it changes."""

from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest
from fastapi import FastAPI

from bot.api import Pictures, mount_api
from bot.clock import Clock
from bot.law import Law
from bot.operations import guard_requests
from bot.pictures import PictureAddresses

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def law() -> Law:
    return Law.load()


@pytest.fixture(scope="session")
def addresses() -> PictureAddresses:
    return PictureAddresses(secret=lambda: "only for tests", public_url="https://antam.example.vn")


@pytest.fixture(scope="session")
def app(law: Law, addresses: PictureAddresses) -> FastAPI:
    application = FastAPI()
    guard_requests(application, trusted_hosts=["*"])
    mount_api(application, law=law, clock=Clock(TODAY), addresses=addresses, pictures=Pictures(law))
    return application


@pytest.fixture(scope="session")
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """An error inside the application comes through and fails the test."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://antam.example.vn") as browser:
        yield browser
