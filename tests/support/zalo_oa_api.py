"""A stand-in for Zalo's OpenAPI and its OAuth on loopback: one Official Account, the chats as people see them.

It refuses what Zalo refuses and, like Zalo, tells that with HTTP status 200 and an `error` in the body; counts come as
texts now and as numbers then. Refresh tokens are good for once, and the access token beside them dies with that.
"""

import asyncio
import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.support.loopback import Cut, served

APP_ID = "2553928453557884079"
APP_SECRET = "app-secret-of-nobody"
SECRET_KEY = "oa-secret-key-of-nobody"
REFRESH_TOKEN = "refresh-0"
OA_ID = "3662729599332560487"
FIXTURES = Path(__file__).parents[1] / "channels" / "zalo_oa" / "fixtures"
SEND, UPLOAD, QUOTA, ACCOUNT, TOKEN = (
    "/v3.0/oa/message/cs",
    "/v2.0/oa/upload/image",
    "/v3.0/oa/quota/message",
    "/v2.0/oa/getoa",
    "/v4/oa/access_token",
)


@dataclass
class Shown:
    """One message of the account as it stands in a chat."""

    message_id: str
    text: str
    buttons: dict[str, str] = field(default_factory=dict)
    picture: dict[str, Any] | None = None
    card: dict[str, Any] | None = None


@dataclass
class Fault:
    """What happens to the next calls of a path instead: an error of Zalo's, a status, a body, a cut, a wait."""

    path: str
    error: int = 0
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    user_id: str | None = None
    times: int = 1
    # The call counts, but its answer never arrives.
    cut: bool = False
    wait: asyncio.Event | None = None


class ZaloOaApi:
    """Zalo's side of one account."""

    def __init__(self) -> None:
        self.url = ""
        self.chats: dict[str, list[Shown]] = defaultdict(list)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.faults: list[Fault] = []
        # Makes a fault for a call now and then.
        self.chance: Callable[[str], Fault | None] = lambda _: None
        self.access_token = ""
        self.refresh_token = REFRESH_TOKEN
        self.renewals = 0
        self.lifetime = 90_000
        self.proof = False
        self.codes: dict[str, str] = {}
        self.uploads: dict[str, bytes] = {}
        self.quota: dict[str, int] = {}
        self.total = 8
        self._number = 0
        self._changed = asyncio.Condition()
        self.app = Starlette(routes=[Route("/{path:path}", self._call, methods=["GET", "POST"])])

    def fail(self, path: str, error: int = 0, **how: Any) -> Fault:
        """The next calls of a path fail so."""
        self.faults.append(Fault(path, error, **how))
        return self.faults[-1]

    def count(self, path: str, user_id: str | None = None) -> int:
        """How often a path was called, for one person or at all; failed calls count."""
        return sum(name == path and user_id in (None, _user(given)) for name, given in self.calls)

    async def until(self, condition, *, seconds: float = 20) -> None:
        """Wait until something is so; calls are what changes it."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)

    def expire(self) -> None:
        """Let the access token's time be over."""
        self.access_token = ""

    def revoke(self) -> None:
        """Let the administrator take the consent back: nothing opens the account any more."""
        self.access_token = self.refresh_token = ""

    def consent(self, code: str, *, challenge: str) -> None:
        """Let the administrator consent: the code is good for once."""
        self.codes[code] = challenge

    async def _call(self, request: Request) -> Response:
        path = f"/{request.path_params['path']}"
        given = await _given(request)
        self.calls.append((path, given))
        await self._tell()
        fault = self._fault(path, given)
        if fault and fault.wait:
            await fault.wait.wait()
        if fault and (fault.error or fault.status != 200 or fault.body is not None):
            body = fault.body if fault.body is not None else {"error": fault.error, "message": "Refused"}
            return JSONResponse(body, fault.status, headers=fault.headers)
        answer = self._token(request, given) if path == TOKEN else self._open(request, path, given)
        await self._tell()
        return Cut() if fault and fault.cut else answer

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _fault(self, path: str, given: dict[str, Any]) -> Fault | None:
        for fault in self.faults:
            if fault.path == path and fault.user_id in (None, _user(given)) and fault.times:
                fault.times -= 1
                return fault
        return self.chance(path)

    def _token(self, request: Request, given: dict[str, Any]) -> Response:
        """Failures come with status 200 and without a numeric `error`."""
        assert request.headers["content-type"] == "application/x-www-form-urlencoded"
        if request.headers.get("secret_key") != APP_SECRET or given.get("app_id") != APP_ID:
            return JSONResponse(
                {"error_name": "Invalid app secret", "error_reason": "secret_key", "error": -14001}
            )
        if given.get("grant_type") == "authorization_code":
            if self.codes.pop(given["code"], None) != _challenge(given["code_verifier"]):
                return JSONResponse({"error_name": "Invalid code", "error_reason": "code or code_verifier"})
        elif not self.refresh_token or given.get("refresh_token") != self.refresh_token:
            return JSONResponse(
                {"error_name": "Invalid refresh token", "ref_doc": "https://developers.zalo.me"}
            )
        self.renewals += 1
        self.access_token, self.refresh_token = f"access-{self.renewals}", f"refresh-{self.renewals}"
        pair = {"access_token": self.access_token, "refresh_token": self.refresh_token}
        return JSONResponse(pair | {"expires_in": str(self.lifetime)})

    def _open(self, request: Request, path: str, given: dict[str, Any]) -> Response:
        token = request.headers.get("access_token", "")
        if not self.access_token or token != self.access_token:
            return _refused(-216, "Access token is invalid")
        if self.proof and request.headers.get("appsecret_proof") != _proof(token):
            return _refused(-242, "appsecret_proof is invalid")
        handlers = {SEND: self._send, UPLOAD: self._upload, QUOTA: self._left, ACCOUNT: self._account}
        if path not in handlers:
            return Response("Not Found", 404)
        return handlers[path](given)

    def _account(self, _: dict[str, Any]) -> Response:
        data = {"oaid": OA_ID, "name": "BHXH thử nghiệm", "is_verified": True, "oa_type": 4}
        return JSONResponse({"data": data, "error": 0, "message": "Success"})

    def _left(self, given: dict[str, Any]) -> Response:
        remain = self.quota.get(given["user_id"], self.total)
        data = {
            "last_interaction": str(int(time.time() * 1000)),
            "cs_reply": {"remain": remain, "total": self.total},
            "promotion": {"remain": 0, "total": 1},
        }
        return JSONResponse({"data": data, "error": 0, "message": "Success"})

    def _upload(self, given: dict[str, Any]) -> Response:
        png = given["file"]
        if not png.startswith(b"\x89PNG") or len(png) > 1_000_000:
            return _refused(-201, "file is invalid")
        attachment_id = f"attachment-{len(self.uploads)}"
        self.uploads[attachment_id] = png
        return JSONResponse({"data": {"attachment_id": attachment_id}, "error": 0, "message": "Success"})

    def _send(self, given: dict[str, Any]) -> Response:
        user_id, message = given["recipient"]["user_id"], given["message"]
        assert isinstance(user_id, str)
        assert set(message) <= {"text", "attachment"}
        if user_id not in self.chats:
            return _refused(-213, "User has not interacted with the OA")
        remain = self.quota.get(user_id, self.total)
        if remain <= 0:
            return _refused(-211, "Out of quota")
        shown, error = self._shown(message)
        if error:
            return _refused(error, "Message is wrong")
        self.quota[user_id] = remain - 1
        self.chats[user_id].append(shown)
        data = {
            "message_id": shown.message_id,
            "user_id": user_id,
            "sent_time": "1626926349402",
            "quota": {"quota_type": "reply", "remain": str(remain - 1), "total": self.total},
        }
        return JSONResponse({"data": data, "error": 0, "message": "Success"})

    def _shown(self, message: dict[str, Any]) -> tuple[Shown, int]:
        self._number += 1
        shown = Shown(f"oa{self._number:020x}", message.get("text", ""))
        if len(shown.text) > 2000:
            return shown, -210
        if "attachment" not in message:
            return shown, 0 if shown.text.strip() else -201
        assert message["attachment"]["type"] == "template"
        payload = message["attachment"]["payload"]
        kind = payload.get("template_type", "button")
        return shown, {"button": _buttons, "media": self._media, "request_user_info": _card}[kind](
            shown, payload
        )

    def _media(self, shown: Shown, payload: dict[str, Any]) -> int:
        (element,) = payload["elements"]
        assert set(element) == {"media_type", "attachment_id"} or set(element) == {"media_type", "url"}
        shown.picture = element
        if "attachment_id" in element and element["attachment_id"] not in self.uploads:
            return -100
        return 0


def _buttons(shown: Shown, payload: dict[str, Any]) -> int:
    keys = payload["buttons"]
    if not 1 <= len(keys) <= 5 or not shown.text.strip():
        return -201
    for key in keys:
        assert key["type"] == "oa.query.hide"
        if not 1 <= len(key["title"]) <= 100 or not 1 <= len(key["payload"]) <= 1000:
            return -201
    shown.buttons = {key["title"]: key["payload"] for key in keys}
    return 0


def _card(shown: Shown, payload: dict[str, Any]) -> int:
    (element,) = payload["elements"]
    shown.card = element
    wrong = not 1 <= len(element["title"]) <= 100 or len(element.get("subtitle", "")) > 500
    return -201 if wrong or shown.text else 0


async def _given(request: Request) -> dict[str, Any]:
    """The request's fields, however they come."""
    kind = request.headers.get("content-type", "")
    if request.method == "GET":
        return json.loads(request.query_params["data"])
    if kind.startswith("multipart/form-data"):
        async with request.form() as form:
            return {"file": await form["file"].read()}
    body = await request.body()
    if kind == "application/x-www-form-urlencoded":
        return {name: values[0] for name, values in parse_qs(body.decode()).items()}
    assert kind == "application/json"
    return json.loads(body)


def _user(given: dict[str, Any]) -> str | None:
    recipient = given.get("recipient")
    return recipient["user_id"] if recipient else given.get("user_id")


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _proof(token: str) -> str:
    return hmac.new(APP_SECRET.encode(), token.encode(), "sha256").hexdigest()


def _refused(error: int, message: str) -> Response:
    return JSONResponse({"error": error, "message": message})


def signed(body: bytes, *, timestamp: str, secret_key: str = SECRET_KEY, first: str = APP_ID) -> str:
    """The header of the signature."""
    return (
        "mac=" + hashlib.sha256(f"{first}".encode() + body + f"{timestamp}{secret_key}".encode()).hexdigest()
    )


async def until_so(condition: Callable[[], bool]) -> None:
    """Wait until something is so that no call tells of."""
    async with asyncio.timeout(15):
        while True:
            if condition():
                return
            await asyncio.sleep(0.02)


def fixture(name: str) -> dict[str, Any]:
    """An event as Zalo sends it."""
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


class Person:
    """Somebody with Zalo: what they do becomes a signed event, sent to the webhook."""

    _numbers = iter(range(10**9))

    def __init__(self, api: ZaloOaApi, client: httpx.AsyncClient) -> None:
        self.id = str(6142494823000000000 + next(self._numbers))
        self._api = api
        self._client = client
        api.chats[self.id] = []

    @property
    def chat(self) -> list[Shown]:
        return self._api.chats[self.id]

    def event(self, name: str, **message: Any) -> dict[str, Any]:
        """A fixture as this person's own event; ``message`` changes fields of the message in it."""
        text = json.dumps(fixture(name)).replace("6142494823111111111", self.id)
        event = json.loads(text) | {"timestamp": str(int(time.time() * 1000))}
        if "message" in event:
            event["message"] |= {"msg_id": f"u{next(self._numbers)}"} | message
        return event

    async def send(self, event: Any, **headers: str) -> httpx.Response:
        """Deliver an event to the account's webhook."""
        body = json.dumps(event, ensure_ascii=False).encode()
        usual = {
            "Content-Type": "application/json",
            "X-ZEvent-Signature": signed(body, timestamp=event["timestamp"]),
        }
        return await self._client.post("/webhooks/zalo-oa", content=body, headers=usual | headers)

    async def do(self, name: str, **message: Any) -> None:
        """Do what a fixture does. Whoever does something has interacted, which opens a new window."""
        self._api.quota.pop(self.id, None)
        response = await self.send(self.event(name, **message))
        assert response.status_code == 200, response.text

    async def say(self, text: str) -> None:
        await self.do("user_send_text", text=text)

    async def press(self, title: str) -> None:
        """Press a button of the newest message that has it: its payload comes as a text."""
        shown = next(shown for shown in reversed(self.chat) if title in shown.buttons)
        await self.say(shown.buttons[title])

    async def hears(self, count: int) -> list[Shown]:
        """Wait for so many messages in all."""
        await self._api.until(lambda: len(self.chat) >= count)
        return self.chat


@pytest.fixture
async def zalo_oa_api() -> AsyncIterator[ZaloOaApi]:
    """The stand-in, listening on loopback."""
    api = ZaloOaApi()
    async with served(api.app) as api.url:
        yield api
