"""Telegram: updates in by webhook or polling, messages out through the Bot API, on python-telegram-bot's types.

Turns, order, retries and what is kept are the delivery's business (`bot.channels.delivery`).
"""

from bot.channels.telegram.channel import TelegramChannel

__all__ = ["TelegramChannel"]
