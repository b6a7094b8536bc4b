"""The power fails under load, again and again: every accepted message is answered once, no lead is lost or doubled."""

import asyncio
from uuid import uuid4

import httpx
import pytest

from tests.support.stored import stored_by

PEOPLE = 8
KILLS = 3


def talk_of(number: int) -> tuple[str, ...]:
    """What a person says; each has a phone of their own, or they would be taken for one."""
    return (
        "đăng ký",
        "đồng ý",
        f"Nguyễn Văn Tư 09123456{number:02} xã Cảnh Thụy gọi buổi chiều",
        "đúng rồi",
        "hồ sơ của tôi tới đâu rồi",
    )


class Person:
    """Somebody whose app sends each message again, under the same id, until it is answered."""

    def __init__(self, client: httpx.AsyncClient, *, number: int, answered: asyncio.Queue[str]) -> None:
        self.lines = talk_of(number)
        self._client = client
        self._answered = answered
        self.sender = str(uuid4())
        self.answers: dict[str, list[dict]] = {}

    async def talk(self) -> None:
        for words in self.lines:
            await self._send(words, message_id=str(uuid4()))

    async def _send(self, words: str, *, message_id: str) -> None:
        body = {"sender": self.sender, "message": words, "message_id": message_id}
        self.answers[message_id] = await self._insist(body)
        self._answered.put_nowait(message_id)
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


@pytest.mark.timeout(240)
async def test_killed_under_load_nothing_is_lost_or_doubled(serve, empty_database_url):
    server = serve(ANTAM_TODAY="2026-11-23", ANTAM_DATABASE_URL=empty_database_url)
    answered: asyncio.Queue[str] = asyncio.Queue()
    async with httpx.AsyncClient(base_url=server.base_url, timeout=30) as client:
        people = [Person(client, number=number, answered=answered) for number in range(PEOPLE)]
        lines = sum(len(person.lines) for person in people)
        async with asyncio.TaskGroup() as talks:
            for person in people:
                talks.create_task(person.talk())
            for _ in range(KILLS):
                # The talks go on while the server dies in their middle.
                for _ in range(lines // (KILLS + 1)):
                    await answered.get()
                await asyncio.to_thread(server.kill)
                await asyncio.to_thread(server.start)

    assert all("AT0" in person.last_answer for person in people)
    stored = await stored_by(server)
    assert stored.leads == PEOPLE
    assert stored.inbox == lines
    assert {person.sender: list(person.lines) for person in people} == {
        sender: talk.said for sender, talk in stored.talks.items()
    }
