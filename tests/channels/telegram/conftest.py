"""The whole of An Tâm before the stand-in for Telegram; and people who write to it."""

from typing import Any

import pytest

from tests.support.offices import Office, OpenOffice
from tests.support.telegram_api import SECRET, TOKEN, Person

PUBLIC_URL = "https://antam.example.vn"


@pytest.fixture
def open_office(open_any_office, telegram_api) -> OpenOffice:
    """``await open_office(telegram_mode="polling", …)``: a process at work on the test's database."""

    async def open_(**changed: Any) -> Office:
        usual = {
            "telegram_token": TOKEN,
            "telegram_mode": "webhook",
            "telegram_webhook_secret": SECRET,
            "telegram_api_base_url": telegram_api.url,
            "public_url": PUBLIC_URL,
        }
        return await open_any_office(telegram_api, Person, **usual | changed)

    return open_
