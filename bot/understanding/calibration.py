"""From scores to honest probabilities, and from probabilities to thresholds, by what held-out folds show."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# Of all held-out sentences of `intents/`, so many may be answered wrongly with confidence. They are written to be hard
# to tell apart: of what people ask, a third as many are (see tests/understanding/scores.yml).
WRONG_ALLOWED = 0.033
# Below this share of right answers among the three offered, a person is asked instead.
CHOICE_WORTH = 0.75

_SHARPNESSES = np.linspace(1, 12, 45)
_SMALL = 1e-4


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which confidence the bot answers, and from which it offers a choice."""

    answer: float
    choose: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How scores become probabilities: by their sharpness for the ranking, by a logistic rule for the first."""

    sharpness: float
    coefficients: tuple[float, ...]
    intercept: float

    @classmethod
    def learn(cls, scores: Floats, right: NDArray[np.intp], traits: Floats) -> "Calibration":
        """From scores of texts that the scoring machine never saw.

        :param right: the number of the right intent of each text.
        :param traits: see `confidence`.
        """
        from sklearn.linear_model import LogisticRegression

        sharpness = _best_sharpness(scores, right)
        signs, hits = _signs(scores, sharpness, traits), scores.argmax(axis=1) == right
        if hits.all() or not hits.any():
            # Nothing tells right from wrong where all is one; the next text may still be the other.
            odds = float(np.log((hits.sum() + 1) / ((~hits).sum() + 1)))
            return cls(sharpness, (0.0,) * signs.shape[1], odds)
        rule = LogisticRegression(max_iter=5_000).fit(signs, hits)
        return cls(sharpness, tuple(map(float, rule.coef_[0])), float(rule.intercept_[0]))

    def confidence(self, scores: Floats, traits: Floats) -> Floats:
        """How probable it is that the first intent of each row is right.

        :param traits: what makes each text easy or hard, from `traits_of`.
        """
        odds = _signs(scores, self.sharpness, traits) @ np.array(self.coefficients) + self.intercept
        result: Floats = 1 / (1 + np.exp(-odds))
        return result

    def probabilities(self, scores: Floats, traits: Floats) -> Floats:
        """Rows of probabilities: the first intent has its confidence, the others share the rest."""
        shares = _softmax(scores, self.sharpness)
        first = scores.argmax(axis=1)
        rows = np.arange(len(scores))
        confidence = self.confidence(scores, traits)
        shares[rows, first] = 0
        rest = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-30) * (1 - confidence)[:, None]
        # The second stays less probable than the first, which the logistic rule alone does not promise.
        result: Floats = np.minimum(rest, 0.999 * confidence[:, None])
        result[rows, first] = confidence
        return result


def _signs(scores: Floats, sharpness: float, traits: Floats) -> Floats:
    """What tells a right first intent from a wrong one: the best scores, their distances, the text's traits."""
    best = -np.sort(-scores, axis=1)[:, :3]
    probability = _softmax(scores, sharpness).max(axis=1)
    odds = np.log((probability + _SMALL) / (1 - probability + _SMALL))
    signs: Floats = np.column_stack([best, best[:, 0] - best[:, 1], best[:, 0] - best[:, 2], odds, traits])
    return signs


def _softmax(scores: Floats, sharpness: float) -> Floats:
    powers = np.exp(sharpness * (scores - scores.max(axis=1, keepdims=True)))
    result: Floats = powers / powers.sum(axis=1, keepdims=True)
    return result


def _best_sharpness(scores: Floats, right: NDArray[np.intp]) -> float:
    """The sharpness under which the right intents are most likely (least log loss)."""
    rows = np.arange(len(right))
    losses = [-np.log(_softmax(scores, value)[rows, right] + 1e-12).mean() for value in _SHARPNESSES]
    return float(_SHARPNESSES[int(np.argmin(losses))])


def choose_thresholds(
    confidence: Floats, *, first_right: NDArray[np.bool_], offered_right: NDArray[np.bool_]
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


def _choose(confidence: Floats, offered_right: NDArray[np.bool_]) -> float:
    """The confidence below which offering three is right less often than is worth it."""
    order = np.argsort(confidence)
    worth = np.cumsum(offered_right[order]) / np.arange(1, len(order) + 1)
    poor = np.flatnonzero(worth < CHOICE_WORTH)
    return float(confidence[order[poor[-1]]]) if len(poor) else 0.0


def traits_of(lengths: Sequence[int], unknown: Sequence[float]) -> Floats:
    """The traits of texts by their number of words and their share of unknown ones."""
    return np.column_stack([np.log1p(lengths), unknown]).astype(np.float32)
