"""Asks every golden question in a fresh talk: what was understood and what the answer must hold.

A file of `golden/`, where `antam train` and the publish gate find them too, has `today` and `questions`; a question
has `question`, `intent`, `says` (figures and words of the law that no right answer leaves out), `answer` where a finer
answer must be taken and, where the day matters, its own `today`.
"""

import pytest

from bot.app import conversations_of
from bot.checks.golden import GoldenTalks
from bot.clock import Clock
from bot.learning import GoldenQuestion, load_golden
from bot.settings import ROOT

QUESTIONS = load_golden(ROOT / "golden")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: what is answered does not hang on it."""
    return sqlite_url


@pytest.mark.parametrize("golden", QUESTIONS, ids=[f"{one.today}: {one.question}" for one in QUESTIONS])
async def test_golden_question(golden: GoldenQuestion, knowledge, settings, database) -> None:
    talks = GoldenTalks(
        lambda day: conversations_of(knowledge, database=database, settings=settings, clock=Clock(day)),
        database=database,
    )
    failure = await talks.failure(golden)
    assert failure is None, f"{failure.reason}:\n{failure.said}"
