"""Zalo Official Account: signed events in by webhook, consultation messages out through Zalo's OpenAPI.

Turns, order, retries and what is kept are the delivery's business (`bot.channels.delivery`).
"""

from bot.channels.zalo_oa.access import Access
from bot.channels.zalo_oa.channel import ZaloOaChannel
from bot.channels.zalo_oa.connecting import Connection

__all__ = ["Access", "Connection", "ZaloOaChannel"]
