"""What happens to leads is told to the office's system: signed, nothing personal in it, again until it is taken."""

import hashlib
import hmac
import json

import httpx
import pytest

from bot.api import Hooks
from bot.storage import HookRepository
from tests.support.clocks import MovedClock

SECRET = "khóa chung"
URL = "https://he-thong.example.vn/antam"


class Receiver:
    """The office's system: what it was sent, and what it answers."""

    def __init__(self) -> None:
        self.taken: list[httpx.Request] = []
        self.answers: list[int | Exception] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.taken.append(request)
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
async def hooks(database, clock, receiver):
    async with httpx.AsyncClient(transport=httpx.MockTransport(receiver)) as client:
        yield Hooks(database, clock=clock, url=URL, secret=SECRET, client=client)


@pytest.fixture
def happen(database, clock):
    async def happen_(lead_id: int, state: str = "contacted") -> None:
        async with database.transaction() as session:
            await HookRepository(session).add(
                lead_id=lead_id, kind="lead.changed", state=state, at=clock.now()
            )

    return happen_


async def test_a_happening_is_told_once_with_a_signature_that_can_be_checked(hooks, happen, receiver, clock):
    await happen(7)
    assert await hooks.send_due() == 1
    assert await hooks.send_due() == 0
    (request,) = receiver.taken
    stamp, _, given = request.headers["x-antam-signature"].partition(",v1=")
    sent_at = stamp.removeprefix("t=")
    wanted = hmac.new(SECRET.encode(), f"{sent_at}.".encode() + request.content, hashlib.sha256)
    assert hmac.compare_digest(given, wanted.hexdigest())
    assert int(sent_at) == int(clock.now().timestamp())
    assert json.loads(request.content) == {
        "id": 1,
        "kind": "lead.changed",
        "lead_id": 7,
        "code": "AT000007",
        "state": "contacted",
        "at": "2026-11-24T02:00:00+00:00",
    }


@pytest.mark.parametrize("trouble", [500, 404, httpx.ConnectError("không tới"), httpx.ReadTimeout("chậm")])
async def test_what_was_not_taken_is_told_again_later(hooks, happen, receiver, clock, trouble):
    await happen(7)
    receiver.answers = [trouble]
    await hooks.send_due()
    assert await hooks.send_due() == 0
    clock.move(seconds=30)
    assert await hooks.send_due() == 1
    first, second = receiver.taken
    assert first.headers["x-antam-delivery"] == second.headers["x-antam-delivery"]
    assert first.headers["x-antam-signature"] != second.headers["x-antam-signature"]


async def test_after_many_attempts_it_is_given_up(hooks, happen, receiver, clock):
    await happen(7)
    receiver.answers = [500] * 100
    for _ in range(60):
        await hooks.send_due()
        clock.move(hours=1)
    assert len(receiver.taken) == 40


async def test_they_are_told_in_the_order_in_which_they_happened(hooks, happen, receiver):
    for state in ("contacted", "papers", "submitted"):
        await happen(7, state)
    await hooks.send_due()
    assert [json.loads(request.content)["state"] for request in receiver.taken] == [
        "contacted",
        "papers",
        "submitted",
    ]
