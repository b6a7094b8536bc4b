"""A person of the office is wanted, or an answer is promised: what a turn asks of the office, in its transaction."""

from dataclasses import dataclass
from datetime import datetime, time

from bot.office.hours import OfficeHours
from bot.office.profile import Weekday
from bot.storage import FloorRepository, PromiseRepository, Session


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether somebody is there now, and when next; None when nobody knows."""

    open_now: bool
    next_opening: datetime | None


@dataclass(frozen=True, slots=True)
class Promised:
    """The number of a promised answer and until when it is promised."""

    number: int
    due_at: datetime


class Attendance:
    """The office's side of one turn; the caller commits."""

    def __init__(self, session: Session, *, hours: OfficeHours, now: datetime) -> None:
        self._floor = FloorRepository(session)
        self._promises = PromiseRepository(session)
        self._hours = hours
        self._now = now

    def is_usually_there(self, weekday: Weekday, at: time) -> bool:
        """Whether somebody is there at this time of such a day, days off aside."""
        return self._hours.is_usually_open(weekday, at)

    async def want_staff(self, conversation_id: int, *, reason: str) -> Availability:
        """Put the conversation before the staff; when somebody can be there."""
        await self._floor.want_staff(conversation_id, reason=reason, at=self._now)
        return Availability(self._hours.is_open(self._now), self._hours.next_opening(self._now))

    async def promise(self, conversation_id: int, *, question: str) -> Promised:
        """Keep a question for the staff and promise the answer; the same open question keeps its number."""
        due_at = self._hours.end_of_working_days(self._now, count=self._hours.profile.promise_working_days)
        number = await self._promises.add(conversation_id, question=question, at=self._now, due_at=due_at)
        return Promised(number, due_at)
