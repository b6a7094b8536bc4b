"""How often a person wants to pay: `payment_method`; lengths of time are read in `paid_time`."""

import re
from collections.abc import Iterator

from bot.understanding.entities.reading import Found, Reading, Spelling

_PAY = r"(?:dong|nop|dg|tra|mua)"
_TIME = r"(?:lan|nan|luot|ky|phat|dot|cai|ban|bua|keo|cu|nhat|chuyen)"
_ONCE = rf"(?:/ ?{_TIME}|(?:mot|1|co mot|dung mot|moi) {_TIME})"
_PAYING = rf"(?: (?:(?:chi|moi|ra|di|lai|minh|toi|em|xin|muon) ){{0,2}}{_PAY}(?: (?:tien|bao hiem|bhxh))?)?"
_ENDS = (
    r"(?=$| (?:nhe|nha|di|a|thi|cho|em|ad|luon|mot|1|doi|sang|thanh|het|bao|la|voi|hay|hoac|muc|nua)\b"
    r"| ?[^\w\s])"
)
_CHOOSES = r"(?:chon|lay|qua|sang|ve|thanh|lai|theo|kieu|loai|phuong thuc|hinh thuc)"


def _every_months(number: str) -> str:
    """ "6 tháng một lần", "đóng 6 tháng", "6th/lần", "sáu tháng một"."""
    months = rf"(?:{number}) ?(?:thang|thag|th|t)"
    forms = (
        rf"{months}{_PAYING} ?{_ONCE}",
        rf"(?:{number}) (?:thang|th) (?:mot|1)\b(?= *$)",
        rf"(?:moi|cu|tung|deu) {months}\b(?! (?:nua|truoc|qua|sau|roi))",
        rf"(?:{_PAY}|{_CHOOSES})(?: (?:theo|ky))? {months}{_ENDS}",
    )
    return "|".join(forms)


_MISSING_YEARS = re.compile(
    rf"\b(?:{_PAY}"
    rf"|bu) (?:(?:bu|not|bo sung|them|mot lan|1 lan|mot cuc|mot phat|luon|gop|het|du|don|cho|tien) )*"
    r"(?:(?:nhung|may|cac|so|cai|phan|khoang|thoi gian|quang) )*(?:(?:nam|thang|lam) (?:con )?thieu"
    r"|phan (?:con )?thieu|con thieu)\b"
    rf"|\b{_PAY} (?:mot lan |1 lan )?(?:bu|not)\b(?! tru)|\b(?:nam|nhung nam) con thieu\b"
)
_HALF_YEARLY = re.compile(
    rf"\b(?:{_every_months('6|sau')}|nua (?:nam|lam){_PAYING} {_ONCE}"
    rf"|(?:moi|theo|hang|cu|{_PAY}|{_CHOOSES}) nua (?:nam|lam)"
    rf"|nam (?:(?:chia|lam|ra|thanh|{_PAY}) ){{0,3}}(?:hai|2|doi) {_TIME}"
    rf"|{_PAY} (?:hai|2) {_TIME} (?:/ ?|mot |1 |moi |trong )nam"
    rf"|ban nien)\b"
)
_QUARTERLY = re.compile(
    rf"\b(?:{_every_months('3|ba')}"
    rf"|(?:moi|mot|1|tung|hang|theo|cu|{_PAY}|{_CHOOSES}) (?:quy|qui)(?: {_ONCE})?"
    rf"|(?:quy|qui){_PAYING} {_ONCE}|nam (?:(?:chia|lam|ra|thanh|{_PAY}) ){{0,3}}(?:bon|4) {_TIME}"
    rf"|{_PAY} (?:bon|4) {_TIME} (?:/ ?|mot |1 |moi |trong )nam)\b(?! (?:dinh|che|luat|trinh|\d))"
)
_YEARLY = re.compile(
    rf"\b(?:{_every_months('12|muoi hai')}"
    rf"|(?:(?:mot|1|moi|ca|hang|tung|theo) )?(?:nam|lam){_PAYING} {_ONCE}"
    rf"|(?:{_PAY}|{_CHOOSES}) (?:theo |hang |tung |ca |tron |luon ca |luon |gop ca |mot |1 )+(?:nam|lam)"
    rf"|(?:theo|tung) (?:nam|lam)|{_PAY} nam{_ENDS}"
    rf"|(?:doi|chuyen|quay|chon)(?! gi)[^,.;?!]{{0,30}} (?:qua|sang) nam{_ENDS}"
    rf"|^(?:thoi )?(?:qua|sang) nam(?= *$))\b(?! (?:sinh|nao|con|thieu|\d))"
)
_MONTHLY = re.compile(
    rf"\b(?:(?:{_PAY}|{_CHOOSES}|tien)(?: (?:theo|deu|deu dan))* (?:hang|tung|moi) (?:thang|th)"
    rf"|(?:{_PAY} )?theo (?:thang|th)|tung thang|(?:(?:mot|1|moi) )?(?:thang|th){_PAYING} {_ONCE}"
    rf"|(?:thang nao|thang) {_PAY} (?:luon )?thang (?:nay|day|do|ay|nay)"
    r"|(?:qua|sang|thanh|lai) (?:hang )?thang)\b"
)
_MULTI_YEAR = re.compile(
    rf"\b{_PAY} (?:(?:mot|1) lan |truoc |gop |lien )*(?:cho )?(?:nhieu|nhiu) (?:nam"
    rf"|lam)\b(?! (?:con )?thieu| roi)"
    rf"|\b{_PAY} (?:truoc|gop) (?:(?:mot|1) lan )?(?:cho )?(?:nhieu|nhung|cac|may"
    rf"|vai) nam\b(?! (?:con )?thieu)"
    r"|\bnhieu nam (?:mot|1) lan\b|\b(?:cho )?nhung nam ve sau\b"
)
_BARE = {
    "hang thang": "monthly",
    "thang": "monthly",
    "moi thang": "monthly",
    "hang quy": "quarterly",
    "quy": "quarterly",
    "hang nam": "yearly",
    "ca nam": "yearly",
    "nua nam": "half_yearly",
    "6 thang": "half_yearly",
    "sau thang": "half_yearly",
    "3 thang": "quarterly",
    "ba thang": "quarterly",
    "12 thang": "yearly",
}
_BARE_PATTERN = re.compile(rf"\b(?:{'|'.join(sorted(_BARE, key=len, reverse=True))})\b")
_SPELLING = Spelling(
    "đóng nộp lộp trả mua bù nốt quý quí tháng năm lăm naăm sáu nửa mỗi một mọt hằng hàng cứ từng đều"
    " chọn lấy qua sang về thành theo lần nần nữa thiếu trước những nhiều gộp còn"
)
_NUMBER_BEFORE = re.compile(r"\b(?:\d+|hai|ba|bon|sau|bay|tam|chin|muoi|may|vai|nhieu|lam)$")
_LATE = re.compile(r"\b(?:tre|lo|bo lo|qua han|cham|quen|thang do)\b")
_MONTHS = re.compile(r"\bthang\b")
_PATTERNS = (
    ("missing_years", _MISSING_YEARS),
    ("half_yearly", _HALF_YEARLY),
    ("quarterly", _QUARTERLY),
    ("yearly", _YEARLY),
    ("monthly", _MONTHLY),
    ("multi_year", _MULTI_YEAR),
)


def find_payment_method(reading: Reading) -> Iterator[Found]:
    """The rhythms of payment that a person names."""
    plain = reading.plain_as(_SPELLING)
    is_late = bool(_LATE.search(reading.plain) and _MONTHS.search(reading.plain))
    for method, pattern in _PATTERNS:
        if method == "missing_years" and is_late:
            continue  # "Lỡ ba tháng, đóng bù được không" is about a missed term.
        for match in pattern.finditer(plain):
            if not _is_longer_rhythm(reading, method, match):
                yield Found("payment_method", method, *match.span())
    for match in _BARE_PATTERN.finditer(plain):
        if reading.is_whole(*match.span()):
            yield Found("payment_method", _BARE[match.group()], *match.span())


def _is_longer_rhythm(reading: Reading, method: str, match: re.Match[str]) -> bool:
    """ "10 năm một lần" is no year's rhythm, "2 tháng một lần" no month's."""
    if method not in {"monthly", "yearly"} or not re.match(r"(?:thang|th|nam|lam)\b", match.group()):
        return False
    return bool(_NUMBER_BEFORE.search(reading.before(match.start())))
