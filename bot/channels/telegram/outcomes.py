"""What became of a call: Telegram's and the network's errors by what they mean for the message."""

from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.delivery import Fate, Outcome

# The connection was not there yet, so nothing was sent.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
# Told with 400, though the message is not at fault.
_NOBODY_THERE = ("chat not found", "user is deactivated", "bot can't initiate conversation")


def outcome_of(error: TelegramError) -> Outcome:
    """The fate of the message whose sending raised this. The order counts: a BadRequest is a NetworkError too."""
    match error:
        case RetryAfter():
            return Outcome(Fate.LATER, "Telegram báo gửi quá nhanh (429)", retry_after=_seconds(error))
        case Forbidden():
            return Outcome(Fate.UNREACHABLE, error.message)
        case InvalidToken():
            return Outcome(Fate.LATER, "Telegram không nhận mã bot (ANTAM_TELEGRAM_TOKEN)")
        case BadRequest() | ChatMigrated():
            gone = any(words in error.message.lower() for words in _NOBODY_THERE)
            return Outcome(Fate.UNREACHABLE if gone else Fate.FAILED, error.message)
        case NetworkError():
            return _of_network(error)
    return Outcome(Fate.UNKNOWN, "câu trả lời của Telegram không đọc được")


def _of_network(error: NetworkError) -> Outcome:
    """Without a cause in the transport, Telegram itself answered that it is in trouble (5xx)."""
    cause = error.__cause__
    if isinstance(cause, _NOT_SENT):
        return Outcome(Fate.LATER, f"không nối được tới Telegram ({type(cause).__name__})")
    if cause is None or isinstance(cause, TelegramError):
        return Outcome(Fate.LATER, "máy chủ Telegram đang trục trặc")
    return Outcome(Fate.UNKNOWN, f"mất kết nối giữa lúc gửi ({type(cause).__name__})")


def _seconds(error: RetryAfter) -> float:
    """Seconds, or a timedelta where the library is told so."""
    waited = error.retry_after
    return waited.total_seconds() if isinstance(waited, timedelta) else waited
