"""A stand-in for Telegram's Bot API on loopback: keeps chats as people see them, refuses what Telegram refuses.

It answers as the Bot API's documentation says, and can be told to fail: for one person, for one method, so many times.
"""

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.support.loopback import Cut, StandIn, served

TOKEN = "123456:TEST-token_of-nobody"
SECRET = "test-secret_1"
FIXTURES = Path(__file__).parents[1] / "channels" / "telegram" / "fixtures"


def fixture(name: str) -> dict[str, Any]:
    """An update as Telegram sends it."""
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


@dataclass
class Shown:
    """One message of the bot as it stands in a chat."""

    message_id: int
    method: str
    text: str
    photo: str | None = None
    keyboard: dict[str, Any] = field(default_factory=dict)

    @property
    def buttons(self) -> dict[str, str]:
        """Callback data by title."""
        rows = self.keyboard.get("inline_keyboard", [])
        return {key["text"]: key["callback_data"] for row in rows for key in row}

    @property
    def contact_button(self) -> str | None:
        rows = self.keyboard.get("keyboard", [])
        return next((key["text"] for row in rows for key in row if key.get("request_contact")), None)


@dataclass
class Fault:
    """What happens to the next calls of a method instead: a status, a connection cut before or after it counts."""

    method: str
    status: int = 200
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    chat_id: int | None = None
    times: int = 1
    # The message is in the chat, but the bot never hears of it.
    cut: bool = False
    # The connection ends before the call counts.
    dropped: bool = False
    wait: asyncio.Event | None = None


class TelegramApi(StandIn):
    """The server's side of one bot."""

    def __init__(self) -> None:
        super().__init__()
        self.chats: dict[int, list[Shown]] = defaultdict(list)
        # Asked before each call that no planned fault meets.
        self.chance: Callable[[str], Fault | None] = lambda method: None
        self.commands: list[dict[str, str]] = []
        self.webhook: dict[str, Any] = {}
        # What getWebhookInfo tells beside the address.
        self.webhook_trouble: dict[str, Any] = {}
        self.waiting: list[dict[str, Any]] = []
        self.confirmed = 0
        self.token = TOKEN
        self._message_id = 100
        self.app = Starlette(routes=[Route("/bot{token}/{method}", self._call, methods=["GET", "POST"])])

    def fail(self, method: str, status: int = 200, **how: Any) -> Fault:
        """The next calls of a method fail so."""
        self.faults.append(Fault(method, status, **how))
        return self.faults[-1]

    async def until_said(self, chat_id: int, count: int) -> list[Shown]:
        """Wait until so many messages stand in a chat."""
        await self.until(lambda: len(self.chats[chat_id]) >= count)
        return self.chats[chat_id]

    def offer(self, update: dict[str, Any]) -> None:
        """Keep an update for the bot to fetch."""
        self.waiting.append(update)

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        async with request.form() as form:
            given = {name: _read(name, value) for name, value in form.items()}
        if request.path_params["token"] != self.token:
            return _refused(401, "Unauthorized")
        self.calls.append((method, given))
        await self.changed()
        fault = self.planned(method, given) or self.chance(method)
        if fault and fault.wait:
            await fault.wait.wait()
        if fault and fault.dropped:
            return Cut()
        if fault and fault.status != 200:
            answer = _refused(fault.status, fault.description, **fault.parameters)
        else:
            handler = getattr(self, f"_{_snake(method)}", None)
            answer = await handler(given) if handler else _refused(404, "Not Found")
        await self.changed()
        return Cut() if fault and fault.cut else answer

    async def _get_me(self, _: dict[str, Any]) -> Response:
        return _result({"id": 123456, "is_bot": True, "first_name": "An Tâm", "username": "antam_test_bot"})

    async def _set_my_commands(self, given: dict[str, Any]) -> Response:
        self.commands = given["commands"]
        return _result(True)

    async def _set_webhook(self, given: dict[str, Any]) -> Response:
        if not given["url"].startswith("https://"):
            return _refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = given
        return _result(True)

    async def _delete_webhook(self, given: dict[str, Any]) -> Response:
        assert not given.get("drop_pending_updates")
        self.webhook = {}
        return _result(True)

    async def _get_webhook_info(self, _: dict[str, Any]) -> Response:
        known = {"url": self.webhook.get("url", ""), "has_custom_certificate": False}
        return _result(known | {"pending_update_count": 0} | self.webhook_trouble)

    async def _get_updates(self, given: dict[str, Any]) -> Response:
        """An offset confirms all updates before it; without any the answer is held back."""
        if self.webhook:
            return _refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self.confirmed = max(self.confirmed, given.get("offset", 0))
        for _ in range(int(given.get("timeout", 0) * 50)):
            fresh = [update for update in self.waiting if update["update_id"] >= self.confirmed]
            if fresh:
                return _result(fresh)
            await asyncio.sleep(0.02)
        return _result([])

    async def _send_message(self, given: dict[str, Any]) -> Response:
        assert "parse_mode" not in given
        if not given.get("text", "").strip():
            return _refused(400, "Bad Request: message text is empty")
        if _utf16(given["text"]) > 4096:
            return _refused(400, "Bad Request: message is too long")
        return self._show("sendMessage", given, text=given["text"])

    async def _send_photo(self, given: dict[str, Any]) -> Response:
        if _utf16(given.get("caption", "")) > 1024:
            return _refused(400, "Bad Request: message caption is too long")
        return self._show("sendPhoto", given, text=given.get("caption", ""), photo=given["photo"])

    async def _send_document(self, given: dict[str, Any]) -> Response:
        return self._show("sendDocument", given, text=given.get("caption", ""), photo=given["document"])

    async def _send_chat_action(self, _: dict[str, Any]) -> Response:
        return _result(True)

    async def _answer_callback_query(self, _: dict[str, Any]) -> Response:
        return _result(True)

    async def _edit_message_reply_markup(self, given: dict[str, Any]) -> Response:
        for shown in self.chats[given["chat_id"]]:
            if shown.message_id == given["message_id"]:
                if shown.keyboard == given["reply_markup"]:
                    return _refused(400, "Bad Request: message is not modified")
                shown.keyboard = given["reply_markup"]
                return _result(self._as_message(given["chat_id"], shown))
        return _refused(400, "Bad Request: message to edit not found")

    def _show(self, method: str, given: dict[str, Any], *, text: str, photo: str | None = None) -> Response:
        keyboard = given.get("reply_markup", {})
        for row in keyboard.get("inline_keyboard", []):
            for key in row:
                if not 1 <= len(key["callback_data"].encode()) <= 64:
                    return _refused(400, "Bad Request: BUTTON_DATA_INVALID")
        self._message_id += 1
        shown = Shown(self._message_id, method, text, photo, keyboard)
        self.chats[given["chat_id"]].append(shown)
        return _result(self._as_message(given["chat_id"], shown))

    def _as_message(self, chat_id: int, shown: Shown) -> dict[str, Any]:
        kind = "private" if chat_id > 0 else "supergroup"
        chat = {"id": chat_id, "type": kind}
        return {"message_id": shown.message_id, "date": 1795400000, "chat": chat, "text": shown.text}


def _read(name: str, value: Any) -> Any:
    """The form's fields: all but texts are JSON."""
    if name in ("text", "caption", "photo", "document", "url", "secret_token", "action", "callback_query_id"):
        return value
    return json.loads(value)


def _snake(method: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", method).lower()


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _result(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _refused(status: int, description: str, **parameters: Any) -> Response:
    body = {"ok": False, "error_code": status, "description": description}
    return JSONResponse(body | ({"parameters": parameters} if parameters else {}), status_code=status)


class Person:
    """Somebody with Telegram: what they do becomes an update, sent where the bot takes its updates."""

    _numbers = iter(range(800_000_000, 900_000_000))

    def __init__(self, api: TelegramApi, client: httpx.AsyncClient) -> None:
        self.id = next(self._numbers)
        self._api = api
        self._client = client
        self._message_id = 0

    @property
    def chat(self) -> list[Shown]:
        return self._api.chats[self.id]

    def update(self, name: str, **message: Any) -> dict[str, Any]:
        """A fixture as this person's own update; ``message`` changes fields of what is in it."""
        update = fixture(name)
        (content,) = [value for key, value in update.items() if key != "update_id"]
        self._message_id += 1
        text = json.dumps(update).replace("700000001", str(self.id))
        update = json.loads(text) | {"update_id": next(self._numbers)}
        (key,) = [key for key in update if key != "update_id"]
        update[key] |= ({"message_id": self._message_id} if "message_id" in content else {}) | message
        return update

    async def send(self, update: dict[str, Any], *, secret: str = SECRET) -> httpx.Response:
        """Deliver an update to the bot's webhook."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        return await self._client.post("/webhooks/telegram", json=update, headers=headers)

    async def do(self, name: str, **message: Any) -> None:
        """Do what a fixture does."""
        response = await self.send(self.update(name, **message))
        assert response.status_code == 200, response.text

    async def say(self, text: str, **message: Any) -> None:
        await self.do("text", text=text, **message)

    async def press(self, title: str) -> None:
        """Press a button of the newest message that has it."""
        shown = next(shown for shown in reversed(self.chat) if title in shown.buttons)
        await self.do("callback_query", data=shown.buttons[title], message=self._pressed(shown))

    def _pressed(self, shown: Shown) -> dict[str, Any]:
        chat = {"id": self.id, "type": "private", "first_name": "Người"}
        return {
            "message_id": shown.message_id,
            "date": 1795400000,
            "chat": chat,
            "text": shown.text,
            "reply_markup": shown.keyboard,
        }

    async def hears(self, count: int) -> list[Shown]:
        """Wait for so many messages in all."""
        return await self._api.until_said(self.id, count)


@pytest.fixture
async def telegram_api() -> AsyncIterator[TelegramApi]:
    """The stand-in, listening on loopback."""
    api = TelegramApi()
    async with served(api.app) as api.url:
        yield api
