"""When a person wants to be called: `call_time`, in their own words ("buổi chiều", "tối thứ 7 sau 5 giờ")."""

import re
from collections.abc import Iterator

from bot.understanding.entities.reading import Found, Reading, Spelling

_HOUR_WORD = r"(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi(?: mot| hai)?)"
_MINUTES = r"(?: ?(?:\d\d|ruoi|kem (?:\d+|[a-z]+(?: [a-z]+)?))(?: phut)?)?"
_CLOCK = (
    rf"(?:\d{{1,2}} ?[-–] ?\d{{1,2}} ?(?:gio|h|g)|\d{{1,2}} ?(?:gio|h|g|:|,){_MINUTES}|\d{{1,2}} ruoi"
    rf"|{_HOUR_WORD} (?:gio|h){_MINUTES}|{_HOUR_WORD} ruoi|gio ngo)"
)
_DAY = (
    r"(?:thu (?:\d|hai|ba|tu|nam|sau|bay)|t[2-7]|chu nhat|cn|cuoi tuan|dau tuan|trong tuan|giua tuan"
    r"|hom nay|ngay mai|mai|mot|ngay kia|mai kia|tuan sau|ngay thuong|ngay nghi|ngay le|hang ngay)"
)
_PART = (
    r"(?:(?:buoi |luc |ban |ca )?(?:sang som|sang|trua|chieu toi|chieu|toi|dem|xe chieu)(?: (?:nay|mai))?"
    r"|gio hanh chinh|gio lam|ban ngay|gio nghi trua|gio nghi|gio com|(?:gio )?tan (?:tam|ca|lam|cho)"
    r"|di lam ve|bay gio|buoi nao)"
)
_BOUND = r"(?:sau|truoc|tu|khoang|tam|luc|vao|den|toi|ngoai|quang|do|qua|chung|vao luc|vao khoang|ngoai gio)"
_PIECE = (
    rf"(?:(?:{_BOUND} ){{0,3}}(?:gio )?(?:{_CLOCK}|{_DAY}"
    rf"|{_PART})(?: (?:nao cung duoc|cung duoc|deu duoc|tro di|do di))?)"
)
_TIME = re.compile(rf"\b{_PIECE}(?:(?: ?, ?| )(?:(?:den|toi|hoac|hay|va|cua|vao|-|–) )?{_PIECE})*(?![a-z])")
_ANY_TIME = re.compile(
    r"\b(?:(?:luc|gio|khi|hoi|bao gio|buoi|ngay|h) (?:nao|gi|may)(?: (?:goi|ranh))? (?:cung|deu) (?:duoc"
    r"|ok|ranh|tien|xong|the|goi)(?: (?:duoc|het))?|luc nao (?:tien|ranh)(?: thi goi)?"
    r"|(?<=^)(?:ca|suot) ngay$|24/24|24/7|bat (?:cu|ky|ki) luc nao|khi nao (?:cung duoc|ranh)"
    r"|luc nao ranh|tuy (?:em|anh|chi|ban|co|chau|ad))\b"
)
_CALL = re.compile(
    r"\b(?:goi|alo|a lo|lien he|lien lac|nghe may|ranh|hen|dien|goi lai|goi dien|gio goi|toi nha|den nha"
    r"|gap)\b"
)
_CALL_AFTER = re.compile(
    r"^(?:,? ?(?:thi|moi|hay|hang|toi|em|minh|chi|anh|bac|co|nha|nhe|la|con|cu|hay|hang|nhe) ?)*(?:goi"
    r"|ranh|alo|nghe|lien he|lien lac|dien\b|co nha|o nha)"
    r"|^(?:thi |la )?(?:toi |em |e |minh |chi |anh |bac |co |chau )?"
    r"(?:(?:moi )?(?:tan|het ca|xong)|moi (?:ve|nghi|co mat))\b"
)
_NOT_ASKED_FOR = re.compile(
    r"\b(?:ai|o dau|so nao|goi duoc khong|co lam viec|mo cua|den may gio|ngay nao|bao gio|khong goi"
    r"|dung goi|dung nhan|lua dao|goi den doc|cat dien)\b"
)
_POLITE_END = re.compile(r"^[^\w]*(?:(?:nhe|nha|a|em|ad|duoc khong|cho toi|giup toi|chau|voi) ?)*$")
_PHONE = re.compile(r"\d{7,}|\d{3,4}[ .]\d{3}[ .]\d{3}")
# How far from a phone number a time may stand and still be the time to call it.
_REACH = 80
_BUSY = re.compile(r"^,? ?(?:toi |em |minh |thi )?(?:ban|di lam|ra dong|khong|chua|mat|cho ca|dang)\b")
_SPELLING = Spelling(
    "giờ sáng trưa chiều tối đêm xế thứ hai ba tư năm sáu bảy chủ nhật cuối tuần đầu trong giữa hôm nay"
    " ngày mai mốt kia sau trước từ khoảng tầm lúc vào đến ngoài quãng độ qua chừng mười một bốn tám"
    " chín rưỡi kém ngọ lễ thường nghỉ tan tầm chợ về sớm buổi ban"
)
_MARKED_PART = {"sáng", "trưa", "chiều", "tối", "đêm", "mai", "trua", "chieu", "dem", "cn"}
# "Toi" without marks is "tôi" far more often than "tối".
_TRAILING_PRONOUN = re.compile(r"[ ,]+(?:toi|mot|mai)$")
_LEADING_TO = re.compile(r"^(?:sang|mot) (?=(?:buoi |luc )?(?:sang|trua|chieu|toi|dem)|thu |sau |\d)")


def find_call_time(reading: Reading) -> Iterator[Found]:
    """Times to call: with a word of calling, beside a phone number, or when the message names little else."""
    if _NOT_ASKED_FOR.search(reading.plain):
        return
    for match in _ANY_TIME.finditer(reading.plain):
        if _CALL.search(reading.plain) or reading.is_whole(*match.span()):
            yield _found(reading, *match.span())
    for match in _TIME.finditer(reading.plain_as(_SPELLING)):
        start, end = _trimmed(reading, match)
        if start < end and _is_call_time(reading, start, end):
            yield _found(reading, start, end)


def _trimmed(reading: Reading, match: re.Match[str]) -> tuple[int, int]:
    """Without the unmarked "toi" and "sang" around a time that are "tôi" and "sang" (to)."""
    start, end = match.span()
    if reading.is_marked:
        return start, end
    words = match.group()
    lead, trail = _LEADING_TO.match(words), _TRAILING_PRONOUN.search(words)
    is_pronoun = trail and re.match(
        r"(?:ranh|moi|nghe|di|o|lam|co|se|muon|khong|dang|la|ten|goi|bi)\b", reading.after(end)
    )
    return start + (lead.end() if lead else 0), end - (len(trail.group()) if trail and is_pronoun else 0)


def _is_call_time(reading: Reading, start: int, end: int) -> bool:
    said, plain = reading.text[start:end], reading.plain[start:end]
    if " " not in said and not any(sign.isdigit() for sign in said) and said not in _MARKED_PART:
        return False
    if reading.is_whole(start, end):
        return plain not in {"mot", "hom nay", "bay gio"}
    if _BUSY.match(reading.after(end)):
        return False
    clause = re.split(r"[.;?!]", reading.before(start, width=36))[-1]
    if _CALL.search(clause) or _CALL_AFTER.match(reading.after(end)):
        return True
    after_phone = _PHONE.search(reading.before(start, width=_REACH))
    return bool(after_phone and _POLITE_END.match(reading.plain[end : end + _REACH]))


def _found(reading: Reading, start: int, end: int) -> Found:
    said = reading.normalised.original_slice(start, end)
    return Found("call_time", " ".join(said.split()), start, end)
