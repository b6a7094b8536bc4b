"""Two server processes on one PostgreSQL serve one conversation in order, as one process would."""

import asyncio
from itertools import cycle
from uuid import uuid4

import httpx
import pytest

from bot.storage import KeyRing
from tests.support.stored import stored_by

REGISTERING = ("đăng ký", "đồng ý", "Nguyễn Văn Tư 0912345678 xã Cảnh Thụy gọi buổi chiều", "đúng rồi")
INCOMES = [f"{2_000_000 + 100_000 * number:_}".replace("_", ".") for number in range(40)]


@pytest.fixture(scope="module")
def servers(serve, postgresql_server):
    """Two processes that share database and keys, each with a folder of its own."""
    name = postgresql_server.create()
    shared = {
        "ANTAM_TODAY": "2026-11-23",
        "ANTAM_DATABASE_URL": postgresql_server.url(name),
        "ANTAM_ENCRYPTION_KEYS": KeyRing.generate().text(),
    }
    both = serve(**shared), serve(**shared)
    yield both
    for server in both:
        server.stop()
    postgresql_server.drop(name)


@pytest.fixture
async def clients(servers):
    async with (
        httpx.AsyncClient(base_url=servers[0].base_url, timeout=60) as first,
        httpx.AsyncClient(base_url=servers[1].base_url, timeout=60) as second,
    ):
        yield first, second


@pytest.fixture
def person(request) -> str:
    """The sender of one test."""
    return request.node.name


async def send(
    client: httpx.AsyncClient, sender: str, words: str, *, message_id: str | None = None
) -> list[str]:
    """Say something; the texts of the replies."""
    body = {"sender": sender, "message": words, "message_id": message_id or str(uuid4())}
    response = await client.post("/webhooks/rest/webhook", json=body)
    assert response.status_code == 200, response.text
    return [reply["text"] for reply in response.json()]


async def test_only_the_first_process_makes_the_administrator(servers):
    first, second = servers
    assert first.administrator_password
    assert not second.administrator_password


async def test_each_message_to_another_process_and_the_talk_goes_on(servers, clients, person):
    answers = [
        await send(client, person, words) for client, words in zip(cycle(clients), REGISTERING, strict=False)
    ]

    stored = await stored_by(servers[0])
    assert "AT000001" in answers[-1][0]
    assert stored.leads == 1
    assert stored.talks[person].said == list(REGISTERING)


async def test_messages_at_once_are_answered_one_after_another(servers, clients, person):
    """Each message goes to both processes at once under one id, as a platform does that is not sure."""
    sent = [(f"thu nhập của tôi là {income} đồng", str(uuid4())) for income in INCOMES]

    answers = await asyncio.gather(
        *(
            send(client, person, words, message_id=message_id)
            for words, message_id in sent
            for client in clients
        )
    )

    assert all(first == again for first, again in zip(answers[::2], answers[1::2], strict=True))
    talk = (await stored_by(servers[0])).talks[person]
    assert sorted(talk.said) == sorted(words for words, _ in sent)
    answered = dict(zip((words for words, _ in sent), answers[::2], strict=True))
    assert [line.text for line in talk.lines] == [
        text for words in talk.said for text in (words, *answered[words])
    ]
    assert f"{talk.slots['income']:_}".replace("_", ".") in talk.said[-1]
