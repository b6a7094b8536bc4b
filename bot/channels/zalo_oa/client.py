"""Calls of Zalo's OpenAPI: one request and what came of it. HTTP 200 says nothing there; the body's `error` does."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import httpx

TIMEOUT = httpx.Timeout(connect=5.0, read=15.0, write=10.0, pool=10.0)
_CONNECTIONS = httpx.Limits(max_connections=64)
# The connection was not there yet, so Zalo has seen nothing.
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)


class Reach(StrEnum):
    """How far a call came."""

    ANSWERED = "answered"
    # Nothing went out.
    NOT_SENT = "not sent"
    # The server says that it is in trouble or has too much to do.
    BUSY = "busy"
    # Nobody can tell what became of it.
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a call.

    :param error: Zalo's number, 0 for success; None where there was no answer.
    :param reason: in words, without anything about the person.
    :param retry_after: the seconds for which the server wants to be left alone.
    """

    reach: Reach
    error: int | None = None
    reason: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    retry_after: float | None = None

    @property
    def is_success(self) -> bool:
        return self.reach is Reach.ANSWERED and self.error == 0


class Client:
    """The connections to one server of Zalo's."""

    def __init__(self, base_url: str, *, proof_secret: str | None = None) -> None:
        """:param proof_secret: the application's secret, when calls are to carry a proof of it."""
        self._base_url = base_url.rstrip("/")
        self._proof_secret = proof_secret
        self._http = httpx.AsyncClient(timeout=TIMEOUT, limits=_CONNECTIONS)

    async def call(self, method: str, path: str, *, token: str, **request: Any) -> Answer:
        """One request with a token; never raises for what the server or the network does."""
        headers = {"access_token": token}
        if self._proof_secret:
            proof = hmac.new(self._proof_secret.encode(), token.encode(), hashlib.sha256)
            headers["appsecret_proof"] = proof.hexdigest()
        try:
            response = await self._http.request(method, f"{self._base_url}{path}", headers=headers, **request)
        except _NOT_SENT as error:
            return Answer(Reach.NOT_SENT, reason=f"không nối được tới Zalo ({type(error).__name__})")
        except httpx.HTTPError as error:
            return Answer(Reach.UNCLEAR, reason=f"mất kết nối giữa lúc gửi ({type(error).__name__})")
        return read_answer(response)

    async def close(self) -> None:
        await self._http.aclose()


def read_answer(response: httpx.Response) -> Answer:
    """What a response says; numbers may come as texts."""
    status = response.status_code
    if status >= 500 or status == 429:
        wait = _number(response.headers.get("Retry-After"))
        return Answer(Reach.BUSY, reason=f"máy chủ Zalo đang bận ({status})", retry_after=wait)
    body = read_object(response)
    error = _number(body.get("error", 0 if "data" in body else None)) if body else None
    if body is None or error is None:
        if status >= 400:
            return Answer(Reach.ANSWERED, error=-status, reason=f"HTTP {status}")
        return Answer(Reach.UNCLEAR, reason="câu trả lời của Zalo không đọc được")
    data = body.get("data")
    reason = str(body.get("message") or body.get("error_name") or "")[:120]
    return Answer(Reach.ANSWERED, int(error), reason, data if isinstance(data, dict) else {})


def read_object(response: httpx.Response) -> dict[str, Any] | None:
    """The JSON object of a response."""
    try:
        body = response.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def whole_number(value: object) -> int | None:
    """A count that may come as a text; None when it is none."""
    number = _number(value)
    return int(number) if number is not None and number >= 0 else None


def _number(value: object) -> float | None:
    try:
        return float(str(value)) if value is not None and not isinstance(value, bool) else None
    except ValueError:
        return None
