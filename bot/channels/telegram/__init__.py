"""Telegram: updates in by webhook or polling, messages out through the Bot API, on python-telegram-bot's types.

Turns, order, retries and what is kept are the delivery's business (`bot.channels.delivery`).
"""

import os

# The library's times become timedeltas, as they will be from its next major version on; it reads this at each call.
os.environ.setdefault("PTB_TIMEDELTA", "1")

from bot.channels.telegram.channel import TelegramChannel, bot_username

__all__ = ["TelegramChannel", "bot_username"]
