"""The golden questions: what must be understood and answered, from the files of `golden/`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.errors import DataError

_REMEDY = (
    "write `today:` and `questions:`, each with `question`, `intent`, `says`, and `answer` for a finer one"
)


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question, the intent that it is to be read as, and what its answer must hold.

    :param says: figures and words that no right answer leaves out.
    :param answer: the name of the message that must be the answer, where a finer one is wanted.
    """

    question: str
    intent: str
    says: tuple[str, ...]
    today: date
    answer: str | None = None


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
        content = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        return list(_questions(content))
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise DataError("this is no file of golden questions", file=path, remedy=_REMEDY) from error


def _questions(content: dict[str, Any]) -> Iterator[GoldenQuestion]:
    for found in content["questions"]:
        yield GoldenQuestion(
            found["question"],
            found["intent"],
            tuple(found["says"]),
            found.get("today") or content["today"],
            found.get("answer"),
        )
