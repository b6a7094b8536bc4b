"""Hundreds of messages while sends fail, connections break and the process is killed: each answered once, in order."""

import asyncio

import httpx

from tests.support.fault_run import Chance, FaultRun
from tests.support.telegram_api import SECRET, TOKEN

PEOPLE, QUESTIONS = 30, 7


async def test_every_message_is_answered_once_and_in_order_whatever_fails(serve, telegram_api):
    server = await asyncio.to_thread(
        serve,
        ANTAM_TODAY="2026-11-24",
        ANTAM_TELEGRAM_TOKEN=TOKEN,
        ANTAM_TELEGRAM_MODE="webhook",
        ANTAM_TELEGRAM_WEBHOOK_SECRET=SECRET,
        ANTAM_TELEGRAM_API_BASE_URL=telegram_api.url,
        ANTAM_JOIN_SECONDS="0",
        ANTAM_PERSON_PAUSE_SECONDS="0",
    )
    telegram_api.chance = chance = Chance(0.12, seed=7)
    async with httpx.AsyncClient(base_url=server.base_url, timeout=10) as client:
        run = FaultRun(telegram_api, client, people=PEOPLE, questions=QUESTIONS, seed=7)
        await run.deliver(slice(0, 3))
        await asyncio.to_thread(server.kill)
        later = asyncio.create_task(run.deliver(slice(3, None)))
        await asyncio.to_thread(server.start)
        await later
        await run.settle(seconds=60)
    outcome = await run.checked(server.environment)
    assert outcome.answered == run.messages == PEOPLE * QUESTIONS
    assert set(outcome.states) == {"sent", "unknown"}
    # What was on its way when the process was killed is unknown too.
    assert outcome.states["unknown"] >= chance.made["cut"] + chance.made["dropped"] > 0
    assert set(chance.made) == {"busy", "broken", "cut", "dropped"}
