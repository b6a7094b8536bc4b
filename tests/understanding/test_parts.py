"""The parts that reading is made of: marks restored, runs split, ideas found, questions told apart."""

from random import Random

import pytest

from bot.understanding.clauses import clauses
from bot.understanding.concepts import Concepts
from bot.understanding.features import number_type
from bot.understanding.mutations import MUTATIONS
from bot.understanding.normalise import normalise
from bot.understanding.restoration import Restorer
from bot.understanding.segmentation import Segmenter

TAUGHT = [
    "năm nay tôi đóng bảo hiểm",
    "năm nay tôi làm ruộng",
    "đóng bảo hiểm bao nhiêu năm",
    "phụ nữ và nam giới đóng như nhau",
    "nộp tiền một lần",
    "một lần nộp bao nhiêu",
]
RESTORER = Restorer.learn([sentence.split() for sentence in TAUGHT * 2])


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("nam nay toi lam ruong", "năm nay tôi làm ruộng"),
        ("phu nu va nam gioi", "phụ nữ và nam giới"),
        ("dong bao hiem", "đóng bảo hiểm"),
        ("đóng bão hiễm bao nhiêu năm", "đóng bảo hiểm bao nhiêu năm"),
        ("nộp một nần", "nộp một lần"),
        ("tôi đi Hà Nội".lower(), "tôi đi hà nội"),
        ("xyz <money> ?", "xyz <money> ?"),
        ("", ""),
    ],
)
def test_marks_are_restored_by_what_follows_what(typed: str, restored: str) -> None:
    assert RESTORER.restore(typed.split()) == restored.split()


def test_a_run_is_split_by_what_follows_what() -> None:
    segmenter = Segmenter.learn([["nam", "nay", "toi", "lam", "ruong"]] * 3)
    assert segmenter.split("namnaytoilamruong", is_word=lambda _: False) == [
        "nam",
        "nay",
        "toi",
        "lam",
        "ruong",
    ]
    assert segmenter.split("bqxz", is_word=lambda _: False) is None
    assert segmenter.split("nam" * 40, is_word=lambda _: False) is None


def test_the_longest_phrase_of_an_idea_wins_and_fillers_fall_out() -> None:
    concepts = Concepts.build(
        {"filler": ["ạ"], "pay": ["đóng"], "pay_back": ["đóng bù"], "ask": ["bao nhiêu"]}
    )
    words = ["em", "đóng", "bù", "hết", "bao", "nhiêu", "ạ", "?"]
    assert concepts.sequence(words) == ["em", "#pay_back", "hết", "#ask"]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("3tr5", "<money>"),
        ("500k", "<money>"),
        ("1.500.000", "<money>"),
        ("54t", "<age>"),
        ("15n", "<years>"),
        ("14n11th", "<years>"),
        ("1968", "<year>"),
        ("0912345678", "<phone>"),
        ("15/3", "<date>"),
        ("22%", "<percent>"),
        ("7", "<number1>"),
    ],
)
def test_a_number_is_what_its_unit_and_shape_say(number: str, kind: str) -> None:
    assert number_type(number) == kind


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("đóng bao nhiêu một tháng?", 1),
        ("tôi làm ruộng, năm nay 50 tuổi, đóng bao nhiêu?", 1),
        ("đóng bao nhiêu một tháng, với lại nộp ở đâu?", 2),
        ("đóng bao nhiêu một tháng? nộp ở chỗ nào?", 2),
        ("mức thấp nhất là bao nhiêu\nrút một lần được không", 2),
        ("alo? đóng bao nhiêu một tháng?", 1),
        ("hồ sơ hưởng lương hưu gồm gì, nộp ở đâu?", 1),
        ("cần giấy tờ gì và nộp cho ai ạ", 1),
        ("đóng bao nhiêu, bao giờ được lĩnh lương và có được thẻ y tế không", 3),
        ("đóng mấy năm thì có lương, mà mẹ tôi có đóng được không, rồi nộp ở đâu", 3),
        ("", 0),
    ],
)
def test_questions_are_told_apart(text: str, parts: int) -> None:
    normalised = normalise(text)
    found = clauses(normalised, [token.text for token in normalised.tokens])
    assert len(found) == parts
    assert [index for part in found for index in range(part.start, part.stop)] == list(
        range(len(normalised.tokens))
    )


SENTENCE = "Tôi đóng bảo hiểm xã hội tự nguyện bao nhiêu một tháng, lần này nộp ở đâu vậy?"


def mutated_by(name: str) -> str:
    return MUTATIONS[name](SENTENCE, Random(3))  # noqa: S311  # nothing secret hangs on it


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_changes_the_typing_and_repeats_itself(name: str) -> None:
    assert mutated_by(name) != SENTENCE
    assert mutated_by(name) == mutated_by(name)
