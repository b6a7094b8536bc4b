"""The trained model: arrays that turn a normalised text into probabilities, saved without code in them."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.files import write_whole
from bot.types import Entity
from bot.understanding.calibration import Calibration, Thresholds, traits_of
from bot.understanding.concepts import Concepts
from bot.understanding.errors import ModelError
from bot.understanding.features import Featuriser
from bot.understanding.normalise import Normalised, normalise
from bot.understanding.restoration import Restorer
from bot.understanding.segmentation import Segmenter
from bot.understanding.vectoriser import Vectoriser

_FORMAT = "antam-understanding-1"
_REMEDY = "delete the file; it is made anew by `antam train`"


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Of the sentences, each read by a machine that had not learned it: how many, and how many wrongly."""

    cases: int
    wrong: int

    @property
    def right(self) -> float:
        """The share that was read right."""
        return 1 - self.wrong / max(1, self.cases)


@dataclass(frozen=True, slots=True)
class Model:
    """What training learned.

    :param weights: one row a feature, one column an intent (float16).
    :param held_out: how well sentences were read by machines that had not learned them.
    :param program: the hash of the code that can read it.
    :param digest: the hash of the sentences, lists and code that it was made from.
    """

    intents: tuple[str, ...]
    segmenter: Segmenter
    featuriser: Featuriser
    vectoriser: Vectoriser
    weights: NDArray[np.float16]
    bias: NDArray[np.float32]
    calibration: Calibration
    thresholds: Thresholds
    held_out: HeldOut
    program: str
    digest: str

    def normalise(self, text: str) -> Normalised:
        """The text in one spelling, runs without spaces split by what the sentences taught."""
        return normalise(text, segmenter=self.segmenter)

    def probabilities(
        self, text: Normalised, restored: Sequence[str], entities: Sequence[Entity]
    ) -> NDArray[np.float32]:
        """The probability of each intent, in the order of `intents`.

        :param restored: the text's words with their likely marks, from `featuriser.restore`.
        :param entities: the values found in the text.
        """
        features = self.featuriser.features(text, restored, entities)
        columns, values = self.vectoriser.transform(features.hashed)
        scores = values @ self.weights[columns].astype(np.float32) + self.bias
        traits = traits_of([features.length], [features.unknown])
        probabilities: NDArray[np.float32] = self.calibration.probabilities(scores[None, :], traits)[0]
        return probabilities

    def save(self, path: Path) -> None:
        """Write the model in one step."""
        write_whole(path, self.to_bytes())

    def to_bytes(self) -> bytes:
        """The model as it is stored."""
        stream = io.BytesIO()
        np.savez_compressed(stream, allow_pickle=False, **self._arrays())
        return stream.getvalue()

    def _arrays(self) -> dict[str, Any]:
        about = {
            "format": _FORMAT,
            "intents": self.intents,
            "calibration": asdict(self.calibration),
            "thresholds": asdict(self.thresholds),
            "segmenter": asdict(self.segmenter),
            "restorer": asdict(self.featuriser.restorer),
            "concepts": asdict(self.featuriser.concepts),
            "scales": self.vectoriser.scales,
            "held_out": asdict(self.held_out),
            "program": self.program,
            "digest": self.digest,
        }
        return {
            "about": np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=np.uint8),
            "hashes": self.vectoriser.hashes,
            "rarity": self.vectoriser.rarity,
            "weights": self.weights,
            "bias": self.bias,
        }

    @classmethod
    def load(cls, path: Path, *, digest: str | None = None) -> "Model":
        """Read a model; nothing in the file can run as code.

        :param digest: what the model must have been made from, when that matters.
        :raises ModelError: when the file is no model, is damaged, or was made from something else.
        """
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ModelError(f"{path.name} is no model of understanding", remedy=_REMEDY) from error
        return cls.from_bytes(data, name=path.name, digest=digest)

    @classmethod
    def from_bytes(cls, data: bytes, *, name: str, digest: str | None = None) -> "Model":
        """Read what `to_bytes` gave.

        :param name: where it comes from, for the error.
        :raises ModelError: when it is no model, is damaged, or was made from something else than `digest`.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            about = json.loads(arrays["about"].tobytes())
            model = cls._from(about, arrays) if about["format"] == _FORMAT else None
        except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
            raise ModelError(f"{name} is no model of understanding", remedy=_REMEDY) from error
        if model is None or digest not in {None, model.digest}:
            raise ModelError(f"{name} was made from other sentences or by another version", remedy=_REMEDY)
        return model

    @classmethod
    def _from(cls, about: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> "Model":
        return cls(
            intents=tuple(about["intents"]),
            segmenter=Segmenter(**about["segmenter"]),
            featuriser=Featuriser(Restorer(**about["restorer"]), Concepts(**about["concepts"])),
            vectoriser=Vectoriser(arrays["hashes"], arrays["rarity"], tuple(about["scales"])),
            weights=arrays["weights"],
            bias=arrays["bias"],
            calibration=Calibration(**about["calibration"]),
            thresholds=Thresholds(**about["thresholds"]),
            held_out=HeldOut(**about["held_out"]),
            program=about["program"],
            digest=about["digest"],
        )
