"""Turns through the REST channel at 1 and 16 clients, each beside the floor measured right after it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.databases import KINDS, Databases
from benchmarks.floor import Floor, Written, floor_load, open_floor, record
from benchmarks.installation import Installation
from benchmarks.load import Load, load

CLIENTS = (1, 16)
ROUNDS = 5
SECONDS = 4.0
WARM_UP_SECONDS = 2.0


@dataclass(frozen=True)
class Measured:
    """All rounds of one kind of database at one number of clients."""

    kind: str
    clients: int
    turns: list[Load]
    floor: list[Load]

    @property
    def ratio(self) -> float:
        """The median over the rounds of what share of the floor's throughput the program reaches."""
        return median(
            turn.per_second / under.per_second for turn, under in zip(self.turns, self.floor, strict=True)
        )

    @property
    def worst_percentile_99(self) -> float:
        return max(turn.percentile(0.99) for turn in self.turns)


@dataclass(frozen=True)
class Memory:
    """The resident megabytes of a server after all its rounds."""

    kind: str
    megabytes: float


async def measure_turns(
    databases: Databases, folder: Path, *, told: Callable[[str], None]
) -> tuple[list[Measured], list[Memory]]:
    """Measure both kinds of database; ``told`` hears what is measured now."""
    written: list[Written] = []
    measured: list[Measured] = []
    memory: list[Memory] = []
    for kind in KINDS:
        server = Installation(folder / kind, databases.new(kind))
        server.data_dir.mkdir()
        server.start()
        # What a turn writes is the same on both.
        written = written or await record(server)
        told(f"{kind}: {ROUNDS} rounds of {SECONDS:g} s a line")
        measured += await _measure(kind, server, await _floor(databases, kind, folder), written)
        memory.append(Memory(kind, server.resident_megabytes()))
        server.stop()
    return measured, memory


async def _floor(databases: Databases, kind: str, folder: Path) -> Floor:
    """A migrated database of its own, so that both write into tables that grow alike."""
    installation = Installation(folder / f"{kind}-floor", databases.new(kind))
    installation.data_dir.mkdir()
    database = installation.open_database()
    await database.migrate()
    await database.dispose()
    return await open_floor(installation.database_url)


async def _measure(kind: str, server: Installation, floor: Floor, written: list[Written]) -> list[Measured]:
    results = [Measured(kind, clients, [], []) for clients in CLIENTS]
    await load(server.port, clients=max(CLIENTS), seconds=WARM_UP_SECONDS)
    await floor_load(floor, written, clients=max(CLIENTS), seconds=WARM_UP_SECONDS)
    # One after the other within a round, so that both meet the same machine.
    for _ in range(ROUNDS):
        for result in results:
            result.turns.append(await load(server.port, clients=result.clients, seconds=SECONDS))
            result.floor.append(await floor_load(floor, written, clients=result.clients, seconds=SECONDS))
    await floor.close()
    return results
