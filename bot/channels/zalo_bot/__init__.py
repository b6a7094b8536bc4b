"""Zalo Bot Platform: messages in by webhook or polling, messages out through the Bot API, on a thin client of our own.

The platform has no buttons: choices are numbered lines. Turns, order, retries and what is kept are the delivery's
business (`bot.channels.delivery`).
"""

from bot.channels.zalo_bot.channel import ZaloBotChannel

__all__ = ["ZaloBotChannel"]
