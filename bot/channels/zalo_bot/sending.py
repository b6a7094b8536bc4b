"""Sends one piece of a message in one call, and shows that an answer is coming."""

from typing import Any

import httpx

from bot.channels.delivery import Fate, Outcome, utf16_length
from bot.channels.zalo_bot.api import BotApi, RefusedError, UnreadableError
from bot.channels.zalo_bot.outcomes import outcome_of
from bot.channels.zalo_bot.shaping import MAX_TEXT
from bot.storage import Delivery

CALL_ERRORS = (RefusedError, UnreadableError, httpx.HTTPError)


async def send(api: BotApi, delivery: Delivery) -> Outcome:
    """Send a piece; the only call that may put a message before the person."""
    try:
        sent = await _call(api, delivery)
    except CALL_ERRORS as error:
        return outcome_of(error)
    number = sent.get("message_id") if isinstance(sent, dict) else None
    return Outcome(Fate.SENT, platform_id=str(number)[:255] if number else None)


async def _call(api: BotApi, delivery: Delivery) -> Any:
    message, chat_id = delivery.message, delivery.user_id
    if not message.image:
        return await api.call("sendMessage", chat_id=chat_id, text=message.text)
    caption: dict[str, Any] = {"caption": message.text} if message.text else {}
    try:
        return await api.call("sendPhoto", chat_id=chat_id, photo=message.image, **caption)
    except RefusedError as error:
        if outcome_of(error).fate is not Fate.FAILED:
            raise
        # Refused for certain, so nothing is said twice: the words and a link go out without the picture.
    words = "\n".join(part for part in (message.text, message.image) if part)
    fitting = words if utf16_length(words) <= MAX_TEXT else message.text
    return await api.call("sendMessage", chat_id=chat_id, text=fitting)


async def show_typing(api: BotApi, chat_id: str) -> None:
    """Let the person see that an answer is coming; a sign that cannot be shown is no loss."""
    try:
        await api.call("sendChatAction", chat_id=chat_id, action="typing")
    except CALL_ERRORS:
        return
