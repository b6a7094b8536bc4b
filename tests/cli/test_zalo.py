"""`antam zalo connect`: the administrator consents, and what comes back opens the account from then on."""

import asyncio
import re
import subprocess
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.app import open_database
from bot.settings import load_settings
from bot.storage import OAuthTokenRepository
from tests.support.server import COMMAND, clean_environment
from tests.support.zalo_oa_api import APP_ID, APP_SECRET

ANTAM = COMMAND[0]


@pytest.fixture
async def connecting(zalo_oa_api, tmp_path):
    """``await connecting(consent)``: the command at work; ``consent`` makes of its link what is pasted back."""
    environment = clean_environment(
        ANTAM_DATA_DIR=str(tmp_path),
        ANTAM_PUBLIC_URL="https://antam.example.vn/",
        ANTAM_ZALO_OA_APP_ID=APP_ID,
        ANTAM_ZALO_OA_APP_SECRET=APP_SECRET,
        ANTAM_ZALO_OAUTH_BASE_URL=zalo_oa_api.url,
    )

    async def run(consent) -> tuple[int, str]:
        process = await asyncio.create_subprocess_exec(
            ANTAM,
            "zalo",
            "connect",
            env=environment,
            cwd=tmp_path,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        said = b""
        while not (link := re.search(rb"http://\S+/v4/oa/permission\S+", said)):
            line = await process.stdout.readline()
            assert line, said.decode()
            said += line
        rest, _ = await process.communicate(f"{consent(link[0].decode())}\n".encode())
        return process.returncode, (said + rest).decode()

    return run


async def stored(tmp_path):
    database = open_database(load_settings(_env_file=None, data_dir=tmp_path))
    try:
        async with database.reading() as session:
            return await OAuthTokenRepository(session).find(("zalo_oa", APP_ID))
    finally:
        await database.dispose()


async def test_a_consent_opens_the_account(connecting, zalo_oa_api, tmp_path):
    def consent(link: str) -> str:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
        assert (asked["app_id"], asked["redirect_uri"]) == (APP_ID, "https://antam.example.vn/")
        zalo_oa_api.consent("code-1", challenge=asked["code_challenge"])
        return f"{asked['redirect_uri']}?oa_id=3662&code=code-1&state={asked['state']}"

    status, said = await connecting(consent)
    assert (status, "Đã nối được với OA" in said) == (0, True)
    pair = await stored(tmp_path)
    assert (pair.access_token, pair.refresh_token) == ("access-1", "refresh-1")
    assert not [secret for secret in (APP_SECRET, "access-1", "refresh-1") if secret in said]


async def test_without_a_consent_nothing_is_kept(connecting, tmp_path):
    status, said = await connecting(lambda _: "code-never-given")
    assert (status, "Zalo không cấp mã mới" in said) == (1, True)
    assert await stored(tmp_path) is None
