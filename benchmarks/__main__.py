"""`python -m benchmarks` (`make bench`): measures everything and prints it beside its goals."""

import asyncio
import platform
import tempfile
from datetime import date
from pathlib import Path

from rich.console import Console

from benchmarks import law
from benchmarks.databases import databases
from benchmarks.histories import measure_histories
from benchmarks.installation import Installation
from benchmarks.report import goals, history_table, law_table, start_table, turn_table
from benchmarks.starting import measure_starting
from benchmarks.turns import measure_turns

out = Console(width=110, highlight=False)


def main() -> None:
    """Measure, print, and tell which goals are met."""
    out.print(f"{date.today()} · {platform.platform()} · Python {platform.python_version()}")  # noqa: DTZ011
    with databases() as made, tempfile.TemporaryDirectory(prefix="antam-bench-") as name:
        folder = Path(name)
        # A first start trains the model; that is not what is measured here.
        Installation(folder, "").train()
        turns, memory = asyncio.run(measure_turns(made, folder, told=_tell))
        out.print(turn_table(turns, memory))
        histories = asyncio.run(measure_histories(made, folder, told=_tell))
        out.print(history_table(histories))
        starts = measure_starting(made, folder)
        out.print(start_table(starts))
    out.print(law_table(law.run()))
    out.print(goals(turns, memory, histories, starts))


def _tell(what: str) -> None:
    out.print(f"[dim]measuring {what} …[/]")


if __name__ == "__main__":
    main()
