"""A webhook goes before turns, but no flood of events keeps turns from being taken."""

import asyncio

from bot.channels.delivery import precedence
from bot.channels.delivery.precedence import Precedence


async def test_what_gives_way_waits_for_all_that_is_urgent():
    order, both = [], Precedence()

    async def turn() -> None:
        await both.give_way()
        order.append("turn")

    with both.urgent(), both.urgent():
        task = asyncio.create_task(turn())
        await asyncio.sleep(0)
        order.append("webhook")
    await task
    assert order == ["webhook", "turn"]


async def test_nothing_waits_when_nothing_is_urgent():
    async with asyncio.timeout(0.05):
        await Precedence().give_way()


async def test_it_gives_way_no_longer_than_a_moment(monkeypatch):
    monkeypatch.setattr(precedence, "LONGEST_SECONDS", 0.01)
    both = Precedence()
    with both.urgent():
        async with asyncio.timeout(1):
            await both.give_way()
