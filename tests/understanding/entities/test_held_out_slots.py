"""The held-out sentences that carry values: as many are found as were, and none that must not be."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.understanding.entities import extract, load_communes
from bot.understanding.normalise import normalise

SENTENCES = Path(__file__).parents[1] / "sentences" / "slots.yml"
COMMUNES = load_communes(24)
# The share of the values that is found, and what a change may cost of it.
REACHED, ALLOWANCE = 1.0, 0.01


@cache
def table() -> dict[str, Any]:
    return dict(yaml.safe_load(SENTENCES.read_text(encoding="utf-8")))


@cache
def values_in(text: str) -> frozenset[tuple[str, Any]]:
    """The values that are no lists, as names and values; a list is a question back and no value."""
    entities = extract(text, normalised=normalise(text), communes=COMMUNES, today=table()["today"])
    return frozenset(
        (entity.entity, entity.value) for entity in entities if not isinstance(entity.value, list)
    )


def wanted() -> Iterator[tuple[str, str, Any]]:
    for sentence in table()["sentences"]:
        for name, value in sentence["entities"].items():
            yield sentence["text"], name, value.isoformat() if isinstance(value, date) else value


def test_as_many_values_are_found_as_were() -> None:
    cases = list(wanted())
    missed = [(text, name, value) for text, name, value in cases if (name, value) not in values_in(text)]
    assert 1 - len(missed) / len(cases) >= REACHED - ALLOWANCE, missed


@pytest.mark.parametrize("text", [row["text"] for row in table()["sentences"] if "absent" in row])
def test_what_is_no_value_is_not_taken_for_one(text: str) -> None:
    absent = next(row["absent"] for row in table()["sentences"] if row["text"] == text)
    assert not {name for name, _ in values_in(text)} & set(absent)
