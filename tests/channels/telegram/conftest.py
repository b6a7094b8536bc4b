"""The whole of An Tâm before the stand-in for Telegram; and people who write to it."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import AnTam, assemble, web_application
from bot.settings import load_settings
from tests.support.telegram_api import SECRET, TOKEN, Person, TelegramApi

FIXTURES = Path(__file__).parent / "fixtures"


def fixture(name: str) -> dict[str, Any]:
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


@dataclass
class Office:
    """One process of an installation with a Telegram bot."""

    antam: AnTam
    api: TelegramApi
    client: httpx.AsyncClient

    def person(self) -> Person:
        return Person(self.api, self.client, fixture=fixture)


OpenOffice = Callable[..., Awaitable[Office]]


@pytest.fixture
async def open_office(
    telegram_api, knowledge, key_ring, database_url, tmp_path, model_dir
) -> AsyncIterator[OpenOffice]:
    """``await open_office(telegram_mode="polling", …)``: a process at work on the test's database."""
    async with AsyncExitStack() as stack:

        async def open_(*, database: str = database_url, **changed: Any) -> Office:
            settings = load_settings(
                _env_file=None,
                **{
                    "data_dir": tmp_path,
                    "model_dir": model_dir,
                    "database_url": database,
                    "encryption_keys": key_ring.text(),
                    "today": date(2026, 11, 24),
                    "telegram_token": TOKEN,
                    "telegram_mode": "webhook",
                    "telegram_webhook_secret": SECRET,
                    "telegram_api_base_url": telegram_api.url,
                    "join_seconds": 0,
                }
                | changed,
            )
            antam = assemble(settings, knowledge=knowledge)
            app = web_application(antam)
            await stack.enter_async_context(app.router.lifespan_context(app))
            transport = httpx.ASGITransport(app)
            client = httpx.AsyncClient(transport=transport, base_url="http://antam.test")
            await stack.enter_async_context(client)
            return Office(antam, telegram_api, client)

        yield open_


@pytest.fixture
async def office(open_office) -> Office:
    return await open_office()


@pytest.fixture
def person(office) -> Person:
    return office.person()
