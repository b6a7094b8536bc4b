"""What became of a call: Zalo's and the network's errors by what they mean for the message."""

from collections.abc import Mapping
from dataclasses import replace

import httpx

from bot.channels.delivery import Fate, Outcome
from bot.channels.zalo_bot.api import RefusedError, UnreadableError

# The connection was not there yet, so nothing was sent.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_NOBODY_THERE = ("chat not found", "user not found", "chat_id", "blocked")
_TOKEN_REFUSED = "Zalo không nhận mã bot (ANTAM_ZALO_BOT_TOKEN) hoặc địa chỉ (ANTAM_ZALO_BOT_API_BASE_URL)"  # noqa: S105

_PASSING: Mapping[int, Outcome] = {
    401: Outcome(Fate.LATER, _TOKEN_REFUSED),
    404: Outcome(Fate.LATER, _TOKEN_REFUSED),
    408: Outcome(Fate.UNKNOWN, "Zalo hết giờ chờ (408)"),
    429: Outcome(Fate.LATER, "hết lượt gửi của Zalo (429)"),
}

CallError = RefusedError | UnreadableError | httpx.HTTPError


def outcome_of(error: CallError) -> Outcome:
    """The fate of the message whose sending raised this."""
    match error:
        case RefusedError():
            return _of_refusal(error)
        case UnreadableError():
            return Outcome(Fate.UNKNOWN, "câu trả lời của Zalo không đọc được")
    if isinstance(error, _NOT_SENT):
        return Outcome(Fate.LATER, f"không nối được tới Zalo ({type(error).__name__})")
    return Outcome(Fate.UNKNOWN, f"mất kết nối giữa lúc gửi ({type(error).__name__})")


def _of_refusal(error: RefusedError) -> Outcome:
    """What is not known to pass or to be this person's is this message's fault."""
    code = error.code
    nobody = code in {400, 404} and any(words in error.description.lower() for words in _NOBODY_THERE)
    if code == 403 or nobody:
        return Outcome(Fate.UNREACHABLE, error.description or "Zalo không cho nhắn người này (403)")
    if code >= 500:
        return Outcome(Fate.LATER, "máy chủ Zalo đang trục trặc", retry_after=error.retry_after)
    if code in _PASSING:
        return replace(_PASSING[code], retry_after=error.retry_after)
    return Outcome(Fate.FAILED, f"{code} {error.description}".strip())
