"""Reading the training data, and refusing files that are none."""

from pathlib import Path

import pytest

from bot.errors import DataError
from bot.settings import ROOT
from bot.understanding import load_training_data
from bot.understanding.data import training_digest


def test_sentences_keep_their_intent(small_intents: Path) -> None:
    data = load_training_data(small_intents)
    assert data.intents == ("greet", "payment_where_how", "thanks")
    assert [example.text for example in data.examples if example.intent == "greet"] == [
        "chào em",
        "xin chào bạn",
        "alo chào buổi sáng",
    ]


def test_a_finer_intent_counts_as_the_broad_one(small_intents: Path) -> None:
    (small_intents / "payment" / "other.yml").write_text(
        "nlu:\n- intent: payment_where_how/app\n  examples: |\n    - nộp trên vssid\n", encoding="utf-8"
    )
    assert load_training_data(small_intents).intents == ("greet", "payment_where_how", "thanks")


def test_lists_are_ideas_and_domain_and_rules_are_not_read(small_intents: Path) -> None:
    (small_intents / "lists").mkdir()
    (small_intents / "lists" / "ideas.yml").write_text(
        "nlu:\n- lookup: pay\n  examples: |\n    - đóng\n    - nộp\n", encoding="utf-8"
    )
    (small_intents / "payment" / "_rules.yml").write_text("rules: [", encoding="utf-8")
    assert load_training_data(small_intents).concepts == {"pay": ("đóng", "nộp")}


@pytest.mark.parametrize(
    ("content", "complaint", "line"),
    [
        ("nlu: [", "not readable YAML", 2),
        ("nlu:\n- intent: greet\n  examples:\n  - chào\n", "not a block of lines", None),
        ("nlu:\n- intent: greet\n  examples: |\n    chào\n", "does not start with", None),
        ("rules: []\n", "no list `nlu:`", None),
        ("- chào\n", "no list `nlu:`", None),
        ("nlu:\n- chào\n", "no list `nlu:`", None),
    ],
)
def test_another_file_is_refused_by_name(
    small_intents: Path, content: str, complaint: str, line: int | None
) -> None:
    path = small_intents / "payment" / "broken.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=complaint) as refusal:
        load_training_data(small_intents)
    assert refusal.value.file == path
    assert refusal.value.line in {line, None if line is None else line - 1}


def test_nothing_to_learn_from_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no sentences"):
        load_training_data(tmp_path)


def test_an_intent_of_too_few_sentences_is_refused_by_name(small_intents: Path) -> None:
    (small_intents / "payment" / "new.yml").write_text(
        "nlu:\n- intent: refund\n  examples: |\n    - trả lại tiền\n    - trả lại tiền\n    - hoàn tiền\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match="refund has 2 different sentences"):
        load_training_data(small_intents)


def test_the_digest_follows_every_sentence_and_file_name(small_intents: Path) -> None:
    path = small_intents / "smalltalk" / "greet.yml"
    before = training_digest(small_intents)
    assert training_digest(small_intents) == before == load_training_data(small_intents).digest
    path.write_text(path.read_text("utf-8") + "    - chào bác\n", encoding="utf-8")
    changed = training_digest(small_intents)
    path.rename(path.with_name("hello.yml"))
    assert len({before, changed, training_digest(small_intents)}) == 3


def test_no_phrase_of_our_lists_stands_for_two_ideas() -> None:
    concepts = load_training_data(ROOT / "intents").concepts
    owners: dict[str, list[str]] = {}
    for name, phrases in concepts.items():
        for phrase in phrases:
            owners.setdefault(phrase, []).append(name)
    assert {phrase: names for phrase, names in owners.items() if len(names) > 1} == {}
