"""How well values are found: of each kind, how many of those in labelled sentences, and how many that are none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.errors import DataError
from bot.understanding.parsing import Understanding


@dataclass(frozen=True, slots=True)
class SlotCase:
    """A sentence, the values that are in it, and the kinds of value of which there is none."""

    text: str
    entities: dict[str, Any]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlotScore:
    """Of one kind of value: how many there were, how many were found, and how often one was found that is none."""

    cases: int
    found: int
    invented: int


def load_slot_cases(path: Path) -> tuple[date, tuple[SlotCase, ...]]:
    """The day on which the sentences are read, and the sentences.

    :raises DataError: when the file is not what it should be.
    """
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
        rows = [
            SlotCase(row["text"], row["entities"], tuple(row.get("absent", ()))) for row in data["sentences"]
        ]
        return data["today"], tuple(rows)
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise DataError("this is no file of values", file=path, remedy="`today:` and `sentences:`") from error


def evaluate_slots(
    understanding: Understanding, cases: Sequence[SlotCase], *, today: date
) -> dict[str, SlotScore]:
    """The score of every kind of value, by its name."""
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    invented: Counter[str] = Counter()
    for case in cases:
        # A list of candidates is a question back and no value.
        read = [
            (entity.entity, entity.value)
            for entity in understanding.parse(case.text, today=today).entities
            if not isinstance(entity.value, list)
        ]
        for name, value in case.entities.items():
            wanted[name] += 1
            found[name] += (name, value.isoformat() if isinstance(value, date) else value) in read
        invented.update({name for name, _ in read} & set(case.absent))
    return {name: SlotScore(wanted[name], found[name], invented[name]) for name in sorted(wanted | invented)}
