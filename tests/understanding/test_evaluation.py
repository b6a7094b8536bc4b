"""The report counts what it says, on readings that are known."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.errors import DataError
from bot.types import Decision, IntentScore, ParseResult
from bot.understanding import Understanding, load_training_data, train
from bot.understanding.evaluation import Case, Report, Result, evaluate, load_cases

TODAY = date(2026, 11, 23)


def read_as(intent: str, *ranking: tuple[str, float], decision: Decision, typing: str = "marked") -> Result:
    scores = tuple(IntentScore(name, confidence) for name, confidence in ranking)
    parse = ParseResult("…", scores[0], scores, (), (scores[0].name,), decision)
    return Result(Case("…", intent, frozenset({"near"}), typing), parse)


REPORT = Report(
    (
        read_as("pay", ("pay", 0.96), ("rest", 0.04), decision=Decision.ANSWER),
        read_as("pay", ("near", 0.99), decision=Decision.ANSWER, typing="unmarked"),
        read_as("pay", ("rest", 0.91), ("pay", 0.05), decision=Decision.ANSWER),
        read_as("pay", ("rest", 0.5), ("x", 0.2), ("pay", 0.1), decision=Decision.CHOOSE),
        read_as("rest", ("pay", 0.4), ("x", 0.2), ("y", 0.1), ("rest", 0.1), decision=Decision.CHOOSE),
        read_as("rest", ("rest", 0.2), decision=Decision.HAND_OVER),
        read_as("chitchat", ("pay", 0.9), decision=Decision.ANSWER),
        read_as("chitchat", ("greet", 0.9), decision=Decision.ANSWER),
    )
)


def test_shares_are_counted_of_all_cases() -> None:
    total = REPORT.total
    assert (total.cases, total.first, total.top_three) == (8, 0.375, 0.625)
    assert (total.answered_right, total.confidently_wrong, total.served) == (0.25, 0.375, 0.375)


def test_an_answer_about_insurance_to_small_talk_is_nonsense() -> None:
    assert REPORT.nonsense == 0.5


def test_shares_are_told_by_intent_and_by_typing() -> None:
    assert REPORT.by_intent["rest"].first == 0.5
    assert {name: score.cases for name, score in REPORT.by_typing.items()} == {"marked": 7, "unmarked": 1}


def test_confusions_are_counted_and_the_surest_mistake_comes_first() -> None:
    assert REPORT.confusions[0] == ("pay", "rest", 2)
    assert REPORT.mistakes[0].parse.intent == IntentScore("rest", 0.91)


def test_confidence_is_compared_with_what_was_right() -> None:
    row = next(row for row in REPORT.reliability if row.low == 0.9)
    assert (row.cases, row.right) == (3, 0.0)


def test_the_report_is_json(small_intents: Path) -> None:
    understanding = Understanding(train(load_training_data(small_intents)))
    report = evaluate(understanding, [Case("cảm ơn em", "thanks"), Case("chào em", "greet")], today=TODAY)
    assert json.loads(json.dumps(report.as_dict()))["total"]["cases"] == 2
    assert report.macro_f1 == 1.0


def test_cases_come_from_lines(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(
        '{"text": "nộp ở đâu", "intent": "a", "also": ["b"], "typing": "marked"}\n\n', encoding="utf-8"
    )
    assert load_cases(path) == (Case("nộp ở đâu", "a", frozenset({"b"}), "marked"),)


@pytest.mark.parametrize("line", ['{"text": "x"}', "[]", "{", '"x"'])
def test_a_line_that_is_no_case_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f'{{"text": "a", "intent": "b"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(DataError, match="no case") as refusal:
        load_cases(path)
    assert refusal.value.line == 2


def test_a_file_that_is_no_table_of_cases_is_refused(tmp_path: Path) -> None:
    (tmp_path / "topic").mkdir()
    (tmp_path / "topic" / "intent.yml").write_text("sentences: []\n", encoding="utf-8")
    with pytest.raises(DataError, match="no file of cases"):
        load_cases(tmp_path)
