"""The golden questions: what every model must understand, from the files of `golden/`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import DataError

_REMEDY = "write `today:` and `questions:`, each with `question`, `intent` and `says`"


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question and the intent that it is to be read as."""

    question: str
    intent: str


def load_golden(directory: Path) -> Sequence[GoldenQuestion]:
    """The questions of every file.

    :raises DataError: when a file is not what it should be, or there is none.
    """
    questions = [question for path in sorted(directory.glob("*.yml")) for question in _of(path)]
    if not questions:
        raise DataError("there are no golden questions", file=directory, remedy="set ANTAM_GOLDEN_DIR")
    return questions


def _of(path: Path) -> Sequence[GoldenQuestion]:
    try:
        questions = yaml.safe_load(path.read_text("utf-8"))["questions"]
        return [GoldenQuestion(question["question"], question["intent"]) for question in questions]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise DataError("this is no file of golden questions", file=path, remedy=_REMEDY) from error
