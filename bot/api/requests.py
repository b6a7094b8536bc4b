"""Reads one estimate's JSON object strictly, so that whatever is sent gets a figure or a clear refusal."""

from datetime import date
from typing import Any

import orjson

from bot.law import EstimateInputError

# The request, a list in it, an entry of the list, its values: no calculator takes more.
_LEVELS = 4


def read_request(text: bytes, *, today: date) -> dict[str, Any]:
    """The object with ``calculator``, ``on`` and inputs; without a day, today's law holds.

    :raises EstimateInputError: when it is no JSON object; NaN, Infinity and broken UTF-8 are no JSON.
    """
    try:
        request = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise _refusal("Nội dung không phải JSON đúng dạng (UTF-8, không có NaN hay Infinity).") from None
    if not isinstance(request, dict):
        raise _refusal("Cần một đối tượng JSON gồm calculator, on và các thông tin để tính.")
    if _deeper(request, _LEVELS):
        raise _refusal("Các giá trị lồng nhau sâu quá.")
    return request | {"on": request.get("on") or today}


def _refusal(reason: str) -> EstimateInputError:
    return EstimateInputError("body", reason)


def _deeper(value: Any, levels: int) -> bool:
    """Whether lists and objects lie in one another on more levels than these."""
    if not isinstance(value, dict | list):
        return False
    items = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper(item, levels - 1) for item in items)
