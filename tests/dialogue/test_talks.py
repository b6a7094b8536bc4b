"""Plays the small talks of `talks/*.yml`: what each message makes the bot say, remember and ask."""

from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
TABLES = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted((HERE / "talks").glob("*.yml"))]
CASES = [pytest.param(table, steps, id=name) for table in TABLES for name, steps in table["talks"].items()]


@pytest.mark.parametrize(("table", "steps"), CASES)
async def test_talk(table: dict[str, Any], steps: list[dict[str, Any]], talk_by_table) -> None:
    talk = talk_by_table(table)
    for step in steps:
        turn = await talk.hear(**step["hears"])
        assert [utterance.response for utterance in turn.utterances] == step["says"], step
        tracker = talk.tracker
        for slot, value in step.get("slots", {}).items():
            assert tracker.slots[slot] == value, f"{slot} sau {step}"
        if "form" in step:
            assert tracker.active_form == step["form"], step
        if "asked" in step:
            assert tracker.open_slot == step["asked"], step
