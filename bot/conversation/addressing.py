"""How the person wants to be addressed: by the word that they use for themselves."""

import re

from bot.understanding.normalise import normalise

# A grandchild who writes is addressed as the youngest form there is.
_SELF = {"bác": "bác", "cô": "cô", "chú": "chú", "anh": "anh", "chị": "chị", "em": "em", "cháu": "em"}
_UNMARKED = {"bac": "bác", "chu": "chú", "anh": "anh", "chi": "chị", "em": "em", "chau": "em"}
_WORDS = "|".join({*_SELF, *_UNMARKED})
_ASKED = r"hỏi|hoi|biết|biet|với|voi|xem|đăng ký|dang ky"
_DOES = (
    r"muốn|muon|hỏi|hoi|cần|can|năm nay|nam nay|sinh năm|sinh nam|đã đóng|da dong|đang|dang|làm|lam|chưa|chua"
    r"|là (?!ai|gì|người|máy|bot|robot)|la (?!ai|gi|nguoi|may|bot|robot)"
    r"|mắt|mat kem|thấy|thay|không hiểu|khong hieu|được \d|\d+tuoi|\d+ tuổi|\d+t\b"
    r"|đóng|dong|nghỉ|nghĩ|nghi|bàn|mất thì|mat thi|chỉ có|chi co|không có|khong co"
)
_BEFORE = r"ơi|oi|ạ|à|alo|chào cháu|chao chau|chào con|chao con|giờ|gio|thế|the|vậy|vay|nếu|neu|còn|con|để|de"
# "cho bác hỏi", "giúp chị với"; "bác muốn …", "bác 60 tuổi …" at the beginning or after a call.
_PATTERNS = (
    re.compile(rf"\b(?:cho|báo|bao|giúp|giup|chỉ|trả lời|tra loi|tư vấn|tu van) ({_WORDS}) (?:{_ASKED})\b"),
    re.compile(rf"(?:^|\b(?:{_BEFORE}) )({_WORDS}) (?:{_DOES})"),
)


def own_address(text: str) -> str | None:
    """The form of address that fits what the person calls themselves, or None when the text does not tell."""
    words = " ".join(token.text for token in normalise(text).tokens if token.kind in {"word", "number"})
    for pattern in _PATTERNS:
        if found := pattern.search(words):
            return _SELF.get(found[1]) or _UNMARKED[found[1]]
    return None
