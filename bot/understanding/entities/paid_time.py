"""What a length of time is about: paid already, missing, to be paid ahead at once, or another stretch of months.

- `years_paid`: whole years already paid; `months_paid`: all of it in months, when months were named.
- `missing_months`: how much is missing, in months.
- `years`: years to be paid ahead at once, with `payment_method` `multi_year`.
- `months`: another stretch that the person names in months.
"""

import re
from collections.abc import Iterator

from bot.understanding.entities.durations import Duration, durations
from bot.understanding.entities.reading import Found, Reading

_PAY = r"(?:dong|nop|dg|tra|mua|dog)"
_FILL = (
    r"(?:bhxh|bao hiem|xa hoi|tu nguyen|bat buoc|bhxhtn|tien|duoc|dk|tam|khoang|gan|hon|co|chung|tron|moi"
    r"|dung|ca thay|tong|tong cong|la|roi|do|tat ca|ngot|tren|hon|ngoai|cung|toi|len)"
)
_PAID_BEFORE = re.compile(
    rf"\b(?:(?:da|tung|dang|moi|vua) {_PAY}(?: {_FILL})*|{_PAY}(?: {_FILL})* (?:duoc|roi|co|moi|gan"
    rf"|hon)(?: {_FILL})*"
    rf"|(?:tham gia|lam|cong tac|di lam|theo)(?: {_FILL})* duoc(?: {_FILL})*|duoc(?: {_FILL})*"
    rf"|(?:truoc|hoi|ngay xua|cong ty|cty|bo doi|nha nuoc|lam truong|hop tac xa|bat buoc|xi nghiep)(?:"
    rf" [a-z]+){{0,3}} {_PAY}(?: {_FILL})*)$"
)
_PAY_BEFORE = re.compile(rf"\b{_PAY}(?: {_FILL})*$")
_HAVE_BEFORE = re.compile(rf"\b(?:co|co san|duoc|va|voi|cong|con)(?: {_FILL})*$")
_WORK_AFTER = re.compile(
    r"^(?:(?:dong|lam|o|di|bhxh|bao hiem) )*(?:cong ty|cty|bat buoc|bao hiem|bhxh|bo doi|nha nuoc|trong so"
    r"|tu nguyen|cong nhan|o cong ty|qua trinh|hoi|ngay xua|hoi xua|luc truoc|truoc day)\b"
)
_NOT_PAID = re.compile(
    r"\b(?:neu|phai|can|du|muon|se|them|toi thieu|it nhat|tiep|moi duoc|bao lau|trong vong|sau|sao|thieu"
    r"|bu|not|truoc|con|cho|toi khi|moi|hoac|hay)"
    r"(?: [a-z]+){0,1}$"
)
_HYPOTHETICAL = re.compile(
    rf"\b(?:neu|phai|can|muon|se|them|toi thieu|it nhat|tiep|du|gia su|chi can|chi)(?: [a-z]+)? ?{_PAY}(?:"
    rf" {_FILL})*$|\bdu(?: {_FILL})*$"
)
_ALREADY = re.compile(
    r"^(?:(?:bhxh|bao hiem|xa hoi|bat buoc|tu nguyen|lien|lien tuc|may|may thang|hon|o cong ty|cong ty)"
    r" )*(?:roi|r|doi|day roi|nay roi)\b"
)
_NOTHING_PAID = re.compile(
    r"\b(?:chua|ch|chua he|chua tung|chua bao gio|khong) (?:(?:tung|he|duoc|co|bao gio|tham gia) )*(?:dong"
    r"|nop|dog)(?: (?:bhxh|bao hiem|duoc|xa hoi))*"
    r" (?:(?:mot |1 )?(?:nam|lam|thang|ngay|dong|lan) (?:nao|lao)|bao gio|lan nao|gi|j|ngay nao|ti nao"
    r"|chut nao)\b"
    r"|\bchua bao gio (?:dong|nop|tham gia)\b|\bchua tung (?:dong|nop|tham gia)\b"
)
_MISSING = re.compile(
    r"\b(?:thieu|hut|khuyet|bu|not)(?: (?:mat|khoang|tam|moi|dung|co|den|toi|hon|gan|nhung|cac|cho|du|them"
    r"|bhxh|bao hiem))*$"
)
_MISSING_AFTER = re.compile(r"^(?:(?:bi|con|dang|ma|ma toi) )*(?:thieu|hut)\b")
_AHEAD = re.compile(
    rf"\b{_PAY}(?: [a-z]+)? (?:truoc|mot cuc|1 cuc|mot the|mot phat|1 phat|lien|lien tuc|gop|mot lan|1 lan"
    rf"|luon|mot luc|1 luc|mot mach)"
    r"(?: (?:khoang|tam|luon|lien|cho|ca|mot lan|trong|nhung|du|toi|den|luc|mot))*$"
)
_AT_ONCE = re.compile(
    r"^(?:(?:lien|luon|ve sau|toi|nua|no) )*(?:(?:mot|1|vao mot|cung mot|luon mot|lien mot) (?:lan|nan|luc"
    r"|cuc|phat|the|luot|dot|mach)|lien|luon|gop|truoc|ve sau|lien tuc)\b"
)


def find_paid_time(reading: Reading) -> Iterator[Found]:
    """Lengths of time by what they are about; those about the law's conditions are left out."""
    for match in _NOTHING_PAID.finditer(reading.plain):
        yield Found("years_paid", 0, *match.span())
    for duration in durations(reading):
        yield from _classified(reading, duration)


def _classified(reading: Reading, duration: Duration) -> Iterator[Found]:
    before, after = reading.before(duration.start, width=40), reading.after(duration.end)
    span = duration.start, duration.end
    if _MISSING.search(before) or _MISSING_AFTER.match(after):
        yield Found("missing_months", duration.months, *span)
    elif _is_ahead(duration, before, after):
        yield Found("years", duration.months // 12, *span)
        yield Found("payment_method", "multi_year", *span)
    elif _is_paid(reading, duration, before, after):
        yield Found("years_paid", duration.months // 12, *span)
        if duration.names_months:
            yield Found("months_paid", duration.months, *span)
    elif duration.names_months and duration.months > 1:
        yield Found("months", duration.months, *span)


def _is_ahead(duration: Duration, before: str, after: str) -> bool:
    if duration.months % 12 or duration.months < 24 or _ALREADY.match(after):
        return False
    return bool(_AHEAD.search(before) or (_PAY_BEFORE.search(before) and _AT_ONCE.match(after)))


def _is_paid(reading: Reading, duration: Duration, before: str, after: str) -> bool:
    if reading.is_whole(duration.start, duration.end):
        return True
    if _HYPOTHETICAL.search(before):
        return False
    if _PAID_BEFORE.search(before):
        return True
    if _ALREADY.match(after) and re.search(rf"\b(?:{_PAY}|tham gia)\b", before):
        return True
    if _PAY_BEFORE.search(before) and reading.is_whole(_pay_start(reading, duration), duration.end):
        return True
    return bool(_HAVE_BEFORE.search(before) and _WORK_AFTER.match(after))


def _pay_start(reading: Reading, duration: Duration) -> int:
    """Where the paying word before a length of time begins."""
    before = reading.plain[: duration.start]
    found = list(re.finditer(rf"\b{_PAY}\b", before[-40:]))
    return duration.start - len(before[-40:]) + found[-1].start() if found else duration.start
