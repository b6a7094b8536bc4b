"""A stand-in for the Zalo Bot API on loopback: keeps chats as people see them, refuses what Zalo refuses.

Like Zalo it tells errors with HTTP status 200, gives each update away once, and knows no buttons.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.support.loopback import Cut, StandIn, served

TOKEN = "987654:zalo-test-token_of-nobody"
SECRET = "zalo-test-secret"
FIXTURES = Path(__file__).parents[1] / "channels" / "zalo_bot" / "fixtures"
KNOWN = {"getMe", "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo", "sendMessage", "sendPhoto"}
KNOWN |= {"sendSticker", "sendVoice", "sendChatAction"}


@dataclass
class Shown:
    """One message of the bot as it stands in a chat."""

    text: str
    photo: str | None = None


@dataclass
class Fault:
    """What happens to the next calls of a method instead; ``cut`` ends the connection when the call has counted."""

    method: str
    code: int = 0
    description: str = ""
    status: int = 200
    chat_id: str | None = None
    times: int = 1
    cut: bool = False


class ZaloBotApi(StandIn):
    """The server's side of one bot."""

    def __init__(self) -> None:
        super().__init__()
        self.token = TOKEN
        self.chats: dict[str, list[Shown]] = defaultdict(list)
        self.webhook: dict[str, Any] | None = None
        self.reaches_webhook = True
        self.waiting: list[Any] = []
        self.app = Starlette(routes=[Route("/bot{token}/{method}", self._call, methods=["GET", "POST"])])

    def fail(self, method: str, code: int = 0, **how: Any) -> None:
        """The next calls of a method fail so."""
        self.faults.append(Fault(method, code, **how))

    async def _call(self, request: Request) -> Response:
        method, given = request.path_params["method"], await _given(request)
        if request.path_params["token"] != self.token:
            return _refused(401, "Unauthorized")
        if method not in KNOWN:
            return _refused(404, "Not Found")
        self.calls.append((method, given))
        answer = await self._answer(method, given)
        await self.changed()
        return answer

    async def _answer(self, method: str, given: dict[str, Any]) -> Response:
        fault = self.planned(method, given)
        if fault and fault.code:
            return _refused(fault.code, fault.description, status=fault.status)
        if fault and fault.status != 200:
            return Response("Bad Gateway", fault.status)
        answer = await getattr(self, f"_{method}")(given)
        return Cut() if fault and fault.cut else answer

    async def _getMe(self, _: dict[str, Any]) -> Response:
        return _result({"id": "987654", "account_name": "antam", "account_type": "BASIC"})

    async def _getUpdates(self, given: dict[str, Any]) -> Response:
        """One update, forgotten with this answer; silently nothing while a webhook is set."""
        for _ in range(int(given.get("timeout", 30)) * 50):
            if self.waiting and not self.webhook:
                return _result(self.waiting.pop(0))
            await asyncio.sleep(0.02)
        return _refused(408, "Request timeout")

    async def _setWebhook(self, given: dict[str, Any]) -> Response:
        if not given["url"].startswith("https://"):
            return _refused(400, "Bad Request: webhook url must be https")
        if not 8 <= len(given.get("secret_token", "")) <= 256:
            return _refused(400, "Bad Request: secret_token")
        self.webhook = given
        verification = {"ok": self.reaches_webhook, "hint": "" if self.reaches_webhook else "no answer"}
        return _result({"url": given["url"], "updated_at": 1795400000000, "verification": verification})

    async def _deleteWebhook(self, _: dict[str, Any]) -> Response:
        self.webhook = None
        return _result({"url": "", "updated_at": 1795400000000})

    async def _getWebhookInfo(self, _: dict[str, Any]) -> Response:
        if not self.webhook:
            return _refused(404, "Not Found")
        return _result({"url": self.webhook["url"], "updated_at": 1795400000000})

    async def _sendMessage(self, given: dict[str, Any]) -> Response:
        if not len(given.get("text", "").strip()) >= 1 or len(given["text"]) > 2000:
            return _refused(400, "Bad Request: text must be 1-2000 characters")
        return self._show(given, Shown(given["text"]))

    async def _sendPhoto(self, given: dict[str, Any]) -> Response:
        if not given["photo"].startswith(("http://", "https://")) or len(given.get("caption", "")) > 2000:
            return _refused(400, "Bad Request: photo")
        return self._show(given, Shown(given.get("caption", ""), given["photo"]))

    async def _sendChatAction(self, _: dict[str, Any]) -> Response:
        return JSONResponse({"ok": True})

    def _show(self, given: dict[str, Any], shown: Shown) -> Response:
        assert isinstance(given["chat_id"], str)
        assert not set(given) & {"reply_markup", "buttons"}
        self.chats[given["chat_id"]].append(shown)
        return _result({"message_id": f"m{len(self.calls)}", "date": 1795400000000})


async def _given(request: Request) -> dict[str, Any]:
    body = await request.body()
    return dict(request.query_params) | (json.loads(body) if body else {})


def _result(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _refused(code: int, description: str, *, status: int = 200) -> Response:
    return JSONResponse({"ok": False, "description": description, "error_code": code}, status_code=status)


def fixture(name: str) -> dict[str, Any]:
    """An update as Zalo sends it, flat."""
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


class Person:
    """Somebody on Zalo: what they do becomes an update, sent where the bot takes its updates."""

    _numbers = iter(range(10**9))

    def __init__(self, api: ZaloBotApi, client: httpx.AsyncClient) -> None:
        self.id = f"6ede9afa{next(self._numbers):012d}"
        self._api = api
        self._client = client

    @property
    def chat(self) -> list[Shown]:
        return self._api.chats[self.id]

    def update(self, name: str, **message: Any) -> dict[str, Any]:
        """A fixture as this person's own update; ``message`` changes fields of what is in it."""
        update = json.loads(json.dumps(fixture(name)).replace("6ede9afa66b88fe6d6a9", self.id))
        update["message"] |= {"message_id": f"u{next(self._numbers)}"} | message
        return update

    async def send(self, body: Any, *, secret: str = SECRET) -> httpx.Response:
        """Deliver a body to the bot's webhook."""
        headers = {"X-Bot-Api-Secret-Token": secret}
        return await self._client.post("/webhooks/zalo-bot", json=body, headers=headers)

    async def do(self, name: str, **message: Any) -> None:
        """Do what a fixture does."""
        response = await self.send(self.update(name, **message))
        assert response.status_code == 200, response.text

    async def say(self, text: str) -> None:
        await self.do("text", text=text)

    async def hears(self, count: int) -> list[Shown]:
        """Wait for so many messages in all."""
        await self._api.until(lambda: len(self.chat) >= count)
        return self.chat


@pytest.fixture
async def zalo_bot_api() -> AsyncIterator[ZaloBotApi]:
    """The stand-in, listening on loopback."""
    api = ZaloBotApi()
    async with served(api.app) as api.url:
        yield api
