"""What time it is: one clock that the whole program asks, so that a day can be fixed for tests and what-ifs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Clock:
    """The system's clock; ``fixed_day`` replaces the day of the law (`ANTAM_TODAY`), never the time."""

    fixed_day: date | None = None

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The day that counts for the law, in Vietnam's time zone."""
        return self.fixed_day or self.now().astimezone(VIETNAM).date()
