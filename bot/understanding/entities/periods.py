"""Stretches of the calendar in which somebody paid: `period`, written "2018-01/2022-12".

"Từ 2018 đến 2022", "từ tháng 3/2016 đến nay", "2019-2021", "đóng từ năm 2020". Of a year alone the first or the
last month counts; "đến nay", or no end at all, ends with the month of the reading. "Đóng từ tháng 1, tháng 9 đi
công ty" ends with the month before the work.
"""

import re
from collections.abc import Iterator
from datetime import date

from bot.understanding.entities.reading import Found, Reading

_SCHEME_BEGAN = 1995
_PAY = r"(?:dong|nop|lop|dg|mua|tham gia|bhxh|bao hiem|lam|di lam|cong ty)"


def _moment(name: str) -> str:
    return (
        rf"(?:(?:thang|th|t) ?(?P<{name}_month>\d{{1,2}}) ?(?:/|-|\.|nam)? ?|(?P<{name}_short>\d{{1,2}}) ?[/.] ?)?"
        rf"(?:(?:nam|dau|cuoi|giua|het|hoi) )*(?P<{name}_year>(?:19|20)\d\d)"
    )


_RANGE = re.compile(
    rf"(?<![\d/.\-]){_moment('from')} ?(?:den|toi|dn|->|–|-|~)(?: (?:het|cuoi|dau|tan|khi))* ?"
    rf"(?:{_moment('to')}|(?P<now>nay|gio|bay gio|bay h|h|hien tai|hien nay|hien gio|thang nay|nam nay))"
    r"(?![\d/.\-]|,\d)\b"
)
_SINCE = re.compile(
    rf"\b{_PAY}\b[^.;?!\d]{{0,40}}\btu (?:hoi |dau |luc )?{_moment('from')}(?![\d/.\-]|,\d| ?(?:den|toi|dn)\b)\b"
)


_WORK = r"(?:cong ty|cty|di lam|hop dong|nha may|xi nghiep)"
_UNTIL_WORK = re.compile(
    r"\btu thang ?(?P<month>\d{1,2})(?:(?: ?[/.\-] ?| nam )(?P<year>20\d\d))?\b(?! (?:nam )?\d)[^.;?!]{0,60}?"
    rf"(?:\b{_WORK}\b[^.;?!\d]{{0,20}}\bthang ?(?P<work>\d{{1,2}})"
    rf"|\bthang ?(?P<work_before>\d{{1,2}})\b[^.;?!\d]{{0,20}}\b{_WORK})\b"
)


def find_periods(reading: Reading) -> Iterator[Found]:
    """Stretches in the past; what begins later than the reading is none."""
    end = 0
    for match in _UNTIL_WORK.finditer(reading.plain):
        if value := _until_work(match, reading.today):
            end = match.end()
            yield Found("period", value, match.start(), end)
    for match in sorted(
        [*_RANGE.finditer(reading.plain), *_SINCE.finditer(reading.plain)], key=lambda found: found.start()
    ):
        value = _value(match, reading.today)
        start = match.start("from_year") if match.re is _SINCE else match.start()
        if value and start >= end:
            end = match.end()
            yield Found("period", value, start, end)


def _value(match: re.Match[str], today: date) -> str | None:
    parts = match.groupdict()
    first = _month(parts, "from", default=1)
    last = _month(parts, "to", default=12) if parts.get("to_year") else (today.year, today.month)
    if first is None or last is None or not (_SCHEME_BEGAN, 1) <= first <= last:
        return None
    last = min(last, (today.year, today.month))
    return f"{first[0]}-{first[1]:02d}/{last[0]}-{last[1]:02d}" if first <= last else None


def _until_work(match: re.Match[str], today: date) -> str | None:
    """From a month to the one before the work began, both in the year named or in the present one."""
    year = int(match["year"] or today.year)
    first, work = int(match["month"]), int(match["work"] or match["work_before"])
    if not 1 <= first < work <= 12 or (year, first) > (today.year, today.month):
        return None
    return f"{year}-{first:02d}/{year}-{work - 1:02d}"


def _month(parts: dict[str, str | None], name: str, *, default: int) -> tuple[int, int] | None:
    """Year and month; nothing for a month that there is not."""
    month = int(parts[f"{name}_month"] or parts[f"{name}_short"] or default)
    year = parts[f"{name}_year"]
    return (int(year), month) if year and 1 <= month <= 12 else None
