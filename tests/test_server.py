"""A server started and stopped as its users do: what it announces, what it keeps, with what status it ends."""

import asyncio
import re
import signal

import httpx
import pytest

from tests.support.stored import stored_by

SAID = "tôi làm ruộng, mỗi tháng đóng bao nhiêu"


@pytest.fixture
def server(serve):
    return serve(ANTAM_TODAY="2026-11-23")


def say(server) -> list[dict]:
    """Send a message under an id that stays the same."""
    body = {"sender": "người thử", "message": SAID, "message_id": "1"}
    response = httpx.post(f"{server.base_url}/webhooks/rest/webhook", json=body, timeout=60)
    assert response.status_code == 200, response.text
    return response.json()


ANNOUNCED = ("/", "/console", "/docs", "/webhooks/rest/webhook")


def test_what_the_first_start_announces_is_there(server):
    for path in ("/healthz", "/readyz", "/metrics", *ANNOUNCED[:3]):
        response = httpx.get(f"{server.base_url}{path}", timeout=60, follow_redirects=True)
        assert response.status_code == 200, path
    assert re.fullmatch(r"(\w{4}-){3}\w{4}", server.administrator_password)

    server.stop()

    assert all(f"{server.base_url}{path}" in server.output for path in ANNOUNCED)


@pytest.mark.parametrize(
    ("sent", "status"),
    # A process that ends by SIGTERM is seen by its parent as ended by SIGTERM, also when it ended in order.
    [(signal.SIGINT, 0), (signal.SIGTERM, -signal.SIGTERM)],
    ids=["Ctrl-C", "SIGTERM"],
)
async def test_a_stopped_server_starts_again_with_everything_it_had(server, sent, status):
    answer = say(server)
    password = server.administrator_password

    assert server.stop(sent) == status
    assert server.log.read_text(encoding="utf-8") == ""
    server.start()

    assert password not in server.output
    assert "Mật khẩu" not in server.output
    assert say(server) == answer
    assert (await stored_by(server)).talks["người thử"].said == [SAID]


async def test_a_stopping_server_answers_what_it_has_taken(server):
    """Whoever is not answered finds the connection closed, and nothing of theirs is kept."""
    async with httpx.AsyncClient(base_url=server.base_url, timeout=60) as client:
        bodies = [{"sender": str(number), "message": SAID} for number in range(40)]
        sending = [asyncio.create_task(client.post("/webhooks/rest/webhook", json=body)) for body in bodies]
        await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
        assert await asyncio.to_thread(server.stop) == 0
        ended = await asyncio.gather(*sending, return_exceptions=True)

    answered = [response for response in ended if isinstance(response, httpx.Response)]
    assert {response.status_code for response in answered} == {200}
    assert all(isinstance(end, httpx.Response | httpx.TransportError) for end in ended)
    assert (await stored_by(server)).inbox == len(answered)
