"""What a length of time is about: paid already, missing, to be paid ahead at once, or another stretch of months.

- `years_paid`: whole years already paid; `months_paid`: all of it in months, when months were named.
- `missing_months`: how much is missing, in months.
- `years`: years to be paid ahead at once, with `payment_method` `multi_year`.
- `months`: another stretch of paying that the person names in months.

What is only planned or supposed ("nếu đóng 20 năm") is told apart in `planned_time`.
"""

import re
from collections.abc import Iterator

from bot.understanding.entities.durations import Duration, durations
from bot.understanding.entities.planned_time import find_planned_time, skipped_months
from bot.understanding.entities.reading import Found, Reading, Spelling

_PAY = r"(?:dong|nop|lop|dg|mua|tham gia)"
_FILL = (
    r"(?:bhxh|bao hiem|xa hoi|tu nguyen|bat buoc|tien|duoc|tam|khoang|gan|hon|co|chung|tron|moi|dung"
    r"|ca thay|tong|tong cong|la|roi|do|tat ca|ngot|tren|ngoai|cung|len|them|o cong ty|cong ty"
    r"|muc thap nhat|cong viec|chua day|nhoi|da)"
)
_PAID_BEFORE = re.compile(
    rf"\b(?:(?:da|tung|dang|moi|vua) {_PAY}(?: {_FILL})*"
    r"|(?:moi|da|vua) (?:dung|su dung|xai)(?: (?:het|duoc|toi))*"
    rf"|{_PAY}(?: {_FILL})* (?:duoc|roi|co|moi|gan|hon)(?: {_FILL})*"
    rf"|(?:truoc|hoi|ngay xua|hoi truoc|luc truoc|nha nuoc|lam truong|xi nghiep|bo doi"
    rf"|cong nhan)(?: [a-z]+){{0,5}} {_PAY}(?: {_FILL})*"
    rf"|(?:lam|cong tac|tham gia|di lam)(?: (?!duoc|huu|moi)[a-z]+){{0,4}} duoc(?: {_FILL})*"
    rf"|bat buoc(?: {_FILL})*|tu nguyen duoc(?: {_FILL})*)$"
)
_WORKED_FOR = re.compile(
    r"\b(?:cong ty|nha nuoc|cong nhan|hop tac xa|lam truong|xi nghiep|bo doi|nha may|nong truong)\b"
)
_WORKPLACE = (
    r"(?:cong ty|cty|xi nghiep|nha may|lam truong|nong truong|lam nghiep|hop tac xa|htx|bo doi|nha nuoc|co quan"
    r"|uy ban|ubnd|xuong|cong nhan|khu cong nghiep|kcn|mo than|buu dien|tram y te|truong hoc|giao vien|mau giao)"
)
_WORKED_AT = re.compile(rf"\b(?:lam|o|di|cong tac|cho|trong|vao)(?: [a-z]+)? {_WORKPLACE}(?: [a-z]+){{0,2}}$")
_SINCE = re.compile(
    rf"\b{_PAY}\b[^.;?!]{{0,40}}? (?:duoc|roi|moi duoc|moi)(?: (?:gan|hon|khoang|tam|chung|tron))*$"
)
_PAYING_CLAUSE = re.compile(rf"(?<!bo )(?<!nghi )(?<!ngung )(?<!dung )(?<!quen )\b{_PAY}\b[^,.;?!]{{0,40}}$")
_PAY_BEFORE = re.compile(rf"\b{_PAY}(?: {_FILL})*$")
# "Tổng là 7 năm 4 tháng": what the books add up to.
_SUM_BEFORE = re.compile(
    r"^(?:(?!neu|muon|se|du|dinh|phai|can)[a-z]+ ){0,4}(?:tong cong|tong|ca thay|cong lai)"
    r"(?: (?:la|duoc|co|khoang|tam|toi|em|chung|cua|so|thoi gian|tat ca|het))*$"
)
_HAVE_BEFORE = re.compile(
    rf"\b(?:(?:da|dang|moi|chi|ca thay|tong cong|tong)(?: chi)? (?:co|duoc)|co|duoc|tong|tong cong|va|voi"
    rf"|cong)(?: {_FILL})*$"
)
_WORK_AFTER = re.compile(
    rf"^dong(?: (?:o|tai))? (?:day|do|ay|roi)\b"
    rf"|^(?:(?:dong|lam|o|di|bhxh|bao hiem|tham gia|cong tac|cho|trong|ben|hoi|viec) )*(?:{_WORKPLACE}|bat buoc"
    r"|bao hiem|bhxh|trong so|tu nguyen|cong tac|qua trinh|hoi di|hoi|ngay xua|luc truoc|truoc day|tu hoi|lam o)\b"
)
# "8 năm bảo hiểm": a length of insurance is one that was paid.
_OF_INSURANCE = re.compile(r"^(?:bhxh|bao hiem)\b")
_OTHER_INSURANCE = re.compile(r"^(?:bhyt|bao hiem (?:y te|that nghiep|nhan tho))\b")
_SUPPOSED = re.compile(
    rf"\b(?:(?:neu|phai|can|muon|se|toi thieu|it nhat|tiep|gia su|chi can|nen|dinh|bat dau|moi nam"
    rf"|thu)(?: [a-z]+){{0,2}} (?:{_PAY}|duoc)(?: {_FILL})*|du(?: {_FILL})*|nghi (?:dong )?(?:do)?"
    rf"|bo (?:dong|han)?|ngung(?: dong)?|tam (?:dung|ngung)|huu duoc|linh(?: huu)? duoc|sinh duoc"
    rf"|bau duoc|thai duoc|bao lau|chua duoc|chua|them|nua|thoi han"
    rf"|{_PAY} (?:them|tiep|cham|muon|trung|thua)(?: [a-z]+)?|trong|sau|truoc)$"
)
_ALREADY = re.compile(
    r"^(?:(?:bhxh|bao hiem|xa hoi|bat buoc|tu nguyen|lien|lien tuc|may thang|hon|may) )*(?:roi|doi"
    r"|day roi|nay roi)\b(?! (?:moi|dong))"
)
_SPELLING = Spelling(
    "đóng nộp lộp mua được gần hơn có mới đã từng đang vừa trước rồi dồi đủ phải cần muốn sẽ thiếu còn"
    " bù nốt trả lĩnh hưu chưa chửa nghỉ bỏ nào lào"
)
_NOTHING_PAID = re.compile(
    r"(?<!neu )(?<!lo )(?<!nho )\b(?:chua|ch|chua he|chua tung|chua bao gio|khong)"
    r" (?:(?:tung|he|duoc|co|bao gio) )*(?:dong|nop|tham gia)(?: (?:bhxh|bao hiem|duoc|xa hoi))*"
    r" (?:(?:mot |1 )?(?:nam|lam|thang|ngay|dong|lan) (?:nao"
    r"|lao)|bao gio|lan nao|gi|chi het|chi ca|j|ngay nao|ti nao|chut nao)\b(?! mat mua| that bat)"
    r"|\bchua (?:bao gio|tung) (?:dong|nop|tham gia)\b|\bchua co nam nao\b"
)
_MISSING_BEFORE = re.compile(
    r"\b(?:thieu|hut|khuyet|bu"
    r"|not)(?: (?:mat|khoang|tam|moi|dung|co|den|toi|hon|gan|nhung|cac|cho|them|bhxh|bao hiem|toi da"
    r"|mot lan|1 lan|so))*$"
)
_MISSING_AFTER = re.compile(r"^(?:(?:bi|con|dang|ma|ma toi|nua) )*(?:thieu|hut)\b|^con lai\b")
_AHEAD_BEFORE = re.compile(
    rf"\b(?:{_PAY}(?: [a-z]+)? (?:truoc|mot cuc|1 cuc|mot the|mot phat|1 phat|lien|lien tuc|gop|mot lan"
    rf"|1 lan|luon|mot luc|1 luc|mot mach)|(?:tra|dua|gui)(?: tien)? truoc)"
    r"(?: (?:khoang|tam|luon|lien|cho|ca|mot lan|trong|nhung|toi|den|luc|mot))*$"
)
_AT_ONCE = r"(?:mot|1) (?:lan|nan|luc|cuc|phat|the|luot|dot|mach|ban|bua)"
_AT_ONCE_AFTER = re.compile(
    rf"^(?:(?:lien|luon|ve sau|toi|no|vao|cung|luon) )*(?:{_AT_ONCE}|lien|luon|gop|truoc|ve sau|lien tuc)\b"
)
# "5 năm luôn thì sao", "thế 3 năm một lúc": a text that begins with the time itself.
_GOES_ON = re.compile(r"(?:(?:the|con|vay|a|u|neu|ma|thi|hay)[ ,]*)*")
_LUMPED_AFTER = re.compile(r"^(?:luon|(?:mot|1) luc)\b")
# Nobody pays longer ahead at once; "đóng liên tục 22 năm" is a life's plan.
_LONGEST_AHEAD = 120
# "Được 13 năm, còn thiếu 2 năm": what stands before what is missing has been paid.
_STILL_MISSING = re.compile(r"^(?:roi ?)?,? ?(?:con|van|bi) (?:con )?(?:thieu|hut) ")
_THEN_PAID_AT_ONCE = re.compile(rf"^(?:toi |em )?(?:{_PAY}|tra)(?: luon| lien| gop| vao)? {_AT_ONCE}\b")


def find_paid_time(reading: Reading) -> Iterator[Found]:
    """Lengths of time by what they are about."""
    plain = reading.plain_as(_SPELLING)
    for match in _NOTHING_PAID.finditer(plain):
        yield Found("years_paid", 0, *match.span())
    for duration in durations(reading):
        before = plain[max(0, duration.start - 60) : duration.start].rstrip()
        after = plain[duration.end :][:40].lstrip()
        # "Mỗi năm" is spelled as nothing else here is, so it is looked for in the text as it stands.
        around = reading.before(duration.start, width=60), reading.after(duration.end, width=40)
        if skipped := skipped_months(duration, *around):
            yield Found("skip_months", skipped, duration.start, duration.end)
        else:
            yield from _classified(reading, duration, before=before, after=after)


def _classified(reading: Reading, duration: Duration, *, before: str, after: str) -> Iterator[Found]:
    span = duration.start, duration.end
    if _MISSING_BEFORE.search(before) or _MISSING_AFTER.match(after):
        if duration.months:
            yield Found("missing_months", duration.months, *span)
    elif _is_ahead(duration, before, after):
        yield Found("years", duration.months // 12, *span)
        yield Found("payment_method", "multi_year", *span)
    elif not _OTHER_INSURANCE.match(after) and _is_paid(reading, duration, before, after):
        yield Found("years_paid", duration.months // 12, *span)
        if duration.names_months:
            yield Found("months_paid", duration.months, *span)
    elif planned := list(find_planned_time(duration, before, after)):
        yield from planned
    elif duration.names_months and duration.months > 1 and _is_about_paying(before, after):
        yield Found("months", duration.months, *span)


def _is_ahead(duration: Duration, before: str, after: str) -> bool:
    if (
        duration.months % 12
        or not 24 <= duration.months <= _LONGEST_AHEAD
        or _ALREADY.match(after)
        or after.startswith("cuoi")
    ):
        return False
    if _AHEAD_BEFORE.search(before) or _THEN_PAID_AT_ONCE.match(after):
        return True
    if _GOES_ON.fullmatch(before):
        return bool(_LUMPED_AFTER.match(after))
    return bool(_PAY_BEFORE.search(before) and _AT_ONCE_AFTER.match(after))


def _is_paid(reading: Reading, duration: Duration, before: str, after: str) -> bool:
    if reading.is_whole(_pay_start(duration, before), duration.end):
        return True
    already = (_ALREADY.match(after) and _PAYING_CLAUSE.search(before)) or (
        duration.names_months and _SUM_BEFORE.match(before)
    )
    if already or (duration.months >= 12 and _STILL_MISSING.match(after)):
        return True
    if _SUPPOSED.search(before):
        return False
    if _PAID_BEFORE.search(before) or _SINCE.search(before) or _is_time_of_work(duration, before, after):
        return True
    if _PAY_BEFORE.search(before) and not before.endswith(" muc dong"):
        return bool(_WORK_AFTER.match(after) or _WORKED_FOR.search(before))
    return bool(
        _HAVE_BEFORE.search(before) and (_WORK_AFTER.match(after) or _tells_a_length(duration, before, after))
    )


def _is_time_of_work(duration: Duration, before: str, after: str) -> bool:
    """ "Làm ở nhà máy 6 năm", "8 năm bảo hiểm": years in a job that insures, unless away from it or still to come."""
    if duration.months < 12 or re.search(r"\bnghi\b", before) or after.startswith(("nua", "thi ")):
        return False
    insured = _OF_INSURANCE.match(after) and not _PAY_BEFORE.search(before)
    return bool(insured or _WORKED_AT.search(before))


def _tells_a_length(duration: Duration, before: str, after: str) -> bool:
    """ "Có 15 năm 2 tháng", "mới có 11 năm", "có 10n muốn đóng nốt": a length that somebody has."""
    has = re.search(rf"\b(?:co|moi duoc)(?: {_FILL})*$", before)
    stands = (
        not after
        or not after[0].isalnum()
        or re.match(r"(?:muon|gio|thi|roi|ma|nghi|con|nay|lam|dong not|dong luon)\b", after)
    )
    return bool(has and (duration.names_months or stands)) and duration.months >= 12


def _pay_start(duration: Duration, before: str) -> int:
    """Where the words of paying right before a length of time begin."""
    found = _PAY_BEFORE.search(before)
    return duration.start - (len(before) - found.start()) - 1 if found else duration.start


def _is_about_paying(before: str, after: str) -> bool:
    return bool(re.search(rf"\b{_PAY}(?: [a-z]+){{0,2}}$", before) or _WORK_AFTER.match(after))
