"""What became of a message, by Zalo's error numbers; each class of them means one thing."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from bot.channels.delivery import Fate, Outcome
from bot.channels.zalo_oa.api import TOKEN_ERRORS, left_of
from bot.channels.zalo_oa.client import Answer, Reach
from bot.clock import VIETNAM

EXPIRED_ATTACHMENT = -100
# What is asked for is wrong: a parameter, a type, an element of a template.
WRONG_CONTENT = frozenset({-201, -233})
_RATE = -32
_ONCE_MORE = -200
_NIGHT = -234
_NO_QUOTA = -211
_MESSAGE = frozenset({EXPIRED_ATTACHMENT, -201, -210, -233, -248, -249})
_PERSON = frozenset({-213, -217, -218, -227, -230, -232, -244})
_HUMAN = frozenset({-204, -205, -209, -212, -219, -221, -223, -224, -235, -240, -242, -320, -321})
# Only somebody at Zalo's console can help; now and then it is seen whether they did.
HUMAN_PAUSE_SECONDS = 300.0
_MORNING = time(6)
_REASONS: Mapping[int, str] = {
    -32: "Zalo báo gửi quá nhanh",
    -201: "Zalo báo tin sai tham số",
    -210: "Zalo báo tin quá dài hoặc quá lớn",
    -211: "hết lượt gửi của Zalo OA",
    -213: "người dân chưa quan tâm hoặc chưa tương tác với OA",
    -217: "người dân đã chặn tin của OA",
    -218: "người dân đã nhận hết số tin cho phép",
    -221: "OA chưa được xác thực",
    -223: "OA chưa cấp quyền cho ứng dụng",
    -224: "gói dịch vụ của OA không cho gửi",
    -227: "người dân không dùng Zalo quá 45 ngày",
    -230: "người dân không tương tác với OA trong 7 ngày",
    -232: "người dân chưa tương tác với OA",
    -234: "Zalo không nhận tin loại này ban đêm",
    -242: "appsecret_proof sai",
    -244: "người dân không nhận tin của OA",
}


def outcome_of(answer: Answer, *, attempts: int, now: datetime) -> Outcome:
    """The fate of the message that was answered so.

    :param attempts: how often it was tried, this time included.
    """
    if answer.is_success:
        quota = answer.data.get("quota")
        return Outcome(
            Fate.SENT,
            platform_id=str(answer.data.get("message_id") or "") or None,
            quota_left=left_of(quota) if isinstance(quota, Mapping) else None,
        )
    if answer.reach is Reach.UNCLEAR:
        return Outcome(Fate.UNKNOWN, answer.reason)
    if answer.error is None:
        return Outcome(Fate.LATER, answer.reason, retry_after=answer.retry_after)
    return _refused(answer.error, reason_of(answer), attempts=attempts, now=now)


def needs_human(answer: Answer) -> bool:
    """Whether the account is shut until somebody opens it."""
    return answer.error in _HUMAN


def reason_of(answer: Answer) -> str:
    """Why, in words and with Zalo's number."""
    if answer.error is None:
        return answer.reason
    words = _REASONS.get(answer.error) or answer.reason or "Zalo từ chối"
    return f"{words} ({answer.error})"


def _refused(error: int, reason: str, *, attempts: int, now: datetime) -> Outcome:
    if error in TOKEN_ERRORS:
        return Outcome(Fate.LATER, f"Zalo không nhận mã truy cập ({error})")
    if error == _RATE or (error == _ONCE_MORE and attempts < 2):
        return Outcome(Fate.LATER, reason)
    if error == _NO_QUOTA:
        return Outcome(Fate.HELD, reason)
    if error == _NIGHT:
        return Outcome(Fate.LATER, reason, retry_after=_until_morning(now))
    if error in _HUMAN:
        return Outcome(Fate.LATER, reason, retry_after=HUMAN_PAUSE_SECONDS)
    # What Zalo answers was not sent; what is not known to pass by itself is not tried again.
    return Outcome(Fate.UNREACHABLE if error in _PERSON else Fate.FAILED, reason)


def _until_morning(now: datetime) -> float:
    local = now.astimezone(VIETNAM)
    morning = datetime.combine(local.date(), _MORNING, VIETNAM)
    if morning <= local:
        morning += timedelta(days=1)
    return (morning - local).total_seconds()
