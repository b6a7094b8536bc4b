"""Asks every golden question in a fresh talk: what was understood and what the answer must hold.

A file of `golden/`, where `antam train` finds them too, has `today` and `questions`; a question has `question`,
`intent`, `says` (figures and words of the law that no right answer leaves out) and, where the day matters, its own
`today`.
"""

from typing import Any

import pytest
import yaml

from bot.settings import ROOT

GOLDEN = ROOT / "golden"


def _questions() -> list[Any]:
    files = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(GOLDEN.glob("*.yml"))]
    asked = [{"today": file["today"]} | question for file in files for question in file["questions"]]
    return [pytest.param(question, id=f"{question['today']}: {question['question']}") for question in asked]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: what is answered does not hang on it."""
    return sqlite_url


@pytest.mark.parametrize("golden", _questions())
async def test_golden_question(golden: dict[str, Any], talk_on) -> None:
    talk = await talk_on(golden["today"])
    said = "\n".join(reply.text for reply in await talk.say(golden["question"]))
    assert talk.parsed(golden["question"]).intent.name == golden["intent"]
    for wanted in golden["says"]:
        assert wanted.lower() in said.lower(), f"không thấy «{wanted}» trong:\n{said}"
