"""The monthly income a person earns or chooses to pay on; other sums are reported as plain `money`.

- `income`: đồng a month (a yearly sum is divided by twelve), or "minimum" or "maximum"; of a range
  ("5-6 triệu") the lower end, the upper end being `income_high`.
- `money`: a sum that is said to be something else: a payment, a pension, a fee, a sum a day or a harvest.
"""

import re
from collections.abc import Iterator

from bot.understanding.entities.amounts import Amount, amounts
from bot.understanding.entities.reading import Found, Reading

# The law's choice lies between the poverty line and twenty times the reference level; people name less and more.
_PLAUSIBLE = range(100_000, 1_000_000_001)
# A sum below this after "đóng" is what is paid, not what it is computed from.
_PAYMENT_LIMIT = 1_000_000
_MONTHS_A_YEAR = 12

_OTHER_SUM = re.compile(
    r"\b(?:ho tro|luong huu|huu|linh|nhan|tro cap|thai san|mai tang|tuat|mat|phi|le phi|lua|gia|gui|tiet"
    r" kiem|vay|no|phat"
    r"|chuan ngheo|tham chieu|rut|thuong|qua|tang|hoa hong|ky quy|coc|chuyen khoan|chuyen|bi tru|tong(?:"
    r" cong)?|tat ca"
    r"|ve huu|duoc huong|huong|tien ve|con lai|bao hiem y te|bhyt)"
    r"(?: [a-z]+){0,3}$"
)
_PAID = re.compile(
    r"\b(?:dong|nop|tra|bo ra|ton|het)(?: (?:tam|khoang|chung|co|duoc|tien|them|moi thang|hang thang|phi))*$"
)
_INCOME_WORD = re.compile(
    r"\b(?:thu nhap|muc|luong|kiem|lam ra|thu ve|lai|tn|khai|chon|lay|theo|tinh|thu|tien cong|cong|ban"
    r"|bqtn)(?: [a-z]+){0,4}$"
)
_A_YEAR_AFTER = re.compile(
    r"^(?:/ ?|mot |1 |moi |hang |tren |mot cai |ca )?nam\b(?! (?:nay|ngoai|sau|truoc|tuoi|tram|muoi))"
)
_A_YEAR_BEFORE = re.compile(r"\b(?:mot|1|moi|hang|ca|lam) (?:nam|lam)(?: [a-z]+){0,4}$")
_ANOTHER_PERIOD = re.compile(
    r"^(?:/ ?|mot |1 |moi |hang |tren )(?:ngay|buoi|cong|gio|vu|lua|quy|tuan|lan|chuyen|suat|con|sao|mau"
    r"|tan|ta|kg|nguoi)\b"
)
_ANOTHER_PERIOD_BEFORE = re.compile(
    r"\b(?:mot|1|moi|hang|ngay cong|tien cong) ?(?:ngay|buoi|cong|vu(?: [a-z]+)?|lua(?: [a-z]+)?|quy"
    r"|tuan)?(?: [a-z]+){0,2}$"
)
_PERIOD_WORD = re.compile(
    r"\b(?:(?:moi|mot|1) (?:ngay|buoi|vu|lua|quy|tuan)|ngay cong|vu (?:mua|chiem|dong))\b"
)
_EXTREME = re.compile(
    r"\b(?:(?:cai |o |theo )?(?:muc |thu nhap |muc thu nhap |muc dong |luong )*)"
    r"(?P<word>thap nhat|toi thieu|nho nhat|be nhat|it nhat|bet(?: dem)?|san|cao nhat|toi da|lon nhat|kich"
    r" tran|tran|max|min)\b"
)
_MAXIMUM = {"cao nhat", "toi da", "lon nhat", "kich tran", "tran", "max"}
_BARE_EXTREME = {"thap nhat", "toi thieu", "cao nhat", "toi da", "min", "max"}
_NOT_THE_INCOME = re.compile(
    r"\b(?:tuoi|nam|thang|thoi gian|luong huu|huu|ho tro|lai suat|diem|tuoi nghi huu)(?: [a-z]+)?$"
)
_WHAT_IS_IT = re.compile(
    r"^(?:(?:hien nay|hien tai|bay gio|nam nay|bay h|hien|gio|cua bhxh|de dong|dong|phai dong|duoc chon"
    r"|bhxh|bao hiem|tu nguyen|xa hoi|"
    r"thang nay|\d+) )*(?:thi )?(?:la )?(?:bao nhieu|may\b|bn\b|bao lam|the nao|ra sao|gi\b|nhieu\b|nhiu\b"
    r"|bao nhiu)"
)
_CHOSEN = re.compile(
    r"\b(?:dong|chon|lay|khai|nop|tinh|dung|dang ky)(?: (?:o|theo|voi|cai|tai|bhxh|bao hiem|cho toi|tien))*$"
)


def find_income(reading: Reading) -> Iterator[Found]:
    """Incomes and other sums, from left to right."""
    for amount in amounts(reading):
        yield from _as_income(reading, amount)
    yield from _extremes(reading)


def _as_income(reading: Reading, amount: Amount) -> Iterator[Found]:
    divisor = _months(reading, amount)
    if divisor is None or amount.value not in _PLAUSIBLE or _is_other_sum(reading, amount):
        yield Found("money", amount.value, amount.start, amount.end)
        return
    yield Found("income", round(amount.value / divisor), amount.start, amount.end)
    if amount.high is not None:
        yield Found("income_high", round(amount.high / divisor), amount.start, amount.end)


def _months(reading: Reading, amount: Amount) -> int | None:
    """How many months the sum is for; None when it is for a day, a harvest or a piece."""
    after, before = reading.after(amount.end), reading.before(amount.start)
    if re.match(r"^(?:/ ?|mot |1 |moi |hang )?(?:thang|th|t)\b", after):
        return 1
    if _A_YEAR_AFTER.match(after):
        return _MONTHS_A_YEAR
    if _ANOTHER_PERIOD.match(after) or _PERIOD_WORD.search(before):
        return None
    return _MONTHS_A_YEAR if _A_YEAR_BEFORE.search(before) else 1


def _is_other_sum(reading: Reading, amount: Amount) -> bool:
    before = reading.before(amount.start, width=36)
    if _PAID.search(before) and amount.value < _PAYMENT_LIMIT:
        return True
    other, income = _OTHER_SUM.search(before), _INCOME_WORD.search(before)
    return bool(other) and (income is None or (other is not None and other.start() > income.start()))


def _extremes(reading: Reading) -> Iterator[Found]:
    for match in _EXTREME.finditer(reading.plain):
        word = match.group("word")
        named = match.start() < match.start("word")
        chosen = _CHOSEN.search(reading.before(match.start()))
        if not (named or chosen or (word in _BARE_EXTREME and reading.is_whole(*match.span()))):
            continue
        if _NOT_THE_INCOME.search(reading.before(match.start())) and not named:
            continue
        if _WHAT_IS_IT.match(reading.after(match.end(), width=60)) and not chosen:
            continue
        yield Found("income", "maximum" if word in _MAXIMUM else "minimum", *match.span())
