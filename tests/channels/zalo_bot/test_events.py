"""Every update as Zalo sends it, flat or wrapped, as its event: nothing about the person beyond the chat's id."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot.channels.zalo_bot.events import event_of, updates_of

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "events.yml").read_text(encoding="utf-8"))
FIXTURES = sorted((HERE / "fixtures").glob("*.json"))
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def update(name: str):
    return json.loads((HERE / "fixtures" / f"{name}.json").read_text(encoding="utf-8"))


def event(name: str):
    return event_of(update(name), account_id="987654", now=NOW)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['update']} là {case['kind']}")
def test_an_update_is_its_event(case):
    made = event(case["update"])
    if case["kind"] == "none":
        assert made is None
        return
    assert (made.kind, made.text, made.metadata) == (case["kind"], case["text"], case.get("metadata", {}))
    assert made.sent_at == datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_every_fixture_has_its_case():
    assert {case["update"] for case in CASES} == {fixture.stem for fixture in FIXTURES}


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.stem)
def test_no_name_or_file_of_the_person_comes_along(fixture):
    made = str(event(fixture.stem))
    assert not [word for word in ("Người", "Dùng", "anh-rieng", "tieng-noi") if word in made]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        pytest.param(update("text"), 1, id="trần"),
        pytest.param({"ok": True, "result": update("text")}, 1, id="bọc"),
        pytest.param({"ok": True, "result": [update("text"), update("voice")]}, 2, id="nhiều"),
        pytest.param({}, 0, id="trống"),
        pytest.param({"ok": True, "result": None}, 0, id="không có gì"),
        pytest.param([1, "a", None], 0, id="không phải tin"),
        pytest.param("text", 0, id="chữ"),
    ],
)
def test_updates_are_found_however_they_are_wrapped(body, count):
    assert len(list(updates_of(body))) == count


@pytest.mark.parametrize("message", [None, "text", {}, {"chat": {}, "from": {}}], ids=str)
def test_what_has_no_sender_is_no_event(message):
    broken = update("text") | {"message": message}
    try:
        assert event_of(broken, account_id="987654", now=NOW) is None
    except LookupError:
        assert isinstance(message, dict)


def test_a_message_without_an_id_is_still_one_event():
    plain = update("text")
    del plain["message"]["message_id"]
    first, second = (event_of(plain, account_id="987654", now=NOW) for _ in range(2))
    assert first.event_id == second.event_id
    other = plain | {"message": plain["message"] | {"text": "khác"}}
    assert event_of(other, account_id="987654", now=NOW).event_id != first.event_id
