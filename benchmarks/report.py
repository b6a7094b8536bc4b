"""The measured figures as tables, and the goals with what was reached."""

from collections.abc import Iterable
from statistics import median

from rich.table import Table

from benchmarks.faults import Faults
from benchmarks.histories import EARLIER, TurnCost
from benchmarks.law import Measure
from benchmarks.load import Load
from benchmarks.starting import Starting
from benchmarks.turns import Measured, Memory

WEBHOOK_99_MS = 50
RATIO, PERCENTILE_99_MS, GROWTH, READY_SECONDS, MEGABYTES = 0.5, 100, 0.2, 3, 250


def turn_table(measured: Iterable[Measured], memory: Iterable[Memory]) -> Table:
    """Throughput and latency beside the floor; medians of the rounds, lowest to highest in brackets."""
    table = Table(title="Turns through the REST channel", caption=_memory(memory))
    for name in ("database", "clients", "turns/s", "p50 ms", "p99 ms", "floor/s", "floor p99 ms", "ratio"):
        table.add_column(name, justify="left" if name == "database" else "right")
    for result in measured:
        table.add_row(
            result.kind,
            str(result.clients),
            _spread([turn.per_second for turn in result.turns]),
            _spread([turn.percentile(0.5) for turn in result.turns], digits=1),
            _spread([turn.percentile(0.99) for turn in result.turns], digits=1),
            _spread([under.per_second for under in result.floor]),
            _spread([under.percentile(0.99) for under in result.floor], digits=1),
            f"{result.ratio:.2f}",
        )
    return table


def _memory(memory: Iterable[Memory]) -> str:
    told = ", ".join(f"{one.kind} {one.megabytes:.0f} MB" for one in memory)
    return f"resident memory after load: {told}"


def _spread(values: list[float], *, digits: int = 0) -> str:
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def history_table(costs: list[TurnCost]) -> Table:
    """The median cost of a turn by how many came before it."""
    table = Table(title="A turn after so many earlier ones, ms")
    table.add_column("database")
    for earlier in EARLIER:
        table.add_column(f"{earlier:,}", justify="right")
    for kind, by_length in _by_kind(costs).items():
        table.add_row(kind, *(f"{by_length[earlier]:.2f}" for earlier in EARLIER))
    return table


def _by_kind(costs: Iterable[TurnCost]) -> dict[str, dict[int, float]]:
    kinds: dict[str, dict[int, float]] = {}
    for cost in costs:
        kinds.setdefault(cost.kind, {})[cost.earlier] = cost.milliseconds
    return kinds


def faults_table(measured: Iterable[Faults]) -> Table:
    """What became of the messages while sends failed, and how soon the webhook answered meanwhile."""
    table = Table(title="Telegram while a tenth of the sends fail and the process is killed once")
    for name in (
        "database",
        "messages",
        "failed calls",
        "sent",
        "unknown",
        "seconds",
        "webhook p50 ms",
        "p99 ms",
    ):
        table.add_column(name, justify="left" if name == "database" else "right")
    for one in measured:
        table.add_row(
            one.kind,
            f"{one.answered:,}",
            str(one.failed_calls),
            str(one.states["sent"]),
            str(one.states["unknown"]),
            f"{one.seconds:.0f}",
            f"{one.p50:.1f}",
            f"{one.p99:.1f}",
        )
    return table


def start_table(starts: Iterable[Starting]) -> Table:
    """The seconds until a server is ready."""
    table = Table(title="Time to ready, s")
    for name in ("database", "first start", "later starts"):
        table.add_column(name, justify="left" if name == "database" else "right")
    for start in starts:
        table.add_row(start.kind, f"{start.first:.2f}", _spread(start.later, digits=2))
    return table


def measure_table(title: str, measures: Iterable[Measure]) -> Table:
    """Single figures: name, value, unit."""
    table = Table(title=title)
    for name in ("", "value", "unit"):
        table.add_column(name, justify="right" if name == "value" else "left")
    for name, value, unit in measures:
        table.add_row(name, f"{value:,.4g}", unit)
    return table


def goals(
    turns: list[Measured],
    memory: list[Memory],
    histories: list[TurnCost],
    starts: list[Starting],
    faults: list[Faults],
) -> Table:
    """Each goal with the worst that was reached."""
    table = Table(title="Goals")
    for name in ("goal", "reached", ""):
        table.add_column(name)
    ratio = min(result.ratio for result in turns)
    latency = max(median(_percentiles(result.turns)) for result in turns)
    growth = max(by[EARLIER[-1]] / by[EARLIER[0]] - 1 for by in _by_kind(histories).values())
    ready = max(start.seconds for start in starts)
    webhook = max(one.p99 for one in faults)
    megabytes = max(one.megabytes for one in memory)
    for goal, reached, met in (
        (f"throughput ≥ {RATIO} of the floor", f"{ratio:.2f}", ratio >= RATIO),
        (f"p99 < {PERCENTILE_99_MS} ms at 16 clients", f"{latency:.0f} ms", latency < PERCENTILE_99_MS),
        ("the 10,000th turn within 20 % of the 10th", f"{growth:+.0%}", growth <= GROWTH),
        (f"ready in < {READY_SECONDS} s", f"{ready:.2f} s", ready < READY_SECONDS),
        (f"webhook p99 < {WEBHOOK_99_MS} ms under load", f"{webhook:.0f} ms", webhook < WEBHOOK_99_MS),
        (f"< {MEGABYTES} MB", f"{megabytes:.0f} MB", megabytes < MEGABYTES),
    ):
        table.add_row(goal, reached, "met" if met else "missed")
    return table


def _percentiles(loads: Iterable[Load]) -> list[float]:
    return [load.percentile(0.99) for load in loads]
