"""What is refused at load, with file, line and remedy; and that what looks like it is not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.dialogue import DialogueEngine, Domain, Rules
from bot.errors import DataError

HERE = Path(__file__).parent
REFUSED = yaml.safe_load((HERE / "refused.yml").read_text(encoding="utf-8"))
# A second topic with what the cases refer to, so that each is wrong in one way only.
BASE = {
    "intents": ["greet", "deny"],
    "entities": ["age", "name"],
    "slots": {
        "offer": {"type": "categorical", "values": ["deletion"], "mappings": [{"type": "custom"}]},
        "said": {"type": "text", "mappings": [{"type": "custom"}]},
        "silent": {"type": "bool", "influence_conversation": False, "mappings": [{"type": "custom"}]},
    },
    "forms": {"a_form": {"required_slots": []}},
}


class Actions:
    names = frozenset({"action_a"})

    async def run(self, name: str, *, tracker: Any, domain: Any) -> Any:
        raise AssertionError(name)


def load(directory: Path) -> DialogueEngine:
    domain = Domain.load(directory)
    rules = Rules.load(directory, domain=domain)
    return DialogueEngine(domain=domain, rules=rules, runner=Actions(), responses=frozenset({"utter_greet"}))


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """``project(domain=text, rules=text)``: an intents directory with the base and a topic in question."""

    def write(*, domain: str | None = None, rules: str | None = None) -> Path:
        for topic in ("topic", "zbase"):
            (tmp_path / topic).mkdir()
        if domain is not None:
            (tmp_path / "topic" / "_domain.yml").write_text(domain, encoding="utf-8")
        if rules is not None:
            (tmp_path / "topic" / "_rules.yml").write_text(rules, encoding="utf-8")
        # The cases about a form declare their own, the others use the base's.
        base = {kind: names for kind, names in BASE.items() if f"\n{kind}:" not in (domain or "")}
        (tmp_path / "zbase" / "_domain.yml").write_text(
            yaml.safe_dump({"version": "3.1", **base}), encoding="utf-8"
        )
        return tmp_path

    return write


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["case"])
def test_refused_with_place_and_remedy(case: dict[str, str], project) -> None:
    directory = project(domain=case.get("domain"), rules=case.get("rules"))
    with pytest.raises(DataError) as caught:
        load(directory)
    error = caught.value
    assert f"{error.file.name}:{error.line}" == case["at"]
    assert case["says"] in error.reason
    assert error.remedy
    assert case.get("remedy", "") in error.remedy
    assert str(error).startswith(f"{directory / 'topic' / error.file.name}:{error.line}: ")


def test_a_file_that_is_not_utf8_is_refused(project) -> None:
    directory = project()
    (directory / "topic" / "_domain.yml").write_bytes(b'version: "3.1"\n# \xff\n')
    with pytest.raises(DataError, match="UTF-8"):
        load(directory)


def test_an_empty_file_is_a_topic_without_data(project) -> None:
    directory = project(domain="", rules="# nothing yet\n")
    assert "greet" in load(directory).domain.intents


ALLOWED = {
    "điều kiện khác nhau": [
        {"rule": "a", "condition": [{"slot_was_set": [{"offer": "deletion"}]}], "steps": "utter_greet"},
        {"rule": "b", "condition": [{"slot_was_set": [{"offer": None}]}], "steps": "action_a"},
    ],
    "một quy tắc cụ thể hơn": [
        {"rule": "a", "condition": [{"slot_was_set": ["offer"]}], "steps": "utter_greet"},
        {"rule": "b", "steps": "action_a"},
    ],
    "biểu mẫu và không biểu mẫu": [
        {"rule": "a", "condition": [{"active_loop": "a_form"}], "steps": "utter_greet"},
        {"rule": "b", "condition": [{"active_loop": None}], "steps": "action_a"},
    ],
    "quy tắc thứ ba cho chỗ giao": [
        {"rule": "a", "entities": ["age"], "steps": "utter_greet"},
        {"rule": "b", "entities": ["name"], "steps": "action_a"},
        {"rule": "c", "entities": ["age", "name"], "steps": "action_a"},
    ],
    "hai ý định con": [
        {"rule": "a", "intent": "greet/morning", "steps": "utter_greet"},
        {"rule": "b", "intent": "greet/evening", "steps": "action_a"},
    ],
    "cùng làm một việc": [
        {"rule": "a", "entities": ["age"], "steps": "action_a"},
        {"rule": "b", "entities": ["name"], "steps": "action_a"},
    ],
}


@pytest.mark.parametrize("rules", ALLOWED.values(), ids=ALLOWED.keys())
def test_rules_that_do_not_contradict_are_taken(rules: list[dict[str, Any]], project) -> None:
    written = [
        {
            "rule": rule["rule"],
            "condition": rule.get("condition", []),
            "steps": [
                {"intent": rule.get("intent", "greet"), "entities": rule.get("entities", [])},
                {"action": rule["steps"]},
            ],
        }
        for rule in rules
    ]
    assert load(project(rules=yaml.safe_dump({"version": "3.1", "rules": written})))
