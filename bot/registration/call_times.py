"""A time to call as an officer reads it: what was typed without tone marks gets those of the words for times."""

import re
import unicodedata
from collections.abc import Mapping

# Longer phrases first: a word alone may have other marks.
_PHRASES: Mapping[str, str] = {
    "luc nao cung duoc": "lúc nào cũng được",
    "bat ky luc nao": "bất kỳ lúc nào",
    "gio hanh chinh": "giờ hành chính",
    "gio nghi trua": "giờ nghỉ trưa",
    "ngoai gio": "ngoài giờ",
    "chu nhat": "chủ nhật",
    "cuoi tuan": "cuối tuần",
    "dau tuan": "đầu tuần",
    "trong tuan": "trong tuần",
    "ngay mai": "ngày mai",
    "ngay kia": "ngày kia",
    "ngay thuong": "ngày thường",
    "thu hai": "thứ hai",
    "thu ba": "thứ ba",
    "thu tu": "thứ tư",
    "thu nam": "thứ năm",
    "thu sau": "thứ sáu",
    "thu bay": "thứ bảy",
    "tuan sau": "tuần sau",
    "tan tam": "tan tầm",
    "tan cho": "tan chợ",
    "xe chieu": "xế chiều",
    "sang som": "sáng sớm",
}
_WORDS: Mapping[str, str] = {
    "buoi": "buổi",
    "luc": "lúc",
    "thu": "thứ",
    "sang": "sáng",
    "trua": "trưa",
    "chieu": "chiều",
    "toi": "tối",
    "dem": "đêm",
    "gio": "giờ",
    "ruoi": "rưỡi",
    "truoc": "trước",
    "khoang": "khoảng",
    "vao": "vào",
    "hoac": "hoặc",
    "ngoai": "ngoài",
}
_PHRASE = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b", re.IGNORECASE)
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)


def with_marks(call_time: str) -> str:
    """The time with its marks; one that has some already is left as it was typed."""
    if not unicodedata.normalize("NFD", call_time).isascii():
        return call_time
    phrased = _PHRASE.sub(lambda found: _PHRASES[found[0].lower()], call_time)
    return _WORD.sub(lambda found: _WORDS[found[0].lower()], phrased)
