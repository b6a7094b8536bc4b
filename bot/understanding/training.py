"""Training: sentences become a model; a model is made once for the same sentences, lists and code."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.calibration import best_sharpness, choose_thresholds, softmax
from bot.understanding.data import TrainingData, load_training_data, training_digest
from bot.understanding.errors import ModelError
from bot.understanding.features import blocks
from bot.understanding.model import Model
from bot.understanding.normalise import Normalised, normalise
from bot.understanding.segmentation import Segmenter
from bot.understanding.vectoriser import Vectoriser

_FOLDS = 3
_SEED = 20_240_629


def load_or_train(intents_dir: Path, model_dir: Path) -> Model:
    """The model for these sentences: the cached one, or a new one that is cached for the next start.

    Several processes may start at once: one trains, the others wait for its file.

    :raises DataError: when a file of `intents_dir` is not what it should be.
    """
    digest = training_digest(intents_dir)
    path = model_dir / f"understanding-{digest[:16]}.npz"
    with _only_one(model_dir):
        if path.exists():
            try:
                return Model.load(path, digest=digest)
            except ModelError:
                path.unlink()
        model = train(load_training_data(intents_dir))
        model.save(path)
        return model


@contextmanager
def _only_one(directory: Path) -> Iterator[None]:
    """Hold the directory's lock file; where the system has no such locks, the atomic save must do."""
    directory.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (directory / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def train(data: TrainingData) -> Model:
    """Learn a model; the same data give the same model."""
    segmenter = _learn_segmenter(data)
    texts = [normalise(example.text, segmenter=segmenter) for example in data.examples]
    names = data.intents
    labels = np.array([names.index(example.intent) for example in data.examples])
    scores = _held_out_scores(texts, labels, len(names))
    sharpness = best_sharpness(scores, labels)
    probabilities = softmax(scores, sharpness)
    ranked = np.argsort(-probabilities, axis=1)
    thresholds = choose_thresholds(
        probabilities.max(axis=1),
        first_right=ranked[:, 0] == labels,
        offered_right=(ranked[:, :3] == labels[:, None]).any(axis=1),
    )
    vectoriser, weights, bias = _fit(texts, labels)
    return Model(
        intents=names,
        vectoriser=vectoriser,
        weights=weights.astype(np.float16),
        bias=bias,
        sharpness=sharpness,
        thresholds=thresholds,
        segmenter=segmenter,
        digest=data.digest,
    )


def _learn_segmenter(data: TrainingData) -> Segmenter:
    """What follows what, from the sentences as they are spaced by their writers."""
    sentences = (normalise(example.text).tokens for example in data.examples)
    return Segmenter.learn(
        [[token.plain for token in tokens if token.kind == "word"] for tokens in sentences]
    )


def _fit(
    texts: Sequence[Normalised], labels: NDArray[np.intp]
) -> tuple[Vectoriser, NDArray[np.float32], NDArray[np.float32]]:
    """A linear support vector machine on n-grams: weights (features by intents) and bias."""
    from sklearn.svm import LinearSVC

    documents = [blocks(text) for text in texts]
    vectoriser = Vectoriser.fit(documents)
    machine = LinearSVC(C=0.5, random_state=_SEED).fit(vectoriser.matrix(documents), labels)
    return vectoriser, machine.coef_.T.astype(np.float32), machine.intercept_.astype(np.float32)


def _held_out_scores(
    texts: Sequence[Normalised], labels: NDArray[np.intp], intents: int
) -> NDArray[np.float32]:
    """Scores of every text by a machine that never saw it nor a text of the same words."""
    from sklearn.model_selection import StratifiedGroupKFold

    groups = [
        " ".join(sorted({token.plain for token in text.tokens if token.kind == "word"})) for text in texts
    ]
    scores = np.zeros((len(texts), intents), dtype=np.float32)
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=_SEED)
    for learned, kept in folds.split(np.zeros(len(texts)), labels, groups):
        vectoriser, weights, bias = _fit([texts[index] for index in learned], labels[learned])
        scores[kept] = vectoriser.matrix([blocks(texts[index]) for index in kept]) @ weights + bias
    return scores
