"""Time to ready: from the start of the process to the first answer of `/readyz`, the model being trained already."""

from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.databases import KINDS, Databases
from benchmarks.installation import Installation

STARTS = 5


@dataclass(frozen=True)
class Starting:
    """Seconds to ready: on an empty database, and of later starts."""

    kind: str
    first: float
    later: list[float]

    @property
    def seconds(self) -> float:
        return median(self.later)


def measure_starting(databases: Databases, folder: Path) -> list[Starting]:
    """Start and stop a server on each kind of database."""
    return [_starts(kind, Installation(folder / f"{kind}-start", databases.new(kind))) for kind in KINDS]


def _starts(kind: str, server: Installation) -> Starting:
    server.data_dir.mkdir()
    first, *later = [_start(server) for _ in range(STARTS + 1)]
    return Starting(kind, first, later)


def _start(server: Installation) -> float:
    seconds = server.start()
    server.stop()
    return seconds
