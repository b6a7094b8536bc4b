"""Real server processes before the stand-in: two renew a token once, and what they print and log keeps its secrets."""

import asyncio

import httpx
import pytest

from tests.support.zalo_oa_api import APP_ID, APP_SECRET, REFRESH_TOKEN, SECRET_KEY, TOKEN, Person

PUBLIC_URL = "https://antam.example.vn"


@pytest.fixture
async def servers(serve, zalo_oa_api, postgresql_url, key_ring):
    """Two server processes on one database, and somebody whose events come to each of them."""
    settings = {
        "ANTAM_TODAY": "2026-11-24",
        "ANTAM_DATABASE_URL": postgresql_url,
        "ANTAM_ENCRYPTION_KEYS": key_ring.text(),
        "ANTAM_PUBLIC_URL": PUBLIC_URL,
        "ANTAM_ZALO_OA_APP_ID": APP_ID,
        "ANTAM_ZALO_OA_APP_SECRET": APP_SECRET,
        "ANTAM_ZALO_OA_SECRET_KEY": SECRET_KEY,
        "ANTAM_ZALO_OA_REFRESH_TOKEN": REFRESH_TOKEN,
        "ANTAM_ZALO_OA_API_BASE_URL": zalo_oa_api.url,
        "ANTAM_ZALO_OAUTH_BASE_URL": zalo_oa_api.url,
        "ANTAM_JOIN_SECONDS": "0",
        "ANTAM_PERSON_PAUSE_SECONDS": "0",
        "ANTAM_LOG_LEVEL": "debug",
    }
    started = [await asyncio.to_thread(serve, **settings) for _ in range(2)]
    clients = [httpx.AsyncClient(base_url=server.base_url, timeout=10) for server in started]
    yield [(server, Person(zalo_oa_api, client)) for server, client in zip(started, clients, strict=True)]
    for client in clients:
        await client.aclose()


async def test_two_processes_share_one_token_and_tell_no_secret(servers, zalo_oa_api):
    people = [person for _, person in servers]
    for person in people:
        await person.say("xin chào")
        await person.hears(1)
    assert zalo_oa_api.renewals == 1

    zalo_oa_api.expire()
    gate = asyncio.Event()
    zalo_oa_api.fail(TOKEN, wait=gate)
    await asyncio.gather(*(person.say("Đóng tiền ở đâu?") for person in people))
    await zalo_oa_api.until(lambda: zalo_oa_api.count(TOKEN) == 2)
    await asyncio.sleep(1)
    gate.set()
    for person in people:
        await person.hears(2)
    assert (zalo_oa_api.renewals, zalo_oa_api.count(TOKEN)) == (2, 2)

    for server, person in servers:
        assert await asyncio.to_thread(server.stop) == 0
        assert f"Zalo OA BHXH thử nghiệm đang bật (webhook {PUBLIC_URL}/webhooks/zalo-oa)" in server.output
        written = server.output + server.log.read_text(encoding="utf-8")
        for secret in (APP_SECRET, SECRET_KEY, "refresh-", "access-1", person.id, "xin chào"):
            assert secret not in written
