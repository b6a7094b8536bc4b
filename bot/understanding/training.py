"""Training: sentences become a model; a model is made once for the same sentences, lists and code."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.calibration import Calibration, Thresholds, choose_thresholds, traits_of
from bot.understanding.concepts import Concepts
from bot.understanding.data import TrainingData, load_training_data, program_digest, training_digest
from bot.understanding.entities import extract
from bot.understanding.errors import ModelError
from bot.understanding.features import Features, Featuriser, words
from bot.understanding.machine import fit_and_hold_out
from bot.understanding.model import HeldOut, Model
from bot.understanding.normalise import Normalised, normalise
from bot.understanding.restoration import Restorer
from bot.understanding.segmentation import Segmenter

_KEPT = 3
# The sentences' ages and birth years are read as if written on this day; their kind matters, not their value.
_TODAY = date(2026, 1, 1)


def load_or_train(intents_dir: Path, model_dir: Path) -> Model:
    """The model for these sentences: the cached one, or a new one that is cached for the next start.

    Several processes may start at once: one trains, the others wait for its file.

    :raises DataError: when a file of `intents_dir` is not what it should be.
    """
    digest = training_digest(intents_dir)
    path = model_dir / f"understanding-{digest[:16]}.npz"
    # Without the lock first: a container's folder of models may be closed to writing.
    if model := _cached(path, digest):
        return model
    with _only_one(model_dir):
        if model := _cached(path, digest):
            return model
        model = train(load_training_data(intents_dir))
        model.save(path)
        _make_room(model_dir)
        return model


def newest_model(model_dir: Path, *, program: str) -> Model | None:
    """The newest cached model that this code can read; None when there is none."""
    paths = sorted(model_dir.glob("understanding-*.npz"), key=lambda path: -path.stat().st_mtime_ns)
    for path in paths:
        with suppress(ModelError):
            model = Model.load(path)
            if model.program == program:
                return model
    return None


def _cached(path: Path, digest: str) -> Model | None:
    """The model of a file; None when there is none or it is not whole, and is then written anew."""
    try:
        return Model.load(path, digest=digest) if path.exists() else None
    except ModelError:
        return None


def _make_room(model_dir: Path) -> None:
    """Keep the newest models, so that going back to the sentences before costs nothing."""
    models = sorted(model_dir.glob("understanding-*.npz"), key=lambda path: path.stat().st_mtime_ns)
    for path in models[:-_KEPT]:
        path.unlink(missing_ok=True)


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
    segmenter, featuriser, texts, groups = _read(data)
    names = data.intents
    labels = np.array([names.index(example.intent) for example in data.examples])
    (vectoriser, weights, bias), scores = fit_and_hold_out(texts, labels, groups, intents=len(names))
    calibration, thresholds = _calibrate(texts, labels, scores)
    return Model(
        intents=names,
        segmenter=segmenter,
        featuriser=featuriser,
        vectoriser=vectoriser,
        weights=weights.astype(np.float16),
        bias=bias,
        calibration=calibration,
        thresholds=thresholds,
        held_out=HeldOut(len(labels), int((scores.argmax(axis=1) != labels).sum())),
        program=program_digest(),
        digest=data.digest,
    )


def _calibrate(
    texts: Sequence[Features], labels: NDArray[np.intp], scores: NDArray[np.float32]
) -> tuple[Calibration, Thresholds]:
    """What held-out scores say about how far they can be trusted."""
    traits = traits_of([text.length for text in texts], [text.unknown for text in texts])
    calibration = Calibration.learn(scores, labels, traits)
    ranked = np.argsort(-scores, axis=1)
    thresholds = choose_thresholds(
        calibration.confidence(scores, traits),
        first_right=ranked[:, 0] == labels,
        offered_right=(ranked[:, :3] == labels[:, None]).any(axis=1),
    )
    return calibration, thresholds


def _read(data: TrainingData) -> tuple[Segmenter, Featuriser, list[Features], list[str]]:
    """What the sentences teach about spaces, marks and ideas; each sentence's features, and its words as a group.

    Sentences of the same words are a group, so that none is tried on what taught it.
    """
    spaced = [_words_of(normalise(example.text)) for example in data.examples]
    segmenter = Segmenter.learn(spaced)
    texts = [normalise(example.text, segmenter=segmenter) for example in data.examples]
    restorer = Restorer.learn([[words(token) for token in text.tokens] for text in texts])
    featuriser = Featuriser(restorer, Concepts.build(_spelled(data.concepts)))
    features = [_features(featuriser, text) for text in texts]
    return segmenter, featuriser, features, [" ".join(sorted(set(sentence))) for sentence in spaced]


def _words_of(text: Normalised) -> list[str]:
    return [token.plain for token in text.tokens if token.kind == "word"]


def _features(featuriser: Featuriser, text: Normalised) -> Features:
    values = extract(text.original, normalised=text, communes=None, today=_TODAY)
    return featuriser.features(text, featuriser.restore(text), values)


def _spelled(concepts: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The phrases of each idea in the one spelling in which texts are read."""
    return {name: [normalise(phrase).text for phrase in phrases] for name, phrases in concepts.items()}
