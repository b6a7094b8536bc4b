"""A clock that stands still until it is moved."""

from datetime import UTC, datetime, timedelta

from bot.clock import Clock


class MovedClock(Clock):
    """Begins in the morning of a working day."""

    moment = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        """Let so much time pass; the names are those of a timedelta."""
        object.__setattr__(self, "moment", self.moment + timedelta(**by))
