"""From scores to honest probabilities, and from probabilities to thresholds, by what held-out folds show."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Of all questions, so many may be answered wrongly with confidence.
WRONG_ALLOWED = 0.02
# Below this share of right answers among the three offered, a person is asked instead.
CHOICE_WORTH = 0.5

_TEMPERATURES = np.linspace(1, 12, 45)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which confidence the bot answers, and from which it offers a choice."""

    answer: float
    choose: float


def softmax(scores: NDArray[np.float32], sharpness: float) -> NDArray[np.float32]:
    """Probabilities of rows of scores; a greater sharpness trusts differences more."""
    scaled = sharpness * (scores - scores.max(axis=-1, keepdims=True))
    powers = np.exp(scaled)
    result: NDArray[np.float32] = powers / powers.sum(axis=-1, keepdims=True)
    return result


def best_sharpness(scores: NDArray[np.float32], right: NDArray[np.intp]) -> float:
    """The sharpness under which the right intents are most likely (least log loss)."""
    rows = np.arange(len(right))
    losses = [-np.log(softmax(scores, value)[rows, right] + 1e-12).mean() for value in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def choose_thresholds(
    confidence: NDArray[np.float32], *, first_right: NDArray[np.bool_], offered_right: NDArray[np.bool_]
) -> Thresholds:
    """The lowest thresholds that keep the promises above on held-out predictions.

    :param confidence: of the first intent, one a prediction.
    :param first_right: whether the first intent is right.
    :param offered_right: whether one of the three offered is right.
    """
    order = np.argsort(-confidence)
    wrong = np.cumsum(~first_right[order]) / len(order)
    allowed = int(np.searchsorted(wrong, WRONG_ALLOWED, side="right"))
    answer = float(confidence[order[min(allowed, len(order) - 1)]])
    return Thresholds(answer=answer, choose=min(answer, _choose(confidence, offered_right)))


def _choose(confidence: NDArray[np.float32], offered_right: NDArray[np.bool_]) -> float:
    """The confidence below which offering three is right less often than is worth it."""
    order = np.argsort(confidence)
    worth = np.cumsum(offered_right[order]) / np.arange(1, len(order) + 1)
    poor = np.flatnonzero(worth < CHOICE_WORTH)
    return float(confidence[order[poor[-1]]]) if len(poor) else 0.0
