"""Every update as Telegram sends it, as the event that it is: nothing about the person beyond the chat's id."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from telegram import Update

from bot.channels.telegram.updates import event_of

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "events.yml").read_text(encoding="utf-8"))
FIXTURES = sorted((HERE / "fixtures").glob("*.json"))
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def event(name: str):
    data = json.loads((HERE / "fixtures" / f"{name}.json").read_text(encoding="utf-8"))
    return event_of(Update.de_json(data, None), account_id="123456", now=NOW)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['update']} là {case['kind']}")
def test_an_update_is_its_event(case):
    made = event(case["update"])
    if case["kind"] == "none":
        assert made is None
        return
    assert (made.kind, made.text) == (case["kind"], case["text"])
    assert made.metadata == case.get("metadata", {"message_id": 41})
    assert made.sent_at.tzinfo is not None


def test_every_fixture_has_its_case():
    assert {case["update"] for case in CASES} == {fixture.stem for fixture in FIXTURES}


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.stem)
def test_no_name_or_file_of_the_person_comes_along(fixture):
    made = str(event(fixture.stem))
    assert not [word for word in ("Người", "Dùng", "nguoi_dung", "file_id", "AgAC", "21.1") if word in made]


def test_a_group_is_one_event_whatever_happens_in_it():
    assert event("group_text").event_id == event("group_added").event_id
