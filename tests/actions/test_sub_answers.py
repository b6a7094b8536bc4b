"""Finer answers are found by the words that they list: marks count where they were typed, the most words win."""

import pytest

from bot.actions.sub_answers import Declared, SubAnswers, plain

ANSWERS = SubAnswers(
    [
        Declared("utter_lump_sum_papers", ["giấy tờ / hồ sơ", "đơn + rút"]),
        Declared("utter_lump_sum_illness", ["ung thư", "bệnh nặng + ! bảo hiểm y tế"], also_for=("pension",)),
        Declared("utter_lump_sum_papers_of_illness", ["giấy tờ + ung thư"]),
        Declared("utter_pension_years", ["15 năm / mười lăm năm"]),
        Declared("utter_chat_distress", ["= tự tử"], everywhere=True),
    ],
    intents=["lump_sum", "pension", "chat"],
)


@pytest.mark.parametrize(
    ("intent", "text", "found"),
    [
        ("lump_sum", "cần giấy tờ gì", "papers"),
        ("lump_sum", "can giay to gi", "papers"),
        ("lump_sum", "nộp đơn ở đâu để rút", "papers"),
        ("lump_sum", "nộp đơn ở đâu", None),
        ("lump_sum", "bị k... ung thư rồi", "illness"),
        ("lump_sum", "ung thư thì giấy tờ gì", "papers_of_illness"),
        ("lump_sum", "bệnh nặng", "illness"),
        ("lump_sum", "bệnh nặng có bảo hiểm y tế", None),
        ("lump_sum", "ưng thứ hai tuần sau", None),
        ("pension", "bi ung thu", "lump_sum_illness"),
        ("pension", "đóng 15năm rồi", "years"),
        ("pension", "dong 15 nam roi", "years"),
        ("pension", "đóng 15 nắm gạo", None),
        ("pension", "giấy tờ gì", None),
        ("other", "giấy tờ gì", None),
        ("lump_sum/illness", "giấy tờ gì", "papers"),
    ],
)
def test_the_answer_that_fits_is_found(intent, text, found):
    response = ANSWERS.find(intent, text)
    assert (response or "").removeprefix("utter_").removeprefix(f"{intent.partition('/')[0]}_") == (
        found or ""
    )


@pytest.mark.parametrize(
    ("text", "found"), [("muốn tự tử", True), ("lam tu tu thoi", False), ("làm từ từ thôi", False)]
)
def test_a_strict_phrase_wants_its_marks(text, found):
    assert (ANSWERS.find_everywhere(text) is not None) is found


def test_the_intent_whose_answer_fits_best_decides():
    assert ANSWERS.likeliest(["pension", "lump_sum"], "ung thư thì giấy tờ gì") == "lump_sum"
    assert ANSWERS.likeliest(["pension", "chat"], "giấy tờ gì") is None


@pytest.mark.parametrize(("text", "words"), [("Đóng 15 năm?", "dong 15nam"), ("", ""), ("!!!", "")])
def test_words_have_one_spelling(text, words):
    assert plain(text) == words
