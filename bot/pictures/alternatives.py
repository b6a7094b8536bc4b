"""Draws the ways of paying beside a plan: what each costs at a time and in all, and the pension that comes of it."""

from collections.abc import Iterator, Mapping
from textwrap import fill
from typing import Any

from matplotlib.figure import Figure

from bot.pictures.drawing import (
    GREEN,
    INK,
    SMALL,
    STRIPE,
    TITLE,
    as_png,
    dong,
    draw_bar,
    drawing,
    millions,
    written_day,
)

_EDGE, _ENDS = 0.03, (0.28, 0.53, 0.785, 0.97)
_TOP, _BOTTOM, _HEAD = 0.86, 0.09, 0.055
_NAME_SIZE, _NAME_WIDTH = 16, 55
# A way this high has room for a name of two lines.
_ROOMY = 0.115
_HEAD_SIZE, _SUM_SIZE = 13.5, 18
_HEADS = ("Mỗi lần nộp", "Tất cả, triệu", "Lương hưu", "Từ tháng")
_NO_PENSION = "chưa có"


def alternatives_picture(estimate: Mapping[str, Any]) -> bytes:
    """The picture as PNG.

    :param estimate: an estimate of the calculator `plan` as its ``as_dict`` gives it.
    """
    amounts = estimate["amounts"]
    ways = [{**amounts, "title": "Cách đang tính"}, *amounts["alternatives"]]
    height = min((_TOP - _HEAD - _BOTTOM) / len(ways), 0.13)
    with drawing() as figure:
        figure.text(_EDGE, 0.925, "So các cách đóng", fontsize=TITLE, fontweight="bold", color=INK)
        _draw_heads(figure)
        for number, way in enumerate(ways):
            _draw_way(figure, way, low=_TOP - _HEAD - (number + 1) * height, height=height, number=number)
        day = written_day(estimate["on"])
        figure.text(_EDGE, 0.03, f"Ước tính theo luật và giá ngày {day}.", fontsize=SMALL, color=INK)
        return as_png(figure)


def _draw_heads(figure: Figure) -> None:
    low = _TOP - _HEAD
    draw_bar(figure, low, _HEAD, GREEN)
    for end, words in zip(_ENDS, _HEADS, strict=True):
        _draw_sum(figure, end, low + 0.018, words, size=_HEAD_SIZE, colour="white")


def _draw_way(figure: Figure, way: Mapping[str, Any], *, low: float, height: float, number: int) -> None:
    """The name above its sums; every second way stands on a stripe."""
    if number % 2:
        draw_bar(figure, low, height, STRIPE)
    name = fill(_short(way["title"]), _NAME_WIDTH, max_lines=2 if height >= _ROOMY else 1, placeholder="…")
    figure.text(_EDGE, low + height - 0.008, name, fontsize=_NAME_SIZE, color=INK, va="top", linespacing=1.15)
    for end, words in zip(_ENDS, _sums(way), strict=True):
        _draw_sum(figure, end, low + 0.014, words, size=_SUM_SIZE, colour=INK)


def _draw_sum(figure: Figure, end: float, line: float, words: str, *, size: float, colour: str) -> None:
    figure.text(end, line, words, fontsize=size, fontweight="bold", color=colour, ha="right")


def _sums(way: Mapping[str, Any]) -> Iterator[str]:
    yield dong(way["payable"])
    yield millions(way["total_payable"])
    pension = way.get("monthly_pension")
    yield dong(pension) if pension else _NO_PENSION
    yield written_day(way["pension_from"]) if pension else ""


def _short(title: str) -> str:
    """Thu nhập 3.000.000 đồng, đóng hằng tháng → Mức 3.000.000, hằng tháng"""
    return title.replace("Thu nhập ", "Mức ").replace(" đồng, đóng ", ", ")
