"""The spine: one message of a person becomes its replies, in one database transaction.

Read the text (`reading`) → lock the person's conversation → let the engine choose and run actions, render,
save snapshot, events and replies (`turns`) → commit (`conversations`). A crash before the commit leaves
nothing behind, and a message that comes again (same channel, account and event id) gets the replies it got
before.

A channel that waits calls `converse` and gets the replies. Others call `accept`, which only keeps the
event; `process` then answers what waits in a conversation, and leaves the replies to be delivered.

While somebody of the office has the floor (`staff_side`), what the person writes is only kept.
"""

from bot.storage import Unasked

from .choices import chosen
from .conversations import BREATH, Conversations, Shape
from .cues import Cues
from .lines import ChatLine, with_titles
from .reading import Reader, Reading
from .staff_side import StaffSide
from .turns import TurnTaker

__all__ = [
    "BREATH",
    "ChatLine",
    "Conversations",
    "Cues",
    "Reader",
    "Reading",
    "Shape",
    "StaffSide",
    "TurnTaker",
    "Unasked",
    "chosen",
    "with_titles",
]
