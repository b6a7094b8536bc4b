"""The tables beside this file: what a person types and the values that must be found in it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.types import Entity
from bot.understanding.entities import CommuneIndex, extract, load_communes
from bot.understanding.normalise import normalise
from bot.understanding.syllables import strip_marks

TODAY = date(2026, 11, 23)
BAC_NINH = 24


@pytest.fixture(scope="module")
def communes() -> CommuneIndex:
    return load_communes(BAC_NINH)


def rows() -> Iterator[Any]:
    """Text, kinds that count, and the expected values; texts with marks come a second time without."""
    for file in sorted(Path(__file__).parent.glob("*.yml")):
        table = yaml.safe_load(file.read_text(encoding="utf-8"))
        kinds = table["kinds"]
        for text, expected in (table.get("also_unmarked") or {}).items():
            typed = dict.fromkeys((str(text), strip_marks(str(text))))
            for spelling in typed:
                yield pytest.param(spelling, kinds, expected, id=f"{file.stem}: {spelling}")
        for text, expected in (table.get("as_typed") or {}).items():
            yield pytest.param(str(text), kinds, expected, id=f"{file.stem}: {text}")


def by_kind(entities: tuple[Entity, ...], kinds: list[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for entity in entities:
        if entity.entity in kinds:
            found.setdefault(entity.entity, []).append(entity.value)
    return found


def in_full(expected: Any, kinds: list[str]) -> dict[str, list[Any]]:
    """A row's short form spelled out: no mapping means the table's first kind, a list means several values."""
    if expected is None:
        return {}
    named = expected if isinstance(expected, dict) else {kinds[0]: expected}
    return {
        kind: value if isinstance(value, list) and not kind.endswith("_candidates") else [value]
        for kind, value in named.items()
    }


@pytest.mark.parametrize(("text", "kinds", "expected"), list(rows()))
def test_values_are_found(text: str, kinds: list[str], expected: Any, communes: CommuneIndex) -> None:
    entities = extract(text, normalised=normalise(text), communes=communes, today=TODAY)
    assert by_kind(entities, kinds) == in_full(expected, kinds)
