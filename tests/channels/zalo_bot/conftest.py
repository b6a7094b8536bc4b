"""The whole of An Tâm before the stand-in for the Zalo Bot Platform; and people who write to it."""

from typing import Any

import pytest

from tests.support.offices import Office, OpenOffice
from tests.support.zalo_bot_api import SECRET, TOKEN, Person

PUBLIC_URL = "https://antam.example.vn"


@pytest.fixture
def open_office(open_any_office, zalo_bot_api) -> OpenOffice:
    """``await open_office(zalo_bot_mode="polling", …)``: a process at work on the test's database."""

    async def open_(**changed: Any) -> Office:
        usual = {
            "zalo_bot_token": TOKEN,
            "zalo_bot_mode": "webhook",
            "zalo_bot_webhook_secret": SECRET,
            "zalo_bot_api_base_url": zalo_bot_api.url,
            "public_url": PUBLIC_URL,
        }
        return await open_any_office(zalo_bot_api, Person, **usual | changed)

    return open_
