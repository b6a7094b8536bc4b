"""Reads the example tables: a sentence as a lawyer would say it, its source, the day, inputs and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

EXAMPLES_DIR = Path(__file__).parent / "examples"


@dataclass(frozen=True)
class Example:
    """One row: exactly one of ``result``, ``refused`` and ``not_published`` is told.

    ``tolerance`` gives đồng by result field, where the source itself is rounded; ``note`` then says so.
    """

    sentence: str
    reference: str
    day: date
    calculator: str
    inputs: Mapping[str, Any]
    result: Mapping[str, Any] | None = None
    refused: Mapping[str, Any] | None = None
    not_published: str | None = None
    warnings: tuple[str, ...] = ()
    tolerance: Mapping[str, int] = field(default_factory=dict)
    note: str | None = None
    topic: str = ""

    @property
    def id(self) -> str:
        return f"{self.topic}: {self.sentence}"


def examples() -> list[Example]:
    """All rows of all tables, in the order of the files."""
    return [
        Example(**row, topic=str(file.relative_to(EXAMPLES_DIR).with_suffix("")))
        for file in sorted(EXAMPLES_DIR.rglob("*.yml"))
        for row in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]
