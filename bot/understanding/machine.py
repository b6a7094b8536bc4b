"""The machine that learns weights: a linear support vector machine on the features, and its held-out scores."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import WEIGHTS, Features
from bot.understanding.vectoriser import Vectoriser

_FOLDS = 3
_SEED = 20_240_629
_SOFTNESS = 0.7
_TOLERANCE = 0.1  # finer solutions cost time and are no better
_WORKERS = 2


Weights = tuple[Vectoriser, NDArray[np.float32], NDArray[np.float32]]


def fit(texts: Sequence[Features], labels: NDArray[np.intp], *, intents: int) -> Weights:
    """A linear support vector machine on the features: its weights (features by intents) and bias."""
    from sklearn.svm import LinearSVC

    hashed = [text.hashed for text in texts]
    vectoriser = Vectoriser.fit(hashed, scales=WEIGHTS)
    machine = LinearSVC(C=_SOFTNESS, tol=_TOLERANCE, random_state=_SEED)
    machine.fit(vectoriser.matrix(hashed), labels)
    weights = np.zeros((machine.coef_.shape[1], intents), dtype=np.float32)
    bias = np.full(intents, -1, dtype=np.float32)
    # Two intents make one row of coefficients; an intent that is missing here is never found.
    coefficients = machine.coef_ if len(machine.classes_) > 2 else np.vstack([-machine.coef_, machine.coef_])
    intercepts = (
        machine.intercept_ if len(machine.classes_) > 2 else [-machine.intercept_[0], machine.intercept_[0]]
    )
    weights[:, machine.classes_] = coefficients.T
    bias[machine.classes_] = intercepts
    return vectoriser, weights, bias


def fit_and_hold_out(
    texts: Sequence[Features], labels: NDArray[np.intp], groups: Sequence[str], *, intents: int
) -> tuple[Weights, NDArray[np.float32]]:
    """The machine of all texts, and scores of every text by one that never saw it nor a text of its group."""
    from joblib import Parallel, delayed
    from sklearn.model_selection import StratifiedGroupKFold

    def learn(some: NDArray[np.intp]) -> Weights:
        return fit([texts[index] for index in some], labels[some], intents=intents)

    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=_SEED).split(labels, labels, groups)
    learned, held_out = zip(*folds, strict=True)
    # Threads: the solver works outside the interpreter's lock.
    everything = np.arange(len(texts))
    whole, *parts = Parallel(n_jobs=_WORKERS, prefer="threads")(map(delayed(learn), (everything, *learned)))
    scores = np.empty((len(texts), intents), dtype=np.float32)
    for some, (vectoriser, weights, bias) in zip(held_out, parts, strict=True):
        scores[some] = vectoriser.matrix([texts[index].hashed for index in some]) @ weights + bias
    return whole, scores
