"""Office hours: whether somebody is there at a moment, when next, and the end of so many working days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clock import VIETNAM
from bot.office.profile import OfficeProfile, Weekday

_WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
# A file without a working day in all this time has no office hours at all.
_HORIZON_DAYS = 60


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The hours of one office; moments come in any zone and are read in Vietnam's."""

    profile: OfficeProfile

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is there at this moment."""
        local = at.astimezone(VIETNAM)
        return any(first <= local.time() < last for first, last in self._spans(local.date()))

    def is_usually_open(self, weekday: Weekday, at: time) -> bool:
        """Whether somebody is there at this time of such a day, days off aside."""
        return any(first <= at < last for first, last in self.profile.spans(weekday))

    def next_opening(self, at: datetime) -> datetime | None:
        """When somebody is there next, this moment if now; None when the file has no hours."""
        if self.is_open(at):
            return at
        local = at.astimezone(VIETNAM)
        openings = (
            datetime.combine(day, first, VIETNAM)
            for day in _days_from(local.date())
            for first, _ in self._spans(day)
        )
        return next((opening for opening in openings if opening > local), None)

    def end_of_working_days(self, at: datetime, *, count: int) -> datetime:
        """The end of the last of so many working days after the day of this moment."""
        following = (day for day in _days_from(at.astimezone(VIETNAM).date() + timedelta(days=1)))
        ends = (
            datetime.combine(day, spans[-1][1], VIETNAM) for day in following if (spans := self._spans(day))
        )
        found = at + timedelta(days=_HORIZON_DAYS)
        for _ in range(count):
            found = next(ends, found)
        return found

    def _spans(self, day: date) -> list[tuple[time, time]]:
        closed = f"{day:%m-%d}" in self.profile.closed_every_year or any(
            closure.first <= day <= closure.last for closure in self.profile.closed
        )
        return [] if closed else self.profile.spans(_WEEKDAYS[day.weekday()])


def _days_from(first: date) -> Iterator[date]:
    return (first + timedelta(days=count) for count in range(_HORIZON_DAYS))
