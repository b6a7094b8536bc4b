"""What a check is and what it finds."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.checks.project import Project
from bot.dialogue.source import Place
from bot.errors import DataError


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend in the project's data; ``line`` counts from 1, None is the whole file."""

    file: Path
    line: int | None
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        return f"{place}: {self.message} → {self.remedy}"

    @classmethod
    def at(cls, place: Place, message: str, *, remedy: str) -> "Problem":
        return cls(place.file, place.line, message, remedy)

    @classmethod
    def from_error(cls, error: DataError) -> "Problem":
        return cls(error.file, error.line, error.reason, error.remedy)


class Check(Protocol):
    """Looks at one thing in the whole project.

    A file that cannot be read raises its DataError, which the runner reports once for all checks.
    """

    name: str

    def run(self, project: Project) -> Iterable[Problem]:
        """Everything that is wrong; nothing when all is well."""
        ...
