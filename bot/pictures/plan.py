"""Draws a plan year by year: paid by the person, added by the State, drawn as pension; readable on a small phone.

Nothing is told by colour alone: each part has its own pattern or line, the same beside its name in the heading.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bot.pictures.drawing import (
    AMBER,
    BLUE,
    GREEN,
    GRID,
    INK,
    MILLION,
    SMALL,
    TEXT,
    TITLE,
    as_png,
    dong,
    drawing,
    millions,
    written_day,
)

_PERSON: dict[str, Any] = {"facecolor": GREEN, "edgecolor": GREEN}
_STATE: dict[str, Any] = {"facecolor": AMBER, "edgecolor": INK, "hatch": "//"}
_PENSION: dict[str, Any] = {"color": BLUE, "linewidth": 4.5, "linestyle": (0, (4, 1))}
_EVEN: dict[str, Any] = {
    "marker": "o",
    "markersize": 13,
    "color": "white",
    "markeredgecolor": INK,
    "markeredgewidth": 3,
}
# Around a line, so that it stands out from a dark area behind it.
_HALO = [withStroke(linewidth=9, foreground="white")]


@dataclass(frozen=True, slots=True)
class _Curves:
    """Running totals in million đồng at moments in years: 2045.0 is the beginning of 2045."""

    moment: Sequence[float]
    paid: Sequence[float]
    both: Sequence[float]
    drawn: Sequence[tuple[float, float]]

    @classmethod
    def of(cls, estimate: Mapping[str, Any]) -> "_Curves":
        series = estimate["amounts"]["series"]
        start = estimate["amounts"].get("pension_from")
        # The totals are those of the ends of the years; everything begins with nothing.
        moment = [_moment(estimate["on"]), *(entry["year"] + 1 for entry in series)]
        drawn = [(entry["year"] + 1, entry["pension"] / MILLION) for entry in series if entry["pension"]]
        return cls(
            moment,
            [0.0, *(entry["paid"] / MILLION for entry in series)],
            [0.0, *((entry["paid"] + entry["state"]) / MILLION for entry in series)],
            [(_moment(start), 0.0), *drawn] if start else [],
        )

    def even(self, *, months: int | None) -> tuple[float, float] | None:
        """Where the pension has paid back, after so many months, what the person has paid."""
        if not months or not self.drawn:
            return None
        moment = self.drawn[0][0] + months / 12
        return (moment, self.paid[-1]) if moment <= self.moment[-1] else None


def plan_picture(estimate: Mapping[str, Any]) -> bytes:
    """The picture as PNG.

    :param estimate: an estimate of the calculator `plan` as its ``as_dict`` gives it.
    """
    amounts = estimate["amounts"]
    curves = _Curves.of(estimate)
    even = curves.even(months=amounts.get("payback_months"))
    with drawing() as figure:
        figure.text(0.03, 0.93, _title(amounts), fontsize=TITLE, fontweight="bold", color=INK)
        _name_marks(figure, dict(_marks(amounts, even=even is not None)))
        axes = figure.add_axes((0.13, 0.13, 0.83, 0.4))
        _draw_curves(axes, curves)
        if even:
            axes.plot(*even, **_EVEN, zorder=5)
        day = written_day(estimate["on"])
        figure.text(0.03, 0.02, f"Ước tính theo luật và giá ngày {day}.", fontsize=SMALL, color=INK)
        return as_png(figure)


def _marks(amounts: Mapping[str, Any], *, even: bool) -> Iterator[tuple[str, Any]]:
    """What each mark of the picture means, in words and sums."""
    state = amounts["total_state_support"] + amounts["total_local_support"]
    if amounts["months"]:
        yield f"Anh/chị nộp: {millions(amounts['total_payable'])} triệu", Patch(**_PERSON)
        yield f"Nhà nước đóng đỡ: {millions(state)} triệu", Patch(**_STATE)
    if "monthly_pension" not in amounts:
        yield "Chưa đủ năm để có lương hưu", Line2D([], [], linestyle="none")
        return
    start = written_day(amounts["pension_from"])
    pension = f"Lương hưu: {dong(amounts['monthly_pension'])} đ/tháng\ntừ tháng {start}"
    yield pension, Line2D([], [], **_PENSION)
    if even:
        back = f"Lĩnh {_span(amounts['payback_months'])} thì hòa vốn"
        yield back, Line2D([], [], linestyle="none", **_EVEN)


def _name_marks(figure: Figure, marks: Mapping[str, Any]) -> None:
    figure.legend(
        list(marks.values()),
        list(marks),
        loc="upper left",
        bbox_to_anchor=(0.01, 0.93),
        frameon=False,
        fontsize=TEXT,
        handlelength=1.6,
        labelspacing=0.4,
        labelcolor=INK,
    )


def _title(amounts: Mapping[str, Any]) -> str:
    if not amounts["months"]:
        return "Đã đủ năm, không cần đóng thêm"
    return f"Đóng {'thêm' if _begun(amounts) else 'trong'} {_span(amounts['months'])}"


def _begun(amounts: Mapping[str, Any]) -> bool:
    """Whether months were paid before; the picture shows only what comes."""
    return bool(amounts["total_months"] > amounts["months"])


def _draw_curves(axes: Axes, curves: _Curves) -> None:
    axes.fill_between(curves.moment, curves.paid, **_PERSON, linewidth=0)
    axes.fill_between(curves.moment, curves.paid, curves.both, **_STATE, linewidth=1)
    if curves.drawn:
        axes.plot(*zip(*curves.drawn, strict=True), **_PENSION, path_effects=_HALO)
    axes.set_xlim(curves.moment[0], curves.moment[-1])
    axes.set_ylim(bottom=0)
    axes.set_title("Cộng dồn, triệu đồng", loc="left", fontsize=SMALL, color=INK)
    axes.tick_params(labelsize=SMALL, colors=INK, length=0)
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda year, _: f"{year:.0f}"))
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda millions, _: dong(millions)))
    axes.grid(axis="y", color=GRID)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _moment(day_or_month: str) -> float:
    """2045-07, or a day of it → 2045.5"""
    year, month = day_or_month.split("-")[:2]
    return int(year) + (int(month) - 1) / 12


def _span(count: int) -> str:
    """83 → 6 năm 11 tháng"""
    years, months = divmod(count, 12)
    return " ".join([f"{years} năm"] * bool(years) + [f"{months} tháng"] * bool(months))
