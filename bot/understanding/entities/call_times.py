"""When a person wants to be called: `call_time`, in the person's own words ("buổi chiều", "tối thứ 7 sau"
" 5 giờ")."""

import re
from collections.abc import Iterator

from bot.understanding.entities.reading import Found, Reading

_HOUR = r"(?:\d{1,2}|(?:mot|hai|ba|bon|nam|sau|bay|bẩy|tam|chin|muoi(?: mot| hai)?))"
_CLOCK = (
    rf"(?:{_HOUR} ?(?:gio|h|g|:)(?: ?(?:\d\d|ruoi|kem \w+|kem \w+ \w+|(?:muoi|hai|ba|bon|nam)(?: muoi)?(?:"
    rf" \w+)?(?= phut))(?: phut)?)?"
    rf"|{_HOUR} ruoi)"
)
_DAY = (
    r"(?:thu (?:\d|hai|ba|tu|nam|sau|bay)|t[2-7]|chu nhat|cn|cuoi tuan|dau tuan|trong tuan|giua tuan|hom"
    r" nay|ngay mai|mai|mot|ngay kia|mai kia|tuan sau"
    r"|ngay thuong|ngay nghi|ngay le|hang ngay|ngay nao)"
)
_PART = (
    r"(?:(?:buoi |luc |vao |ban )?(?:sang som|sang|trua|chieu toi|chieu|toi|dem|xe chieu|xe)|gio hanh chinh"
    r"|gio nghi trua|gio nghi|tan (?:tam|ca|lam|cho)|di lam ve|gio co(?:m)?)"
)
_BOUND = r"(?:sau|truoc|tu|khoang|tam|luc|vao|den|toi|ngoai|quang|do|qua|tren|chung|vao luc|vao khoang)"
_PIECE = (
    rf"(?:(?:{_BOUND} )*(?:gio )?(?:{_CLOCK}|{_PART}|{_DAY})(?: (?:nao cung duoc|cung duoc|deu duoc|tro di"
    rf"|do di|ve))?)"
)
_TIME = re.compile(rf"\b{_PIECE}(?:[ ,]+(?:den |toi |hoac |hay |va |cua |vao |- ?|– ?)?{_PIECE})*\b")
_ANY_TIME = re.compile(
    r"\b(?:(?:luc|gio|khi|hoi|bao gio|buoi|ngay|h) (?:nao|gi|may)(?: (?:goi|ranh))? (?:cung|deu|thi)"
    r" (?:duoc|dc|ok|ranh|tien|xong|the|goi)(?: (?:duoc|het))?"
    r"|ca ngay|suot ngay|24/24|24/7|bat cu luc nao|bat ky luc nao|bat ki luc nao|khi nao (?:cung duoc"
    r"|ranh)|luc nao ranh|tuy (?:em|anh|chi|ban|co|chau|ad)?)\b"
)
_CALL = re.compile(
    r"\b(?:goi|gọi|alo|a lo|lien he|lien lac|nghe may|ranh|ranh roi|hen|dien|dt|call|goi lai|goi dien"
    r"|phone|toi nha|den nha|gap)\b"
)
_NOT_EVENING = re.compile(
    r"\btoi(?= (?:ranh|moi|nghe|di|o|lam|co|se|muon|khong|dang|la|ten)\b)|(?<=goi )toi(?= (?:luc|vao|sau"
    r"|buoi|truoc|khi|nhe|nha|tam|khoang))"
)
_BEFORE_IS_OTHER = re.compile(
    r"\b(?:thang|nam|tien|luong|dong|huu|tu|quy|ngay \d+|muc|nhom|muoi|lan|dieu|khoan|mot|ho so|xin|an"
    r"|chao|lam|hom|ho tro|viec)$"
)


_SINGLE_OTHER_WORDS = {"sang", "một", "mốt", "mot", "xe", "toi", "thứ"}


def find_call_time(reading: Reading) -> Iterator[Found]:
    """Times to call: with a word of calling, or when the message names little else."""
    for match in _ANY_TIME.finditer(reading.plain):
        if _CALL.search(reading.plain) or reading.is_whole(*match.span()):
            yield _found(reading, match.start(), match.end())
    for match in _TIME.finditer(_without_pronoun(reading)):
        if _is_call_time(reading, match):
            yield _found(reading, match.start(), match.end())


def _without_pronoun(reading: Reading) -> str:
    """The plain text in which a marked "tôi" or "tới" cannot be read as "tối"; as long as before."""
    return _NOT_EVENING.sub("___", reading.plain) if not reading.is_marked else _masked(reading)


def _masked(reading: Reading) -> str:
    pieces, last = [], 0
    for match in re.finditer(r"\b(?:tôi|tới|toi)\b", reading.text):
        pieces += [reading.plain[last : match.start()], "___"]
        last = match.end()
    return "".join([*pieces, reading.plain[last:]])


def _is_call_time(reading: Reading, match: re.Match[str]) -> bool:
    words = match.group()
    if not _is_time(reading, match):
        return False
    if reading.is_whole(match.start(), match.end()):
        return words not in {"mot", "toi", "mai", "dem"} or reading.text[match.start() : match.end()] in {
            "tối",
            "đêm",
        }
    return _is_near_call(reading, match)


def _is_near_call(reading: Reading, match: re.Match[str]) -> bool:
    """A word of calling stands a few words before or after, or a phone number went before."""
    before, after = reading.before(match.start(), width=30), reading.after(match.end(), width=24)
    if _CALL.search(before) or re.match(
        r"^(?:(?:thi|moi|hay|hang|toi|em|minh|tui|chi|anh|bac|co|nha|nhe|la|e) )*(?:goi|ranh|alo|nghe|lien"
        r" he|lien lac|dien)\b",
        after,
    ):
        return True
    return bool(
        re.search(r"\d{7,}", reading.plain[: match.start()])
        and re.match(r"^[^\w]*(?:(?:nhe|nha|a|em|ad) ?)*$", after)
    )


def _is_time(reading: Reading, match: re.Match[str]) -> bool:
    """ "Toi" without marks is "tôi" far more often than "tối"; "sang" and "mai" have other lives too."""
    said = reading.text[match.start() : match.end()]
    words = match.group().split()
    if len(words) > 1:
        return not (
            words[0] in {"toi", "sang", "mai", "mot"}
            and len(words) == 2
            and words[1] in {"mot", "toi", "mai"}
        )
    return said not in _SINGLE_OTHER_WORDS


def _found(reading: Reading, start: int, end: int) -> Found:
    said = reading.normalised.original_slice(start, end)
    return Found("call_time", " ".join(said.split()), start, end)
