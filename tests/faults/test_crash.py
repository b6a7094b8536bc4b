"""The power fails under load, again and again: every accepted message is answered once, no lead is lost or doubled."""

import asyncio
from collections import Counter
from uuid import uuid4

import httpx
import pytest

PEOPLE = 8
KILLS = 4
TALK = (
    "đăng ký",
    "đồng ý",
    "Nguyễn Văn Tư 0912345678 xã Cảnh Thụy gọi buổi chiều",
    "đúng rồi",
    "hồ sơ của tôi tới đâu rồi",
)


class Person:
    """Somebody whose app sends each message again, under the same id, until it is answered."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.sender = str(uuid4())
        self.answers: dict[str, list[dict]] = {}

    async def talk(self) -> None:
        for text in TALK:
            await self._send(text, message_id=str(uuid4()))

    async def _send(self, text: str, *, message_id: str) -> None:
        body = {"sender": self.sender, "message": text, "message_id": message_id}
        self.answers[message_id] = await self._insist(body)
        # A client that did not see the answer sends once more and must be told the same.
        assert await self._insist(body) == self.answers[message_id]

    async def _insist(self, body: dict[str, str]) -> list[dict]:
        while True:
            try:
                response = await self._client.post("/webhooks/rest/webhook", json=body)
            except httpx.TransportError:
                # The server is down or just went down: whether this was taken is not known.
                await asyncio.sleep(0.05)
                continue
            assert response.status_code == 200, response.text
            return response.json()

    @property
    def last_answer(self) -> str:
        return "\n".join(reply["text"] for reply in list(self.answers.values())[-1])


@pytest.fixture(params=["sqlite", "postgresql"])
def database_setting(request) -> dict[str, str]:
    if request.param == "sqlite":
        return {}
    return {"ANTAM_DATABASE_URL": request.getfixturevalue("empty_postgresql_url")}


@pytest.mark.timeout(240)
async def test_killed_under_load_nothing_is_lost_or_doubled(serve, database_setting, stored_in):
    server = serve(ANTAM_TODAY="2026-11-23", **database_setting)
    async with httpx.AsyncClient(base_url=server.base_url, timeout=30) as client:
        people = [Person(client) for _ in range(PEOPLE)]
        talks = [asyncio.create_task(person.talk()) for person in people]
        for answered in range(1, KILLS + 1):
            await until_answered(people, answered * PEOPLE * len(TALK) // (KILLS + 1))
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
        await asyncio.gather(*talks)

    assert all("AT0" in person.last_answer for person in people)
    rows = await stored_in(server)
    assert rows.leads == PEOPLE
    assert rows.inbox == PEOPLE * len(TALK)
    assert Counter(rows.said_by_people) == {text: PEOPLE for text in TALK}
    assert rows.unanswered == 0


async def until_answered(people: list[Person], count: int) -> None:
    """Wait until so many messages are answered; the talks go on meanwhile."""
    while sum(len(person.answers) for person in people) < count:
        await asyncio.sleep(0.005)
