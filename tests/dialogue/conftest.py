"""Small talks with an engine built from a table: domain, rules and what each action returns."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.dialogue import DialogueEngine, Domain, Rules, Tracker, Turn
from bot.types import ActionOutcome, Decision, Entity, IntentScore, ParseResult


class TableRunner:
    """Actions as data: `says`, `sets`, `resets`, `loop`, `follows`, and for a validation `refuses` by slot."""

    def __init__(self, actions: Mapping[str, Any]) -> None:
        self._actions = actions
        self.requests: list[tuple[str, dict[str, Any]]] = []

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._actions)

    async def run(self, name: str, *, tracker: dict[str, Any], domain: Mapping[str, Any]) -> ActionOutcome:
        assert domain["slots"] is not None
        self.requests.append((name, tracker))
        action = self._actions[name] or {}
        if "raises" in action:
            raise RuntimeError(action["raises"])
        says, events = list(action.get("says", ())), []
        for slot, value in _candidates(tracker).items():
            refused = value in action.get("refuses", {}).get(slot, ())
            events.append(
                {"event": "slot", "timestamp": None, "name": slot, "value": None if refused else value}
            )
            says += [f"utter_{slot}_refused"] if refused else []
        if name.startswith("action_") and name != "action_validate_slot_mappings":
            events = []
        events += _events(action, tracker)
        return ActionOutcome(events, [{"response": response} for response in says])


def _candidates(tracker: Mapping[str, Any]) -> dict[str, Any]:
    """The slot events at the end, as rasa-sdk's validation takes them."""
    found: dict[str, Any] = {}
    for event in reversed(tracker["events"]):
        if event["event"] != "slot":
            break
        found.setdefault(event["name"], event["value"])
    return found


def _events(action: Mapping[str, Any], tracker: Mapping[str, Any]) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = [{"event": "reset_slots"}] if action.get("resets") else []
    events += [
        {"event": "slot", "name": name, "value": value} for name, value in action.get("sets", {}).items()
    ]
    if "loop" in action:
        events.append({"event": "active_loop", "name": action["loop"]})
    if "follows" in action:
        events.append({"event": "followup", "name": action["follows"]})
    if action.get("back_to_form") and tracker["active_loop"]:
        events.append({"event": "followup", "name": tracker["active_loop"]["name"]})
    return events + [{"event": event} for event in action.get("events", ())]


class Talk:
    """One conversation; between its turns the tracker goes through JSON, as it does through the database."""

    def __init__(self, engine: DialogueEngine) -> None:
        self._engine = engine
        self._count = 0
        self.snapshot: dict[str, Any] = Tracker.start(engine.domain, sender_id="17").snapshot()

    @property
    def tracker(self) -> Tracker:
        return Tracker.from_snapshot(self._engine.domain, json.loads(json.dumps(self.snapshot)))

    async def hear(
        self, text: str = "…", *, intents: str | list[str], entities: Any = (), decision: str = "answer"
    ) -> Turn:
        tracker, self._count = self.tracker, self._count + 1
        turn = await self._engine.handle(
            tracker,
            parse(text, intents=intents, entities=entities, decision=decision),
            at=1_795_444_148.0 + self._count,
            message_id=f"m{self._count:04}",
            input_channel="rest",
        )
        self.snapshot = tracker.snapshot()
        return turn


def parse(text: str, *, intents: str | list[str], entities: Any, decision: str) -> ParseResult:
    names = [intents] if isinstance(intents, str) else intents
    pairs = (
        entities.items()
        if isinstance(entities, Mapping)
        else [pair for one in entities for pair in one.items()]
    )
    ranking = tuple(IntentScore(name, 0.9 - place / 10) for place, name in enumerate(names))
    found = tuple(Entity(name, value, 0, len(text)) for name, value in pairs)
    return ParseResult(text, ranking[0], ranking, found, tuple(names), Decision(decision))


def write_topic(directory: Path, *, domain: Mapping[str, Any], rules: list[Any]) -> Path:
    """A topic folder of an `intents/` directory."""
    topic = directory / "topic"
    topic.mkdir(parents=True, exist_ok=True)
    for name, content in (("_domain.yml", domain), ("_rules.yml", {"rules": rules})):
        text = yaml.safe_dump({"version": "3.1", **content}, allow_unicode=True, sort_keys=False)
        (topic / name).write_text(text, encoding="utf-8")
    return directory


@pytest.fixture(scope="session")
def build_engine(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., DialogueEngine]:
    """``build_engine(domain=…, rules=…, runner=…, responses=…)``."""

    def build(
        *, domain: Mapping[str, Any], rules: list[Any], runner: Any, responses: Any = ()
    ) -> DialogueEngine:
        directory = write_topic(tmp_path_factory.mktemp("intents"), domain=domain, rules=rules)
        loaded = Domain.load(directory)
        return DialogueEngine(
            domain=loaded,
            rules=Rules.load(directory, domain=loaded),
            runner=runner,
            responses=frozenset(responses),
        )

    return build


@pytest.fixture(scope="session")
def talk_by_table(build_engine: Callable[..., DialogueEngine]) -> Callable[[Mapping[str, Any]], Talk]:
    """A talk with an engine of a table: every `utter_…` it names is a message."""

    def begin(table: Mapping[str, Any]) -> Talk:
        actions = table.get("actions", {})
        domain = {"actions": list(actions), **table["domain"]}
        engine = build_engine(
            domain=domain, rules=table["rules"], runner=TableRunner(actions), responses=table["messages"]
        )
        return Talk(engine)

    return begin


@pytest.fixture(scope="session")
def talk_with() -> Callable[[DialogueEngine], Talk]:
    return Talk
