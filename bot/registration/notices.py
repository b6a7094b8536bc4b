"""Telling a person, in their own conversation, what the office did; how that is done is the conversation's business.

The conversation is locked before the lead, as a turn does it; otherwise the two could wait for each other.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, Protocol

from bot.clock import VIETNAM
from bot.storage import Session

# Nobody is woken: what happens in the evening is told in the morning.
QUIET_FROM, QUIET_UNTIL = time(21), time(7)


class Notices(Protocol):
    """Says messages that answer nothing the person has just written.

    :param windows: of a channel, how long after their last word people may be told something.
    """

    windows: Mapping[str, timedelta]

    async def hold(self, session: Session, conversation_id: int) -> None:
        """Lock a conversation in which something may be said."""

    async def tell(self, session: Session, conversation_id: int, name: str, **arguments: Any) -> bool:
        """Say the message of a name in a conversation; False where there is nobody to hear it."""

    def draft(self, name: str, **arguments: Any) -> str:
        """The words of a message as somebody hears them who has told nothing; nothing is said."""


def waking(now: datetime) -> datetime:
    """The moment itself, or the next morning when it lies in the quiet hours."""
    local = now.astimezone(VIETNAM)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return now
    day = local.date() + timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    return datetime.combine(day, QUIET_UNTIL, tzinfo=VIETNAM)
