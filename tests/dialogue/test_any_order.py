"""Whatever the order of answers, questions, corrections and interruptions: nothing raises, nothing said is lost."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

HERE = Path(__file__).parent
TABLES = {
    name: yaml.safe_load((HERE / "talks" / f"{name}.yml").read_text(encoding="utf-8"))
    for name in ("forms", "two_forms")
}
VALUES = {
    "forms": {"name": ["Tư", "Năm"], "phone": ["9", "8"], "commune": ["X"], "income": [5, 6]},
    "two_forms": {"income": [5, 6], "category": ["poor", "other"], "phone": ["9", "8"], "years": [2]},
}
# Refused by the validation, at once or when a form begins; the slot is then empty, and the person has been told.
WRONG = {"phone": "12", "name": "1"}
# These empty slots on purpose, or fill none while a form is active.
LEFT_OUT = {"delete", "quiet", "nlu_fallback"}


def messages(table: str) -> st.SearchStrategy[dict[str, Any]]:
    intents = st.sampled_from(sorted(set(TABLES[table]["domain"]["intents"]) - LEFT_OUT))
    entities = st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(v) for name, v in VALUES[table].items()}
    )
    return st.fixed_dictionaries(
        {
            "intents": st.lists(intents, min_size=1, max_size=3, unique=True),
            "entities": entities | st.sampled_from([{name: value} for name, value in WRONG.items()]),
            "decision": st.sampled_from(["answer"] * 4 + ["choose", "hand_over"]),
            "text": st.sampled_from(["một câu", "bảy lúa", ""]),
        }
    )


@pytest.mark.parametrize("table", TABLES)
@given(data=st.data())
async def test_nothing_said_is_lost_and_one_question_is_open(
    table: str, data: st.DataObject, talk_by_table
) -> None:
    talk = talk_by_table(TABLES[table])
    slots = talk.tracker.slots
    for message in data.draw(st.lists(messages(table), max_size=12)):
        turn = await talk.hear(**message)
        before, slots = slots, talk.tracker.slots
        _check_values(message["entities"], before, slots, table)
        _check_question([utterance.response for utterance in turn.utterances], talk.tracker)


def _check_values(entities: dict[str, Any], before: Any, after: Any, table: str) -> None:
    for name in VALUES[table]:
        if name in entities and entities[name] != WRONG.get(name):
            assert after[name] == entities[name]
        elif before[name] not in (None, WRONG.get(name)) and name not in entities:
            assert after[name] is not None


def _check_question(said: list[str | None], tracker: Any) -> None:
    """At most one question, at the end, for the slot that is open."""
    questions = [name for name in said if name.startswith("utter_ask_") or name == "utter_my_commune"]
    assert said, "không có câu trả lời"
    assert questions == said[len(said) - len(questions) :]
    assert len(questions) <= 1
    assert bool(questions) == (tracker.active_form is not None and tracker.open_slot is not None)
    if tracker.active_form is None:
        assert tracker.slots["requested_slot"] is None
    else:
        assert tracker.slots[tracker.slots["requested_slot"]] is None
