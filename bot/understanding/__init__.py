"""Understanding what people type: text in, intents and entities out. Pure: text and day are arguments."""

from bot.understanding.data import TrainingData, load_training_data
from bot.understanding.entities import CommuneIndex, load_communes
from bot.understanding.errors import ModelError
from bot.understanding.joining import joined
from bot.understanding.model import Model
from bot.understanding.parsing import Understanding
from bot.understanding.payload import parse_payload
from bot.understanding.training import load_or_train, train

__all__ = [
    "CommuneIndex",
    "Model",
    "ModelError",
    "TrainingData",
    "Understanding",
    "joined",
    "load_communes",
    "load_or_train",
    "load_training_data",
    "parse_payload",
    "train",
]
