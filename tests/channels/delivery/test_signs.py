"""Signs to the person never stand in the way of the work."""

import asyncio

from bot.channels.delivery.signs import SIGNS_AT_ONCE, Signs


async def test_under_a_flood_no_more_signs_are_begun():
    begun, end, signs = [], asyncio.Event(), Signs()

    async def typing() -> None:
        begun.append(1)
        await end.wait()

    for _ in range(3 * SIGNS_AT_ONCE):
        signs.show(typing)
        await asyncio.sleep(0)
    assert len(begun) == SIGNS_AT_ONCE
    end.set()
    await signs.close()


async def test_when_signs_are_over_others_are_shown_again():
    begun, signs = [], Signs()

    async def typing() -> None:
        begun.append(1)

    for _ in range(3 * SIGNS_AT_ONCE):
        signs.show(typing)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    await signs.close()
    assert len(begun) == 3 * SIGNS_AT_ONCE
