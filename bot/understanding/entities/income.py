"""The monthly income a person earns or chooses to pay on; other sums are reported as plain `money`.

- `income`: đồng a month (a yearly sum is divided by twelve), or "minimum" or "maximum"; of a range
  ("5-6 triệu") the lower end, the upper end being `income_high`.
- `money`: a sum that is said to be something else: a payment, a pension, a fee, a sum a day or a harvest.
"""

import re
from collections.abc import Iterator

from bot.understanding.entities.amounts import Amount, amounts
from bot.understanding.entities.reading import Found, Reading, Spelling

# The law's choice lies between the poverty line and twenty times the reference level; people name less and more.
_PLAUSIBLE = range(100_000, 1_000_000_001)
# A sum below this is an income only when it is called one: it is about what is paid a month.
_PAYMENT_LIMIT = 1_000_000
# A sum above this too: "bác có 200 triệu" is what somebody has put by.
_PILE = 60_000_000
_MONTHS_A_YEAR = 12
_WIDTH = 40

_INCOME = re.compile(
    r"\b(?:thu nhap|muc|luong|kiem|lam ra|thu ve|lai|tn|khai|thu duoc|tien cong|can cu"
    r"|bqtn)(?: (?!huu|co so|ho tro)[a-z]+){0,4}$"
)
_OTHER = re.compile(
    r"\b(?:ho tro|luong huu|huu|linh|nhan|tro cap|thai san|mai tang|tuat|mat|le phi|phi|lua|gia|gui"
    r"|tiet kiem|vay|no|phat|chuan ngheo|ngheo len|tham chieu|co so|rut|thuong|coc|chuyen khoan|chuyen"
    r"|bi tru|tong cong|tat ca|ve gia|gia co|duoc huong|huong|nap|tra lai|du|nhan tho|doanh thu|quang cao"
    r"|tro|sua|hoc phi|tien hoc|thue nha|mua so)(?: [a-z]+){0,3}$"
)
# What the law is said to raise: "nghe bảo từ 2027 tăng lên 2 triệu 2".
_RAISED = re.compile(r"\b(?:nghe (?:noi|bao|don)|tu (?:nam )?20\d\d|sang nam)\b[^.;?!]{0,24} tang\b[^.;?!]*$")
# Talk in which a sum is hardly ever an income.
_OTHER_TALK = re.compile(
    r"\b(?:sinh con|thai san|mai tang|lua dao|bi lua|vay|the dien thoai|de con|mot con|moi con|lan sinh"
    r"|mot ngay cong)\b"
)
_PAID = re.compile(
    r"\b(?:dong|nop|tra|bo ra|bo|gop"
    r"|chi)(?: (?:tam|khoang|chung|co|duoc|tien|them|moi thang|hang thang|phi|luon|chi|moi quy|ra))*$"
)
# "Bình quân ngày xưa tôi đóng 5 triệu": the income on which was paid, as books and slips name it.
_AVERAGE = re.compile(r"\b(?:binh quan|trung binh|tb|muc|bqtl)(?: [a-z]+){0,5} (?:dong|nop)(?: [a-z]+){0,2}$")
# "Mỗi năm đóng được 10 triệu": a year's budget, told by the month.
_SUM_FOLLOWS = r"(?: (?!muc|thu|luong|tinh|theo)[a-z]+){0,3}$"
_BUDGET = re.compile(
    r"\b(?:mot|1|moi|hang|ca) (?:nam|lam)\b[^.;?!\d]{0,24}\b(?:dong|nop|bo ra|gop|danh|trich|de danh)"
    rf"{_SUM_FOLLOWS}|\b(?:dong|nop|bo ra|gop|danh|trich) (?:mot|1|moi|hang|ca) nam{_SUM_FOLLOWS}"
)
_MONTH_AFTER = re.compile(r"^(?:/ ?|mot |1 |moi |hang )?(?:thang|th|t)\b")
_MONTH_BEFORE = re.compile(r"\bthang(?: [a-z]+){0,3}$")
_YEAR_AFTER = re.compile(
    r"^(?:/ ?|mot |1 |moi |hang |tren |ca )?nam\b(?! (?:nay|ngoai|sau|truoc|tuoi|tram|muoi|sinh|\d))"
)
_EARNS = r"(?: (?:toi|em|minh|chau|bac|chi|thu|ve|duoc|chung|khoang|lai|kiem|nha|tam|co|cung|du|gan|hon|ban))"
_YEAR_BEFORE = re.compile(
    rf"\b(?:mot|1|moi|hang|ca|lam|tinh ra|trung binh|tb|binh quan) (?:nam|lam){_EARNS}{{0,5}}$"
    rf"|(?:^|[^\w\s] ?|\bcu |\bthi )nam{_EARNS}{{1,5}}$"
    r"|\b(?:mot|1|moi|ca) nam [^.;?!]{1,16} (?:cong lai|tong cong|ca thay|gop lai|tinh ra)(?: [a-z]+){0,2}$"
    r"|\bnam (?:ngoai|vua roi|roi|truoc)(?: [a-z]+){0,2} (?:thu|lai|ban|kiem)(?: [a-z]+){0,3}$"
)
_PERIOD_AFTER = re.compile(
    r"^(?:/ ?|mot |1 |moi |hang |tren )(?:ngay|buoi|cong|gio|vu|lua|tuan|lan|chuyen|suat|con|sao|mau|tan"
    r"|ta|kg|can|yen)\b"
)
_PERIOD_BEFORE = re.compile(
    r"\b(?:(?:moi|mot|1|tung) (?:ngay|buoi|vu|lua|tuan)|(?:tien )?ngay cong|vu (?:mua|chiem|dong|vai)"
    r"|mua vai|lam \w+ ngay|ngay(?! (?:xua|truoc|ay|do)\b))(?: (?!thang)[a-z]+){0,3}$"
)
_EXTREME = re.compile(
    r"\b(?P<named>(?:(?:muc thu nhap|thu nhap|muc dong|muc luong|muc"
    r"|luong)(?: o)?(?: muc)? )?)(?P<word>thap nhat|toi thieu|nho nhat|be nhat|it nhat|bet dem|bet nhat"
    r"|bet|san|cao nhat|toi da|lon nhat|kich tran|tran|max|min)\b"
)
_EXTREME_SPELLING = Spelling("thấp nhất tối thiểu nhỏ bé ít bét sàn cao đa lớn kịch trần mức lương thu nhập")
_MAXIMUM = {"cao nhat", "toi da", "lon nhat", "kich tran", "tran", "max"}
# These need "mức" before them; alone they are other words too.
_WEAK = {"san", "tran", "nho nhat", "be nhat", "it nhat", "lon nhat", "bet"}
_CHOOSING = re.compile(
    r"\b(?:dong|chon|lay|khai|nop|tinh|dung|dang ky|dk|(?<!keo )theo|voi|xuong|ve|len|nhan"
    r"|cho(?: toi| em| minh)?|thang|thieu|bu|2 vc em"
    r"|tham gia|cu|xin|hang)(?: (?:o|theo|voi|cai|tai|bhxh|bao hiem|cho|toi|em|noi|thoi|la|cu|toan|duoc))*$"
)
# What is paid or received on that level, which the person takes as given.
_TAKEN_AS_GIVEN = re.compile(
    r"^(?:,? ?thi (?!(?:la )?(?:bao nhieu|may|gi|sao|the nao|co)\b)"
    r"|ma (?:lam|dong|nop|tinh|dang ky|ghi|khai|chon|lay)\b"
    r"|(?:(?:moi|mot|1|hang|tung) (?:thang|quy|nam|lan) |(?:toi|em|minh|chau|nha toi|nha em|con|phai|can|se"
    r"|sau ho tro|ho tro xong) )*(?:dong|nop|tra|het|mat|ton|bo ra|linh"
    r"|(?:moi|mot|1|hang) (?:thang|quy|nam|lan) (?:bao nhieu|may))\b(?! (?:la|duoc chon)\b))"
)
_NAMED_AS = re.compile(r"^(?:[a-z]+ ){0,5}?la (?:bao nhieu|may|gi|\d)")
# A time that is paid for, or a rhythm: "trước 4 năm mức thấp nhất", "cả năm mức thấp nhất".
_TIME_BEFORE = re.compile(
    r"\b(?:dong|nop|tra|tinh)\b[^.;?!]{0,28} (?:\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|lam|ca|theo|tung|hang"
    r"|moi|mot lan|1 lan)(?: (?:nam|thang|quy|lan))?,?$"
)
_BESIDE = re.compile(r"\b(?:tang|giam|nang|ha|doi|duoi|tren|hon|qua|vuot|bang|quy dinh|cao hon|thap hon)$")
_ENDS = re.compile(r"^(?:$|[^\w\s]|(?:thoi|nhe|nha|a|di|cho|het|em|ad|day|vay|roi|la xong)\b)")
_ASKED = re.compile(r"^(?:[a-z]+ ){0,4}?(?:la )?(?:bao nhieu|may|gi|the nao|ra sao|nhieu|bao lam)\b")


def find_income(reading: Reading) -> Iterator[Found]:
    """Incomes and other sums, from left to right."""
    is_other_talk = bool(_OTHER_TALK.search(reading.plain))
    for amount in amounts(reading):
        yield from _classified(reading, amount, is_other_talk=is_other_talk)
    yield from _extremes(reading)


def _classified(reading: Reading, amount: Amount, *, is_other_talk: bool) -> Iterator[Found]:
    if _is_budget(reading, amount):
        yield Found("money", round(amount.value / _MONTHS_A_YEAR), amount.start, amount.end)
        return
    divisor = _months(reading, amount)
    if divisor is None or amount.value not in _PLAUSIBLE or not _is_income(reading, amount, is_other_talk):
        yield Found("money", amount.value, amount.start, amount.end)
        return
    yield Found("income", round(amount.value / divisor), amount.start, amount.end)
    if amount.high is not None:
        yield Found("income_high", round(amount.high / divisor), amount.start, amount.end)


def _is_budget(reading: Reading, amount: Amount) -> bool:
    """Whether the sum is what somebody can pay in a whole year."""
    before, after = reading.before(amount.start, width=_WIDTH), reading.after(amount.end)
    if _MONTH_AFTER.match(after) or amount.value < _PAYMENT_LIMIT:
        return False
    return bool(_BUDGET.search(before) or (_PAID.search(before) and _YEAR_AFTER.match(after)))


def _months(reading: Reading, amount: Amount) -> int | None:
    """How many months the sum is for; None when it is for a day, a harvest or a piece."""
    after, before = reading.after(amount.end), reading.before(amount.start, width=_WIDTH)
    if _MONTH_AFTER.match(after):
        return 1
    if _YEAR_AFTER.match(after):
        return _MONTHS_A_YEAR
    if _PERIOD_AFTER.match(after) or _PERIOD_BEFORE.search(before):
        return None
    return _MONTHS_A_YEAR if _YEAR_BEFORE.search(before) else 1


def _is_income(reading: Reading, amount: Amount, is_other_talk: bool) -> bool:
    before = reading.before(amount.start, width=_WIDTH)
    if _RAISED.search(reading.before(amount.start, width=2 * _WIDTH)):
        return False
    income, other = _INCOME.search(before), _OTHER.search(before)
    if income and not (other and other.start() > income.start()):
        return True
    if amount.value >= _PAYMENT_LIMIT and _AVERAGE.search(before):
        return True
    if other or is_other_talk or _is_pile(reading, amount):
        return False
    small = amount.value < _PAYMENT_LIMIT
    if small and _PAID.search(before):
        return False
    return not small or reading.is_whole(amount.start, amount.end)


def _is_pile(reading: Reading, amount: Amount) -> bool:
    """Whether a sum said among other words is more than anybody has a month."""
    before = reading.before(amount.start)
    told = not before.strip() or _MONTH_BEFORE.search(before) or _MONTH_AFTER.match(reading.after(amount.end))
    return amount.value / (_months(reading, amount) or 1) > _PILE and not told


def _extremes(reading: Reading) -> Iterator[Found]:
    for match in _EXTREME.finditer(reading.plain_as(_EXTREME_SPELLING)):
        if _is_chosen(reading, match):
            value = "maximum" if match.group("word") in _MAXIMUM else "minimum"
            yield Found("income", value, *match.span())


def _is_chosen(reading: Reading, match: re.Match[str]) -> bool:
    """Whether the person means that level for themselves; "mức thấp nhất là bao nhiêu" asks what it is."""
    named = bool(match.group("named"))
    if reading.is_whole(*match.span()):
        return named or match.group("word") not in _WEAK or match.group("word") == "it nhat"
    before, after = reading.before(match.start(), width=_WIDTH), reading.after(match.end(), width=48)
    chosen, ends = _CHOOSING.search(before), bool(_ENDS.match(after) and not _ASKED.match(after))
    if not named:
        strong = match.group("word") not in _WEAK or match.group("word") in {"bet", "be nhat"}
        return bool(chosen and strong and ends)
    if chosen or _BESIDE.search(before):
        return bool(chosen)
    return ends or _is_given(before, after)


def _is_given(before: str, after: str) -> bool:
    """Whether the level is taken as given: what is paid on it is asked, not the level itself."""
    if _NAMED_AS.match(after):
        return False
    return bool(_TAKEN_AS_GIVEN.match(after) or _TIME_BEFORE.search(before))
