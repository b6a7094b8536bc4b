"""The whole of An Tâm before the stand-in for Zalo's OpenAPI; and people who write to the account."""

from typing import Any

import pytest

from tests.support.offices import Office, OpenOffice
from tests.support.zalo_oa_api import APP_ID, APP_SECRET, REFRESH_TOKEN, SECRET_KEY, Person


@pytest.fixture
def open_office(open_any_office, zalo_oa_api) -> OpenOffice:
    """``await open_office(zalo_oa_button_template="button", …)``: a process at work on the test's database."""

    async def open_(**changed: Any) -> Office:
        usual = {
            "zalo_oa_app_id": APP_ID,
            "zalo_oa_app_secret": APP_SECRET,
            "zalo_oa_secret_key": SECRET_KEY,
            "zalo_oa_refresh_token": REFRESH_TOKEN,
            "zalo_oa_api_base_url": zalo_oa_api.url,
            "zalo_oauth_base_url": zalo_oa_api.url,
        }
        return await open_any_office(zalo_oa_api, Person, **usual | changed)

    return open_
