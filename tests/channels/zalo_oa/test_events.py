"""Every event as Zalo sends it, as the event of ours that it is: nothing about the person beyond their id."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot.channels.zalo_oa.events import event_of

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "events.yml").read_text(encoding="utf-8"))
FIXTURES = sorted((HERE / "fixtures").glob("*.json"))
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
USER = "6142494823111111111"


def read(body: bytes):
    return event_of(json.loads(body), body, account_id="2553928453557884079", now=NOW)


def event(name: str):
    return read((HERE / "fixtures" / f"{name}.json").read_bytes())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['event']} là {case['kind']}")
def test_an_event_is_ours(case):
    made = event(case["event"])
    if case["kind"] == "none":
        assert made is None
        return
    assert (made.kind, made.text, made.user_id) == (case["kind"], case.get("text", ""), USER)
    assert made.metadata == case.get("metadata", {"message_id": "cb31dff1c39642cc1b83"})
    assert made.sent_at.tzinfo is not None


def test_every_fixture_has_its_case():
    assert {case["event"] for case in CASES} == {fixture.stem for fixture in FIXTURES}


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.stem)
def test_nothing_of_the_person_is_in_the_number_of_an_event_or_comes_along(fixture):
    made = event(fixture.stem)
    if made is None:
        return
    assert USER not in made.event_id
    assert len(made.event_id) <= 255
    told = f"{made.text} {made.metadata}"
    assert not [
        word for word in ("Người Thử", "zdn.vn", "10.79", "30/10/1999", "Đường số 13") if word in told
    ]


def test_an_event_is_known_again_by_the_number_of_its_message():
    text = json.loads((HERE / "fixtures" / "user_send_text.json").read_bytes())
    again = json.dumps(text | {"timestamp": "1795400099999"}).encode()
    assert read(again).event_id == event("user_send_text").event_id == "user_send_text cb31dff1c39642cc1b83"


def test_two_follows_at_different_times_are_two_events():
    follow = json.loads((HERE / "fixtures" / "follow.json").read_bytes())
    later = json.dumps(follow | {"timestamp": "1795400099999"}).encode()
    assert read(later).event_id != event("follow").event_id
    assert event("follow").event_id == event("follow").event_id


def test_what_has_neither_number_nor_time_is_known_by_its_bytes():
    info = json.loads((HERE / "fixtures" / "user_submit_info.json").read_bytes())
    del info["timestamp"]
    first, second = json.dumps(info).encode(), json.dumps(info | {"app_id": "1"}).encode()
    assert read(first).event_id == read(first).event_id != read(second).event_id


@pytest.mark.parametrize("sender", [None, {}, {"id": None}, "x", []], ids=str)
def test_what_comes_from_nobody_is_no_event(sender):
    text = json.loads((HERE / "fixtures" / "user_send_text.json").read_bytes())
    assert read(json.dumps(text | {"sender": sender}).encode()) is None
