"""Understanding what people type: text in, intents and entities out. Pure: text and day are arguments."""

from bot.understanding.data import (
    Example,
    TrainingData,
    load_training_data,
    program_digest,
    training_digest,
)
from bot.understanding.entities import CommuneIndex, load_communes
from bot.understanding.errors import ModelError
from bot.understanding.grouping import grouped
from bot.understanding.joining import joined
from bot.understanding.masking import masked
from bot.understanding.model import HeldOut, Model
from bot.understanding.normalise import normalise
from bot.understanding.parsing import Understanding
from bot.understanding.payload import parse_payload
from bot.understanding.training import load_or_train, newest_model, train

__all__ = [
    "CommuneIndex",
    "Example",
    "HeldOut",
    "Model",
    "ModelError",
    "TrainingData",
    "Understanding",
    "grouped",
    "joined",
    "load_communes",
    "load_or_train",
    "load_training_data",
    "masked",
    "newest_model",
    "normalise",
    "parse_payload",
    "program_digest",
    "train",
    "training_digest",
]
