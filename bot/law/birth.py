"""A birth date as people know it: a day, a month or only a year, and the ages reached from it.

Of a year alone 1 January counts (circular 11/2025, article 5 clause 7), of a month its first day.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.law.errors import EstimateInputError
from bot.law.months import Month
from bot.law.working import Working

# Nobody has become older; a larger age is a slip of the pen.
OLDEST = 120
MINIMUM_AGE = "eligibility.minimum_age"


@dataclass(frozen=True, slots=True)
class Birth:
    """``text`` is what was given, ``day`` what is reckoned with."""

    text: str
    day: date

    @property
    def month(self) -> Month:
        return Month.of(self.day)

    @property
    def only_year(self) -> bool:
        return len(self.text) == len("1970")

    def reaches(self, months: int) -> Month:
        """The month in which an age in months is reached."""
        return self.month.plus(months)

    def age_on(self, day: date) -> int:
        """Full years on a day."""
        return day.year - self.day.year - ((day.month, day.day) < (self.day.month, self.day.day))

    def __str__(self) -> str:
        return self.text


def age(months: int) -> dict[str, int]:
    """An age as results show it: {"years": 61, "months": 6}."""
    years, rest = divmod(months, 12)
    return {"years": years, "months": rest}


def age_text(months: int) -> str:
    """738 → 61 tuổi 6 tháng"""
    years, rest = divmod(months, 12)
    return f"{years} tuổi {rest} tháng" if rest else f"{years} tuổi"


def require_alive(working: Working, birth: Birth) -> None:
    """Refuse a birth date that nobody living on the day can have.

    :raises EstimateInputError: for a birth in the future or more than 120 years ago.
    """
    if birth.only_year:
        working.assume("Chỉ biết năm sinh nên lấy ngày 01 tháng 01 của năm đó.")
    oldest = date(working.on.year - OLDEST, 1, 1)
    if not oldest <= birth.day <= working.on:
        reason = f"Ngày sinh phải từ {oldest:%d/%m/%Y} đến {working.on:%d/%m/%Y}."
        raise EstimateInputError("birth_date", reason, value=birth.text, minimum=oldest, maximum=working.on)


def require_matching(working: Working, birth: Birth, *, age: int | None) -> None:
    """Refuse an age in full years beside a birth date that says another.

    :raises EstimateInputError: with the ages that would fit.
    """
    reckoned = birth.age_on(working.on)
    # Of a year alone the birthday may still be ahead.
    fitting = range(reckoned - birth.only_year, reckoned + 1)
    if age is not None and age not in fitting:
        reason = f"Tuổi {age} không khớp với năm sinh {birth.day.year}; chỉ cần cho biết một trong hai."
        raise EstimateInputError("age", reason, value=age, minimum=fitting[0], maximum=fitting[-1])


def require_joinable(working: Working, birth: Birth, *, age: int | None) -> None:
    """Refuse who is too young to join.

    :param age: in full years, where that was told.
    :raises EstimateInputError: with the article on the youngest age.
    """
    least = working.dated(MINIMUM_AGE)
    if birth.age_on(working.on) >= least.number:
        return
    name, value = ("birth_date", birth.text) if age is None else ("age", age)
    limits: dict[str, Any] = {"minimum": int(least.number)} if age is not None else {}
    reason = f"Phải từ đủ {least.number} tuổi trở lên mới được tham gia."
    raise EstimateInputError(name, reason, value=value, reference=least.reference, **limits)


def require_lived(working: Working, birth: Birth, months: int) -> None:
    """Refuse more months of paying than have passed since the youngest age.

    :raises EstimateInputError: with the most that are possible.
    """
    begun = birth.reaches(12 * working.whole(MINIMUM_AGE))
    most = max(0, Month.of(working.on).minus(begun) + 1)
    if months > most:
        reason = (
            f"Sinh năm {birth.day.year} thì đến nay nhiều nhất đóng được {most} tháng, không thể là {months}."
        )
        raise EstimateInputError("months_paid", reason, value=months, minimum=0, maximum=most)


def parse_birth(value: Any) -> Birth:
    """Read a day, a month or a year: 1970-05-20, 1970-05, 1970.

    :raises ValueError: when it is none of them.
    """
    text = str(value) if isinstance(value, int | date) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _SHAPE.fullmatch(text):
        raise ValueError(_WANTED)
    try:
        return Birth(text, date.fromisoformat(text + _REST[len(text)]))
    except ValueError:
        raise ValueError(_WANTED) from None


_SHAPE = re.compile(r"\d{4}(-\d{2}){0,2}")
_WANTED = "phải là ngày, tháng hoặc năm sinh có trong lịch: 1970-05-20, 1970-05 hoặc 1970"
# What completes a year, a month and a day to a whole date.
_REST = {4: "-01-01", 7: "-01", 10: ""}
