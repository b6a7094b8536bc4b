"""Many people on Telegram while calls fail, connections break, updates come twice and the process is killed.

Afterwards every message has its answer once and in order: what is marked as sent stands in the chat exactly once,
what is marked as unknown at most once, and nothing else does.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
from sqlalchemy import text

from tests.support.stored import database_behind
from tests.support.telegram_api import Fault, Person, TelegramApi

# Each has an answer of its own, so that a lost one shows.
QUESTIONS = (
    "xin chào",
    "Đóng tiền ở đâu?",
    "Bao nhiêu tuổi thì được lương hưu?",
    "Mất sổ bảo hiểm thì làm thế nào?",
    "Đang đóng bắt buộc có đóng thêm tự nguyện được không?",
    "Nghỉ đóng vài tháng có mất quyền lợi không?",
    "Ai được tham gia?",
    "Đóng theo cách nào thì tiện?",
    "Cơ quan bảo hiểm ở đâu?",
    "cảm ơn nhé",
)
_SENDING = ("sendMessage", "sendPhoto")
_SECONDS_BETWEEN_LINES = 60


class Chance:
    """Fails a share of the sends, each in one of the ways that there are."""

    def __init__(self, share: float, *, seed: int) -> None:
        self._share = share
        self._random = random.Random(seed)  # noqa: S311 # to be repeated, not to be secret
        self.made: Counter[str] = Counter()

    def __call__(self, method: str) -> Fault | None:
        if method not in _SENDING or self._random.random() > self._share:
            return None
        name = self._random.choice(("busy", "broken", "cut", "dropped"))
        self.made[name] += 1
        how: dict[str, dict[str, Any]] = {
            "busy": {"status": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}},
            "broken": {"status": 502, "description": "Bad Gateway"},
            "cut": {"cut": True},
            "dropped": {"dropped": True},
        }
        return Fault(method, **how[name])


@dataclass
class Outcome:
    """What became of all messages: rows of the outbox by state, and the seconds that each webhook call took."""

    states: Counter[str]
    answered: int
    latencies: list[float] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """The milliseconds that this share of the webhook calls did not exceed."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


class FaultRun:
    """So many people who ask so many questions each."""

    def __init__(
        self, api: TelegramApi, client: httpx.AsyncClient, *, people: int, questions: int, seed: int
    ) -> None:
        self._random = random.Random(seed)  # noqa: S311 # to be repeated, not to be secret
        self._people = [Person(api, client) for _ in range(people)]
        self._client = client
        self._updates = {person.id: self._asked_by(person, questions) for person in self._people}
        self._latencies: list[float] = []

    @property
    def messages(self) -> int:
        return sum(map(len, self._updates.values()))

    def _asked_by(self, person: Person, count: int) -> list[dict[str, Any]]:
        begin = 1795400000
        asked = [QUESTIONS[number % len(QUESTIONS)] for number in range(count)]
        self._random.shuffle(asked)
        return [
            person.update("text", text=words, date=begin + number * _SECONDS_BETWEEN_LINES)
            for number, words in enumerate(asked)
        ]

    async def deliver(self, part: slice, *, at_once: int = 8) -> None:
        """Let everybody send a part of their messages, in order; like Telegram, until each is answered with 200."""
        gate = asyncio.Semaphore(at_once)

        async def talk(person: Person) -> None:
            for update in self._updates[person.id][part]:
                async with gate:
                    await self._deliver(person, update)
                    if self._random.random() < 0.1:
                        await self._deliver(person, update)

        await asyncio.gather(*(talk(person) for person in self._people))

    async def _deliver(self, person: Person, update: dict[str, Any]) -> None:
        while True:
            begun = time.perf_counter()
            try:
                response = await person.send(update)
            except httpx.TransportError:
                await asyncio.sleep(0.1)
                continue
            self._latencies.append(time.perf_counter() - begun)
            if response.status_code == 200:
                return
            await asyncio.sleep(0.1)

    async def settle(self, *, seconds: float) -> None:
        """Wait until nothing waits to be answered or delivered any more."""
        async with asyncio.timeout(seconds):
            while True:
                (told,) = (await self._client.get("/readyz")).json()["channels"]
                if not told["inbox_waiting"] and not told["outbox_waiting"]:
                    return
                await asyncio.sleep(0.1)

    async def checked(self, environment: dict[str, str]) -> Outcome:
        """What became of everything; fails when anything was lost, doubled or out of order."""
        kept = await _kept(environment)
        outcome = Outcome(Counter(), 0, self._latencies)
        for person in self._people:
            events, rows = kept[str(person.id)]
            assert len(events) == len(self._updates[person.id])
            assert [state for state, _ in events.values()] == ["done"] * len(events)
            assert list(dict.fromkeys(inbox_id for inbox_id, _, _ in rows)) == list(events), "out of order"
            _assert_shown_once(rows, [shown.text for shown in person.chat])
            outcome.states.update(state for _, state, _ in rows)
            outcome.answered += len(events)
        return outcome


def _assert_shown_once(rows: Sequence[tuple[int, str, str]], shown: Sequence[str]) -> None:
    """Every sent message is the next one in the chat; an unknown one may be."""
    waiting = list(shown)
    for _, state, words in rows:
        if waiting and waiting[0] == words:
            waiting.pop(0)
        else:
            assert state == "unknown", f"a {state} message is not where it should be"
    assert waiting == []


async def _kept(environment: dict[str, str]) -> dict[str, tuple[dict[int, tuple[str, Any]], list[Any]]]:
    """Of each person: the events by number in their order, and the messages as (event's number, state, text)."""
    database = database_behind(environment)
    kept: dict[str, tuple[dict[int, tuple[str, Any]], list[Any]]] = {}
    async with database.reading() as session:
        people = list(await session.execute(text("SELECT id, user_id FROM conversation")))
        for number, user_id in people:
            events = await session.execute(
                text("SELECT id, state, sent_at FROM inbox WHERE conversation_id = :id ORDER BY sent_at, id"),
                {"id": number},
            )
            rows = await session.execute(
                text("SELECT inbox_id, state, data FROM outbox WHERE conversation_id = :id ORDER BY id"),
                {"id": number},
            )
            kept[database.keys.decrypt(user_id)] = (
                {row.id: (row.state, row.sent_at) for row in events},
                [
                    (row.inbox_id, row.state, orjson.loads(database.keys.decrypt(row.data))["text"])
                    for row in rows
                ],
            )
    await database.dispose()
    return kept
