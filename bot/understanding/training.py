"""Training: sentences become a model; a model is made once for the same sentences, lists and code."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.calibration import best_sharpness, choose_thresholds, softmax
from bot.understanding.concepts import Concepts
from bot.understanding.data import TrainingData, load_training_data, training_digest
from bot.understanding.entities import extract
from bot.understanding.errors import ModelError
from bot.understanding.features import WEIGHTS, Featuriser, words
from bot.understanding.model import Model
from bot.understanding.normalise import normalise
from bot.understanding.restoration import Restorer
from bot.understanding.segmentation import Segmenter
from bot.understanding.vectoriser import Blocks, Vectoriser

_FOLDS = 3
_SEED = 20_240_629
_SOFTNESS = 0.7
# The sentences' ages and birth years are read as if written on this day; their kind matters, not their value.
_TODAY = date(2026, 1, 1)


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
    segmenter, featuriser, documents = _read(data)
    names = data.intents
    labels = np.array([names.index(example.intent) for example in data.examples])
    scores = _held_out_scores(documents, labels, _groups(data), len(names))
    sharpness = best_sharpness(scores, labels)
    probabilities = softmax(scores, sharpness)
    ranked = np.argsort(-probabilities, axis=1)
    thresholds = choose_thresholds(
        probabilities.max(axis=1),
        first_right=ranked[:, 0] == labels,
        offered_right=(ranked[:, :3] == labels[:, None]).any(axis=1),
    )
    vectoriser, weights, bias = _fit(documents, labels)
    return Model(
        intents=names,
        segmenter=segmenter,
        featuriser=featuriser,
        vectoriser=vectoriser,
        weights=weights.astype(np.float16),
        bias=bias,
        sharpness=sharpness,
        thresholds=thresholds,
        digest=data.digest,
    )


def _read(data: TrainingData) -> tuple[Segmenter, Featuriser, list[Blocks]]:
    """What the sentences teach about spaces, marks and ideas, and the features of each sentence."""
    spaced = [normalise(example.text).tokens for example in data.examples]
    segmenter = Segmenter.learn(
        [[token.plain for token in tokens if token.kind == "word"] for tokens in spaced]
    )
    texts = [normalise(example.text, segmenter=segmenter) for example in data.examples]
    restorer = Restorer.learn([[words(token) for token in text.tokens] for text in texts])
    featuriser = Featuriser(restorer, Concepts.build(_spelled(data.concepts)))
    values = [extract(text.original, normalised=text, communes=None, today=_TODAY) for text in texts]
    return (
        segmenter,
        featuriser,
        [featuriser.blocks(text, found) for text, found in zip(texts, values, strict=True)],
    )


def _spelled(concepts: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The phrases of each idea in the one spelling in which texts are read."""
    return {name: [normalise(phrase).text for phrase in phrases] for name, phrases in concepts.items()}


def _groups(data: TrainingData) -> list[str]:
    """What sentences of the same words share, so that none is tried on what taught it."""
    texts = (normalise(example.text).tokens for example in data.examples)
    return [" ".join(sorted({token.plain for token in tokens if token.kind == "word"})) for tokens in texts]


def _fit(
    documents: Sequence[Blocks], labels: NDArray[np.intp]
) -> tuple[Vectoriser, NDArray[np.float32], NDArray[np.float32]]:
    """A linear support vector machine on the features: weights (features by intents) and bias."""
    from sklearn.svm import LinearSVC

    vectoriser = Vectoriser.fit(documents, scales=WEIGHTS)
    machine = LinearSVC(C=_SOFTNESS, tol=0.01, random_state=_SEED).fit(vectoriser.matrix(documents), labels)
    return vectoriser, machine.coef_.T.astype(np.float32), machine.intercept_.astype(np.float32)


def _held_out_scores(
    documents: Sequence[Blocks], labels: NDArray[np.intp], groups: Sequence[str], intents: int
) -> NDArray[np.float32]:
    """Scores of every text by a machine that never saw it nor a text of the same words."""
    from sklearn.model_selection import StratifiedGroupKFold

    scores = np.zeros((len(documents), intents), dtype=np.float32)
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=_SEED)
    for learned, kept in folds.split(np.zeros(len(documents)), labels, groups):
        vectoriser, weights, bias = _fit([documents[index] for index in learned], labels[learned])
        scores[kept] = vectoriser.matrix([documents[index] for index in kept]) @ weights + bias
    return scores
