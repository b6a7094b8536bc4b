"""Confidence tells how often the first intent is right, and thresholds keep their promise."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.calibration import WRONG_ALLOWED, Calibration, choose_thresholds, traits_of


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores of 4,000 texts for five intents; the right one scores higher, by less for longer texts."""
    random = np.random.default_rng(seed)
    lengths = random.integers(1, 30, size=4_000)
    right = random.integers(0, 5, size=4_000)
    scores = random.normal(-1, 0.6, size=(4_000, 5)).astype(np.float32)
    scores[np.arange(4_000), right] += 2 - lengths / 20
    return scores, right, traits_of(lengths.tolist(), [0.0] * 4_000)


def test_confidence_is_the_share_of_right_answers() -> None:
    scores, right, traits = drawn(1)
    calibration = Calibration.learn(scores, right, traits)
    new_scores, new_right, new_traits = drawn(2)
    confidence = calibration.confidence(new_scores, new_traits)
    hits = new_scores.argmax(axis=1) == new_right
    for low in (0.4, 0.6, 0.8):
        inside = (confidence >= low) & (confidence < low + 0.2)
        assert inside.sum() > 50
        assert abs(confidence[inside].mean() - hits[inside].mean()) < 0.07


def test_where_every_text_was_read_right_the_next_may_still_be_wrong() -> None:
    scores, _, traits = drawn(5)
    calibration = Calibration.learn(scores, scores.argmax(axis=1), traits)
    confidence = calibration.confidence(scores, traits)
    assert 0.99 < confidence.min() <= confidence.max() < 1


def test_probabilities_rank_as_the_scores_do() -> None:
    scores, right, traits = drawn(3)
    probabilities = Calibration.learn(scores, right, traits).probabilities(scores, traits)
    assert np.array_equal(probabilities.argmax(axis=1), scores.argmax(axis=1))
    assert probabilities.min() >= 0
    assert probabilities.sum(axis=1).max() <= 1 + 1e-5


def test_no_more_are_wrong_with_confidence_than_allowed() -> None:
    scores, right, traits = drawn(4)
    confidence = Calibration.learn(scores, right, traits).confidence(scores, traits)
    hits = scores.argmax(axis=1) == right
    thresholds = choose_thresholds(confidence, first_right=hits, offered_right=np.ones_like(hits))
    assert np.mean((confidence > thresholds.answer) & ~hits) <= WRONG_ALLOWED
    assert np.mean((confidence > thresholds.answer) & hits) > 0.3


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.booleans()), min_size=1, max_size=50))
def test_a_choice_is_never_surer_than_an_answer(rows: list[tuple[float, bool, bool]]) -> None:
    confidence, first, offered = (np.array(column) for column in zip(*rows, strict=True))
    thresholds = choose_thresholds(confidence, first_right=first & offered, offered_right=offered)
    assert 0 <= thresholds.choose <= thresholds.answer <= 1
