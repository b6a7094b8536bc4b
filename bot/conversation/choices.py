"""Choices answered by their number, where a platform has no buttons: "1", "số 2", "chọn 3 nhé"."""

import re
import unicodedata
from collections.abc import Sequence

from bot.types import Button

# Keycap emoji are a digit with two marks behind it.
_MARKS = str.maketrans("", "", "\ufe0f\u20e3")
_NUMBER = re.compile(
    r"(?:(?:em|tôi|toi|cháu|chau|bác|bac|anh|chị|chi|cho|chọn|chon|lấy|lay|bấm|bam|số|so|câu|cau|mục|muc|ý|y|cái|cai"
    r"|thứ|thu|phương án|phuong an|lựa chọn|lua chon)\s+)*"
    r"(?:số|so)?\s*(\d{1,2})\s*[.)]?(?:\s*(?:ạ|a|nhé|nhe|nha|đi|di|ok))*[.!]*"
)


def chosen_number(text: str) -> int | None:
    """The number that a text is and nothing else; None for every other text."""
    plain = unicodedata.normalize("NFC", text).translate(_MARKS).strip().casefold()
    found = _NUMBER.fullmatch(plain)
    return int(found[1]) if found else None


def chosen(text: str, offered: Sequence[Button]) -> str | None:
    """The payload of the choice that a text answers by its number; None when it does not."""
    number = chosen_number(text)
    return offered[number - 1].payload if number and number <= len(offered) else None
