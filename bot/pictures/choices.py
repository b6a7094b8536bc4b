"""Draws a table of choices: what each way of paying, or each income, costs; in letters for a small phone."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from matplotlib.figure import Figure

from bot.pictures.drawing import (
    GREEN,
    INK,
    SMALL,
    STRIPE,
    TEXT,
    TITLE,
    as_png,
    dong,
    draw_bar,
    drawing,
    written_day,
)

_WAYS = {
    "monthly": "Hằng tháng",
    "quarterly": "3 tháng một lần",
    "half_yearly": "6 tháng một lần",
    "yearly": "12 tháng một lần",
}
# Where the second and third column end; the first one begins at the left edge.
_EDGE, _ENDS = 0.03, {"method": (0.70, 0.97), "income": (0.62, 0.97)}
# Which column holds what the table is read for.
_MAIN = {"method": 1, "income": 2}
_TOP, _BOTTOM = 0.80, 0.24
# How far below the middle of its row a line of letters stands.
_BELOW = 0.013
_SOURCES_SIZE, _SOURCES_WIDTH, _SOURCES_LINES = 11, 84, 4


def choices_picture(choices: Mapping[str, Any], *, sources: str) -> bytes:
    """The picture as PNG.

    :param choices: a table of choices as its ``as_dict`` gives it.
    :param sources: the articles behind it, in one line.
    """
    with drawing() as figure:
        _draw_heading(figure, choices)
        _draw_rows(figure, [_heads(choices), *_rows(choices)], by=choices["by"])
        _draw_notes(figure, choices, sources)
        return as_png(figure)


def _draw_heading(figure: Figure, choices: Mapping[str, Any]) -> None:
    income = choices["rows"][0]["income"]
    title = f"Chọn mức {dong(income)} đ/tháng" if choices["by"] == "method" else "Mỗi tháng nộp bao nhiêu?"
    supported = any(row["support"] for row in choices["rows"])
    group = choices["group"][:1].upper() + choices["group"][1:]
    about = f"{group},\nđã trừ phần Nhà nước đóng đỡ" if supported else f"{group},\nNhà nước không đóng đỡ"
    figure.text(_EDGE, 0.93, title, fontsize=TITLE, fontweight="bold", color=INK)
    figure.text(_EDGE, 0.905, about, fontsize=SMALL, color=INK, verticalalignment="top", linespacing=1.3)


def _heads(choices: Mapping[str, Any]) -> Sequence[str]:
    if choices["by"] == "method":
        return ("Cách đóng", "Mỗi lần nộp", "Mỗi tháng")
    return ("Mức chọn", "Nhà nước đỡ", "Anh/chị nộp")


def _rows(choices: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    for row in choices["rows"]:
        if choices["by"] == "method":
            name = _WAYS.get(row["payment_method"]) or f"Trước {row['years']} năm"
            yield (name, dong(row["payable"]), dong(row["per_month"]))
        else:
            yield (dong(row["income"]), dong(row["support"]), dong(row["payable"]))


def _draw_rows(figure: Figure, rows: Sequence[Sequence[str]], *, by: str) -> None:
    """The heads in white on a dark bar, then the rows; every second one stands on a stripe."""
    height = (_TOP - _BOTTOM) / len(rows)
    for number, cells in enumerate(rows):
        low = _TOP - (number + 1) * height
        if number % 2 == 0:
            draw_bar(figure, low, height, STRIPE if number else GREEN)
        _draw_cells(figure, cells, line=low + height / 2 - _BELOW, by=by, is_head=number == 0)


def _draw_cells(figure: Figure, cells: Sequence[str], *, line: float, by: str, is_head: bool) -> None:
    size, colour = (SMALL, "white") if is_head else (TEXT, INK)
    places = [(_EDGE, "left"), *((end, "right") for end in _ENDS[by])]
    for column, ((x, side), words) in enumerate(zip(places, cells, strict=True)):
        weight = "bold" if is_head or column == _MAIN[by] else "normal"
        look: dict[str, Any] = {
            "fontsize": size,
            "fontweight": weight,
            "color": colour,
            "horizontalalignment": side,
        }
        figure.text(x, line, words, **look)


def _draw_notes(figure: Figure, choices: Mapping[str, Any], sources: str) -> None:
    notes = f"Tính bằng đồng, theo luật ngày {written_day(choices['on'])}."
    if choices["changes_on"]:
        notes += f"\nTừ ngày {written_day(choices['changes_on'])} số tiền sẽ khác."
    figure.text(_EDGE, 0.215, notes, fontsize=SMALL, color=INK, verticalalignment="top", linespacing=1.3)
    lines = wrap(f"Căn cứ: {sources}", _SOURCES_WIDTH, max_lines=_SOURCES_LINES, break_on_hyphens=False)
    figure.text(_EDGE, 0.02, "\n".join(lines), fontsize=_SOURCES_SIZE, color=INK, linespacing=1.3)
