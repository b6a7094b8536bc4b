"""The database goes away while the server serves: a status that says so, and everything goes on when it is back."""

import httpx
import pytest

from bot.operations import UNAVAILABLE
from tests.support.stored import stored_by

PHONE = "0912345678"


@pytest.fixture(scope="module")
def database(postgresql_server):
    name = postgresql_server.create()
    yield name
    postgresql_server.drop(name)


@pytest.fixture
def server(serve, postgresql_server, database):
    server = serve(ANTAM_TODAY="2026-11-23", ANTAM_DATABASE_URL=postgresql_server.url(database))
    yield server
    server.stop()


@pytest.fixture
def close_database(postgresql_server, database):
    """``close_database(True)`` ends all connections and lets no new one in; ``False`` lets them in again."""

    def close(closed: bool) -> None:
        postgresql_server.execute(f"ALTER DATABASE {database} ALLOW_CONNECTIONS {not closed}")
        if closed:
            # Not from within: nobody else gets in there any more.
            ending = (
                f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{database}'"  # noqa: S608
            )
            postgresql_server.execute(ending)

    return close


async def test_what_cannot_be_kept_is_refused_and_taken_when_it_comes_again(server, close_database):
    body = {"sender": PHONE, "message": f"số của tôi là {PHONE}", "message_id": "1"}
    async with httpx.AsyncClient(base_url=server.base_url, timeout=60) as client:
        close_database(True)
        refused = await client.post("/webhooks/rest/webhook", json=body)
        ready, alive = await client.get("/readyz"), await client.get("/healthz")
        close_database(False)
        taken = await client.post("/webhooks/rest/webhook", json=body)
        ready_again = await client.get("/readyz")

    assert (refused.status_code, refused.json()) == (503, {"detail": UNAVAILABLE})
    assert [response.status_code for response in (ready, alive, ready_again, taken)] == [503, 200, 200, 200]
    assert (await stored_by(server)).talks[PHONE].said == [body["message"]]
    log = server.log.read_text(encoding="utf-8")
    assert "request_not_served" in log
    assert PHONE not in log
    assert "Traceback" not in log
