"""2,000 messages from 200 people on Telegram while a tenth of the sends fail and the process is killed once.

Every message must be answered once and in order; what is measured is how long the webhook takes to answer Telegram
while turns and deliveries are under way.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.databases import KINDS, Databases
from benchmarks.installation import HOST, Installation
from tests.support.fault_run import Chance, FaultRun, Outcome
from tests.support.loopback import served
from tests.support.telegram_api import SECRET, TOKEN, TelegramApi

PEOPLE, QUESTIONS = 200, 10
FAILING = 0.1
SETTLE_SECONDS = 600


@dataclass(frozen=True)
class Faults:
    """What became of the messages on one kind of database."""

    kind: str
    seconds: float
    failed_calls: int
    answered: int
    states: Counter[str]
    p50: float
    p99: float


async def measure_faults(
    databases: Databases, folder: Path, *, told: Callable[[str], None], people: int = PEOPLE
) -> list[Faults]:
    """Run on both kinds of database; fails when a message was lost, doubled or out of order."""
    measured = []
    for kind in KINDS:
        told(f"{kind}: {people * QUESTIONS:,} messages while sends fail")
        api = TelegramApi()
        async with served(api.app) as api.url:
            server = Installation(folder / f"{kind}-faults", databases.new(kind), _settings(api))
            server.data_dir.mkdir()
            measured.append(await _measure(kind, server, api, people))
    return measured


def _settings(api: TelegramApi) -> dict[str, str]:
    return {
        "ANTAM_TELEGRAM_TOKEN": TOKEN,
        "ANTAM_TELEGRAM_MODE": "webhook",
        "ANTAM_TELEGRAM_WEBHOOK_SECRET": SECRET,
        "ANTAM_TELEGRAM_API_BASE_URL": api.url,
        "ANTAM_JOIN_SECONDS": "0",
        "ANTAM_PERSON_PAUSE_SECONDS": "0",
        # Each of the failures would be a line.
        "ANTAM_LOG_LEVEL": "error",
    }


async def _measure(kind: str, server: Installation, api: TelegramApi, people: int) -> Faults:
    await asyncio.to_thread(server.start)
    api.chance = chance = Chance(FAILING, seed=1)
    begun = time.perf_counter()
    async with httpx.AsyncClient(base_url=f"http://{HOST}:{server.port}", timeout=30) as client:
        run = FaultRun(api, client, people=people, questions=QUESTIONS, seed=1)
        await run.deliver(slice(0, QUESTIONS // 2), at_once=4)
        await asyncio.to_thread(server.kill)
        later = asyncio.create_task(run.deliver(slice(QUESTIONS // 2, None), at_once=4))
        await asyncio.to_thread(server.start)
        await later
        await run.settle(seconds=SETTLE_SECONDS)
        seconds = time.perf_counter() - begun
    await asyncio.to_thread(server.stop)
    return _told(kind, seconds, chance, await run.checked(server.environment))


def _told(kind: str, seconds: float, chance: Chance, outcome: Outcome) -> Faults:
    return Faults(
        kind,
        seconds,
        sum(chance.made.values()),
        outcome.answered,
        outcome.states,
        outcome.percentile(0.5),
        outcome.percentile(0.99),
    )
