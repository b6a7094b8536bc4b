"""The limits that every request meets, and how faults are answered: with nothing of what was sent."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request
from pydantic import BaseModel

from bot.errors import AnTamError
from bot.operations import FAILED, MAX_BODY_BYTES, UNAVAILABLE, guard_requests

PHONE = "0912345678"
FAULTS = {
    "known": AnTamError(f"{PHONE} không lưu được", remedy="xem máy chủ"),
    "unknown": ValueError(f"{PHONE} is no number"),
}


class Call(BaseModel):
    """A body with one field."""

    phone: int


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    guard_requests(app, trusted_hosts=["antam.example.vn", " *.antam.example.vn"])

    @app.post("/calls")
    async def calls(call: Call) -> int:
        return call.phone

    @app.post("/length")
    async def length(request: Request) -> int:
        return len(await request.body())

    @app.get("/fault/{name}")
    async def fault(name: str) -> None:
        raise FAULTS[name]

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://antam.example.vn") as client:
        yield client


async def test_a_known_error_is_answered_with_503(client):
    response = await client.get("/fault/known")

    assert (response.status_code, response.json()) == (503, {"detail": UNAVAILABLE})


async def test_any_other_error_is_answered_with_500(client):
    response = await client.get("/fault/unknown")

    assert (response.status_code, response.json()) == (500, {"detail": FAILED})


async def test_a_wrong_body_is_told_where_and_what_without_being_repeated(client):
    response = await client.post("/calls", json={"phone": f"số {PHONE}"})

    assert response.status_code == 422
    (problem,) = response.json()["detail"]
    assert problem["loc"] == ["body", "phone"]
    assert problem.keys() == {"type", "loc", "msg"}
    assert PHONE not in response.text


@pytest.mark.parametrize(
    ("size", "status"),
    [(MAX_BODY_BYTES, 200), (MAX_BODY_BYTES + 1, 413)],
    ids=["vừa đủ", "quá một byte"],
)
@pytest.mark.parametrize("whole", [True, False], ids=["nói trước độ dài", "gửi từng phần"])
async def test_a_body_may_be_so_large_and_no_larger(client, size, status, whole):
    async def parts():
        for start in range(0, size, 100_000):
            yield b"x" * min(100_000, size - start)

    response = await client.post("/length", content=b"x" * size if whole else parts())

    assert response.status_code == status


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("antam.example.vn", 200, id="tên của mình"),
        pytest.param("huyen.antam.example.vn:8000", 200, id="tên dưới tên của mình"),
        pytest.param("example.vn", 400, id="tên lạ"),
        pytest.param("antam.example.vn.example.com", 400, id="tên lạ bắt đầu giống"),
    ],
)
async def test_only_requests_to_our_names_are_served(client, host, status):
    response = await client.post("/calls", json={"phone": 1}, headers={"host": host})

    assert response.status_code == status
