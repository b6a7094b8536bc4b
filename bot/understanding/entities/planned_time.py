"""A length of time that is neither paid nor missing: planned or supposed, or paid for and not needed.

- `planned_months`: how long will be paid in all ("nếu đóng 20 năm", "đóng tiếp đến 20 năm", "nam đóng 24 năm").
- `more_months`: how long will be paid from now on ("đóng thêm 10 năm nữa").
- `supported_months`: how long the State has added its share already ("được hỗ trợ 119 tháng rồi").
- `skip_months`: how many months of each year will be left out ("mỗi năm đóng 8 tháng" leaves out four).
- `months_left`: months paid for that are not needed any more ("còn 4 tháng chưa dùng", "trùng 3 tháng").
"""

import re
from collections.abc import Iterator

from bot.understanding.entities.durations import Duration
from bot.understanding.entities.reading import Found

_PAY = r"(?:dong|nop|lop|dg|mua|tham gia|theo)"
_FILL = (
    r"(?:bhxh|bao hiem|xa hoi|tu nguyen|tien|khoang|tam|chung|duoc|lien tuc|lien|deu|roi|moi|cu|ca|la"
    r"|muc (?:thap nhat|cao nhat|\S+(?: (?:trieu|tr|nghin|ngan|dong|ruoi))*)|hang thang|moi thang)"
)
_UP_TO = (
    r"(?:cho|trong|trong vong|du|den|toi|tron|het|len|thanh|tong|tong cong|ca thay"
    r"|cho du|cho den|cho toi|cho tron)"
)
# Time that goes by without paying, or in which money is drawn.
_OTHER_TIME = re.compile(
    r"\b(?:nghi|bo|ngung|dung|tam dung|quen|cham|tre|muon|linh|huong|nhan|sinh|bau|thai|song|cho|doi|cach|sau"
    r"|trong|truoc|thoi han|han|phat|vay|hua|lo|thieu)(?: (?:dong|nop|han|luong|huu|duoc|mat|them|con|ca))*$"
)
_IN_ALL = re.compile(
    rf"\b{_PAY}(?: {_FILL})*(?: (?:them|tiep|lai|not))?(?: {_FILL})*(?: {_UP_TO})+(?: {_FILL})*$"
    rf"|\b(?:du|tron)(?: {_FILL})*$|\b(?:neu|muon|du dinh|se)\b[^.;?!]{{0,20}} (?:tong cong|tong|ca thay)(?: {_FILL})*$"
)
_FURTHER = re.compile(rf"\b(?:{_PAY}(?: {_FILL})* (?:them|tiep|not|lai)|them|tiep tuc {_PAY})(?: {_FILL})*$")
_AGAIN_AFTER = re.compile(r"^(?:nua|them)\b")
_PAYING = re.compile(rf"\b{_PAY}(?: {_FILL})*$")
# "Nam 24 năm mức 5 triệu", "lương hưu 20 năm": what stands alone beside a person or a pension.
_ALONE = re.compile(r"(?:^|[,;:] ?|\b(?:nam|nu|luong huu|huu|toi|em|voi|muc|the|con|vay|neu)) ?$")
# "1 năm hết bao nhiêu": what a year costs.
_COST_AFTER = re.compile(
    r"^(?:thi |toi |em |minh |phai |can )*(?:dong |nop |het |mat |ton |dong het |phai nop )+(?:bao nhieu|may)\b"
)
_LEFT_BEFORE = re.compile(
    r"\b(?:con|con lai|con du|con thua|thua|du|trung|chong|du ra|trung nhau|dong trung|dong thua|nop thua"
    r"|chua dung|trung mat|du mat)(?: (?:lai|mat|khoang|tam|nhau|mat|den|toi|tan|la|ra|moi|duoc))*$"
)
_LEFT_AFTER = re.compile(r"^(?:chua (?:dung|su dung|toi|den)|bi trung|trung|du ra|con lai|thua)\b")
# In months: shorter plans are about a period, and a length that stands alone may be anything.
_SHORTEST, _SHORTEST_ALONE = 12, 120
_YEAR = 12


_EACH_YEAR = r"\b(?:moi|mot|1|trong) nam"
_YEARLY_PAYING = re.compile(
    rf"{_EACH_YEAR}(?: (?:chi|toi|em|minh|co|cung|duoc|se|muon)){{0,3}} {_PAY}(?: {_FILL}| chi| duoc| du)*$"
    rf"|\b{_PAY}(?: {_FILL})* moi nam(?: {_FILL}| chi| duoc| du)*$"
)
_YEARLY_PAUSE = re.compile(
    rf"{_EACH_YEAR}(?: [a-z]+){{0,3}} (?:nghi|bo|tam nghi)(?: dong| khong dong| mat)*$"
)
_PAUSE_EACH_YEAR_AFTER = re.compile(r"^(?:moi|mot|1|trong|/) ?nam\b")
_SUPPORTED = re.compile(r"\bho tro(?: (?:duoc|du|het|roi|tien|dong|da|toi|den|ca|xong|qua))*$")
_PAUSING = re.compile(r"\b(?:nghi|bo|tam nghi|khong dong)(?: dong)*$")


def find_planned_time(duration: Duration, before: str, after: str) -> Iterator[Found]:
    """What a length of time is planned or left for; nothing where it is about something else."""
    span = duration.start, duration.end
    if not duration.months or after.startswith("tuoi"):
        return
    if duration.names_months and _SUPPORTED.search(before):
        yield Found("supported_months", duration.months, *span)
    elif duration.names_months and (_LEFT_BEFORE.search(before) or _LEFT_AFTER.match(after)):
        yield Found("months_left", duration.months, *span)
    elif _IN_ALL.search(before):
        yield Found("planned_months", duration.months, *span)
    elif _OTHER_TIME.search(before):
        return
    elif duration.months == _YEAR and _COST_AFTER.match(after):
        yield Found("planned_months", duration.months, *span)
    elif _FURTHER.search(before) or (_PAYING.search(before) and _AGAIN_AFTER.match(after)):
        yield Found("more_months", duration.months, *span)
    elif _is_whole_plan(duration, before, after):
        yield Found("planned_months", duration.months, *span)


def skipped_months(duration: Duration, before: str, after: str) -> int | None:
    """How many months of each year are left out, where the duration tells that."""
    if not duration.names_months or not 0 < duration.months < _YEAR:
        return None
    if _YEARLY_PAYING.search(before) or (_PAYING.search(before) and _PAUSE_EACH_YEAR_AFTER.match(after)):
        return _YEAR - duration.months
    pausing = _PAUSING.search(before) and _PAUSE_EACH_YEAR_AFTER.match(after)
    return duration.months if _YEARLY_PAUSE.search(before) or pausing else None


def _is_whole_plan(duration: Duration, before: str, after: str) -> bool:
    if _PAYING.search(before):
        return duration.months >= _SHORTEST
    stands_alone = _ALONE.search(before) and not _AGAIN_AFTER.match(after)
    return bool(stands_alone) and duration.months >= _SHORTEST_ALONE
