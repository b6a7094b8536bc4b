"""How well the trained model reads sentences that never taught it: as good as it was, in every way of typing."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from bot.understanding import Understanding
from bot.understanding.evaluation import Report, evaluate, load_cases
from bot.understanding.mutations import MUTATIONS

TODAY = date(2026, 11, 23)
SENTENCES = Path(__file__).with_name("sentences")
SCORES = yaml.safe_load(Path(__file__).with_name("scores.yml").read_text(encoding="utf-8"))
# A change may cost so much; more is a step back.
ALLOWANCE = 0.01


def table(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((SENTENCES / name).read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def report(understanding: Understanding) -> Report:
    return evaluate(understanding, load_cases(SENTENCES), today=TODAY)


@pytest.mark.parametrize("measure", ["first", "top_three", "answered_right", "served"])
def test_no_measure_falls_by_more_than_a_point(report: Report, measure: str) -> None:
    assert getattr(report.total, measure) >= SCORES[measure] - ALLOWANCE, report.confusions[:20]


def test_few_are_answered_wrongly_with_confidence(report: Report) -> None:
    assert report.total.confidently_wrong <= 0.02, [
        result.case.text for result in report.mistakes if result.sure
    ]


def test_texts_from_outside_are_not_answered_as_questions_about_insurance(report: Report) -> None:
    assert report.nonsense <= 0.02, [result.case.text for result in report.results if result.nonsense]


def test_no_intent_is_left_behind(report: Report) -> None:
    weak = {name: score.first for name, score in report.by_intent.items() if score.top_three < 0.85}
    assert weak == {}


def test_confidence_is_no_higher_than_it_may_be(report: Report) -> None:
    boastful = [row for row in report.reliability if row.cases >= 40 and row.confidence > row.right + 0.1]
    assert boastful == []


@pytest.mark.parametrize("name", MUTATIONS)
def test_typed_otherwise_a_sentence_keeps_its_intent(
    name: str, report: Report, understanding: Understanding
) -> None:
    random = Random(20)  # noqa: S311  # nothing secret hangs on it
    changed = []
    for result in report.results:
        typed = MUTATIONS[name](result.case.text, random)
        if understanding.parse(typed, today=TODAY).intent.name != result.parse.intent.name:
            changed.append(typed)
    assert len(changed) <= 0.03 * len(report.results), changed


@pytest.mark.parametrize("name", ["several", "more_questions", "stories"])
def test_the_questions_of_a_message_are_all_found_and_no_others(
    understanding: Understanding, name: str
) -> None:
    missed = []
    messages = table(f"{name}.yml")["messages"]
    for message in messages:
        found = understanding.parse(message["text"], today=TODAY).intents
        also = message.get("also", [[] for _ in message["intents"]])
        expected = [{intent, *others} for intent, others in zip(message["intents"], also, strict=True)]
        if len(found) != len(expected) or any(
            name not in names for name, names in zip(found, expected, strict=True)
        ):
            missed.append((message["text"], found))
    assert 1 - len(missed) / len(messages) >= SCORES[name] - 2 * ALLOWANCE, missed


PUBLIC = ("public", "public_later", "public_last")


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize(
    ("measure", "least"), [("first", 0.92), ("top_three", 0.98), ("answered_right", 0.8), ("served", 0.97)]
)
def test_what_the_public_asks_is_understood_as_well_as_was_promised(
    understanding: Understanding, name: str, measure: str, least: float
) -> None:
    report = evaluate(understanding, load_cases(SENTENCES / f"{name}.jsonl"), today=TODAY)
    assert getattr(report.total, measure) >= least, [result.case.text for result in report.mistakes]


def test_the_public_is_hardly_ever_told_something_that_it_did_not_ask(understanding: Understanding) -> None:
    cases = [case for name in PUBLIC for case in load_cases(SENTENCES / f"{name}.jsonl")]
    report = evaluate(understanding, cases, today=TODAY)
    assert report.total.confidently_wrong <= 0.02
    assert report.nonsense <= 0.02
