"""The report of an evaluation to keep: figures as JSON, pictures, and a page for whoever edits the sentences."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from jinja2 import Environment, PackageLoader

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from bot.understanding.calibration import Thresholds
    from bot.understanding.evaluation import Report
    from bot.understanding.slot_evaluation import SlotScore

_CONFUSED = 15  # intents in the picture of confusions
_MISTAKES = 200
_SIZE = (7, 5)


def save_report(
    report: "Report", slots: "Mapping[str, SlotScore]", *, thresholds: "Thresholds", directory: Path
) -> Path:
    """Write `report.json`, three pictures and `index.html` into a directory; the path of the page."""
    directory.mkdir(parents=True, exist_ok=True)
    figures = report.as_dict() | {
        "slots": {name: asdict(score) for name, score in slots.items()},
        "thresholds": asdict(thresholds),
    }
    (directory / "report.json").write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2))
    _draw(directory / "reliability.png", lambda axes: _reliability(report, axes))
    _draw(directory / "coverage.png", lambda axes: _coverage(report, thresholds.answer, axes))
    _draw(directory / "confusion.png", lambda axes: _confusion(report, axes))
    page = directory / "index.html"
    page.write_text(_page(report, slots, thresholds), encoding="utf-8")
    return page


def _page(report: "Report", slots: "Mapping[str, SlotScore]", thresholds: "Thresholds") -> str:
    environment = Environment(loader=PackageLoader("bot.cli", "templates"), autoescape=True)
    environment.filters["percent"] = lambda share: f"{share * 100:.1f} %".replace(".", ",")
    return environment.get_template("evaluation.html").render(
        report=report, slots=slots, thresholds=thresholds, mistakes=report.mistakes[:_MISTAKES]
    )


def _draw(path: Path, fill: "Callable[[Axes], None]") -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SIZE, layout="constrained")
    fill(figure.subplots())
    figure.savefig(path, dpi=120)


def _reliability(report: "Report", axes: "Axes") -> None:
    """Of the texts of one range of confidence: how sure, and how often right; the size tells how many."""
    rows = report.reliability
    axes.plot([0, 1], [0, 1], color="grey", linestyle="--", label="tin được hoàn toàn")
    sizes = [20 + 400 * row.cases / max(1, len(report.results)) for row in rows]
    axes.plot([row.confidence for row in rows], [row.right for row in rows], color="tab:blue")
    axes.scatter([row.confidence for row in rows], [row.right for row in rows], sizes, color="tab:blue")
    axes.set(
        xlabel="bot chắc bao nhiêu",
        ylabel="đúng bao nhiêu",
        title="Bot chắc thì có đúng không",
        xlim=(0, 1),
        ylim=(0, 1.02),
    )
    axes.legend()


def _coverage(report: "Report", used: float, axes: "Axes") -> None:
    """What is answered at once against what is answered wrongly, a point a threshold."""
    rows = report.coverage
    axes.plot([row.answered for row in rows], [row.wrong for row in rows], marker="o")
    for row in rows:
        axes.annotate(
            f"{row.threshold:.2f}", (row.answered, row.wrong), textcoords="offset points", xytext=(4, 6)
        )
    axes.set(
        xlabel="trả lời ngay (phần của tất cả)",
        ylabel="trả lời sai",
        title=f"Ngưỡng trả lời và cái giá (đang dùng {used:.2f})",
    )
    axes.set_ylim(bottom=0)


def _confusion(report: "Report", axes: "Axes") -> None:
    """The intents that are confused most, right ones in rows, found ones in columns."""
    pairs = report.confusions
    names = list(dict.fromkeys(name for right, found, _ in pairs for name in (right, found)))[:_CONFUSED]
    counts = {(right, found): count for right, found, count in pairs}
    grid = [[counts.get((right, found), 0) for found in names] for right in names]
    if not names:
        axes.text(0.5, 0.5, "không câu nào bị hiểu nhầm", ha="center")
        axes.set_axis_off()
        return
    axes.imshow(grid, cmap="Oranges")
    for row, counted in enumerate(grid):
        for column, count in enumerate(counted):
            if count:
                axes.text(column, row, str(count), ha="center", va="center")
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set(xlabel="hiểu thành", ylabel="đúng ra là", title="Nhầm nhiều nhất")
