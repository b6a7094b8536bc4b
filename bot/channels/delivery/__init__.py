"""Channels that do not wait for the reply: events are kept, answered in order, and the replies delivered.

What every such platform shares is here; what makes a platform itself is its own folder's business.
"""

from bot.channels.delivery.bot_channel import BotChannel
from bot.channels.delivery.channel import Channel, Fate, Outcome, Take
from bot.channels.delivery.messaging import Messaging
from bot.channels.delivery.signs import Signs
from bot.channels.delivery.splitting import split_text, utf16_length

__all__ = [
    "BotChannel",
    "Channel",
    "Fate",
    "Messaging",
    "Outcome",
    "Signs",
    "Take",
    "split_text",
    "utf16_length",
]
