"""`python -m benchmarks` (`make bench`): measures everything and prints it beside its goals."""

import asyncio
import platform
import tempfile
from datetime import date
from pathlib import Path

from rich.console import Console

from benchmarks import law, understanding
from benchmarks.databases import databases
from benchmarks.faults import measure_faults
from benchmarks.histories import measure_histories
from benchmarks.installation import Installation
from benchmarks.report import faults_table, goals, history_table, measure_table, start_table, turn_table
from benchmarks.starting import measure_starting
from benchmarks.turns import measure_turns
from bot.settings import ROOT

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
        faults = asyncio.run(measure_faults(made, folder, told=_tell))
        out.print(faults_table(faults))
        starts = measure_starting(made, folder)
        out.print(start_table(starts))
    out.print(measure_table("The law's calculators", law.run()))
    out.print(measure_table("Understanding", understanding.run(ROOT / "var" / "models")))
    out.print(goals(turns, memory, histories, starts, faults))


def _tell(what: str) -> None:
    out.print(f"[dim]measuring {what} …[/]")


if __name__ == "__main__":
    main()
