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


def fit(
    texts: Sequence[Features], labels: NDArray[np.intp]
) -> tuple[Vectoriser, NDArray[np.float32], NDArray[np.float32]]:
    """A linear support vector machine on the features: weights (features by intents) and bias."""
    from sklearn.svm import LinearSVC

    vectoriser = Vectoriser.fit((text.blocks for text in texts), scales=WEIGHTS)
    matrix = vectoriser.matrix(text.blocks for text in texts)
    machine = LinearSVC(C=_SOFTNESS, tol=_TOLERANCE, random_state=_SEED).fit(matrix, labels)
    return vectoriser, machine.coef_.T.astype(np.float32), machine.intercept_.astype(np.float32)


def held_out_scores(
    texts: Sequence[Features], labels: NDArray[np.intp], groups: Sequence[str]
) -> NDArray[np.float32]:
    """Scores of every text by a machine that never saw it nor a text of the same words."""
    from joblib import Parallel, delayed
    from sklearn.model_selection import StratifiedGroupKFold

    def score(learned: NDArray[np.intp], kept: NDArray[np.intp]) -> NDArray[np.float32]:
        vectoriser, weights, bias = fit([texts[index] for index in learned], labels[learned])
        result: NDArray[np.float32] = (
            vectoriser.matrix(texts[index].blocks for index in kept) @ weights + bias
        )
        return result

    folds = list(StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=_SEED).split(labels, labels, groups))
    # Threads: the solver works outside the interpreter's lock.
    parts = Parallel(n_jobs=_WORKERS, prefer="threads")(
        delayed(score)(learned, kept) for learned, kept in folds
    )
    scores = np.zeros((len(texts), parts[0].shape[1]), dtype=np.float32)
    for (_, kept), part in zip(folds, parts, strict=True):
        scores[kept] = part
    return scores
