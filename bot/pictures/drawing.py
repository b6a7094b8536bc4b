"""What all pictures share: their size, letters and colours, sums as they are written, the drawing one at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

# Square, so that no chat crops it; 1080 pixels are three for each point of a small phone's bubble.
_INCHES, _DPI = 7.2, 150
TITLE, TEXT, SMALL = 24, 20, 17
GREEN, AMBER, BLUE, INK, GRID = "#17452f", "#f2b93b", "#12418f", "#161616", "#d0d0d0"
# Behind every second row of a table.
STRIPE = "#eaf1ec"
MILLION = 1_000_000
# Matplotlib's fonts and settings are shared by all threads.
_ONE_AT_A_TIME = Lock()


@contextmanager
def drawing() -> Iterator[Figure]:
    """An empty square for one picture; nobody else draws within the block."""
    with _ONE_AT_A_TIME, rc_context({"font.family": "DejaVu Sans", "hatch.linewidth": 1.5}):
        yield Figure(figsize=(_INCHES, _INCHES), dpi=_DPI, facecolor="white")


def as_png(figure: Figure) -> bytes:
    """The finished picture."""
    FigureCanvasAgg(figure)
    content = BytesIO()
    figure.savefig(content, format="png")
    return content.getvalue()


def draw_bar(figure: Figure, low: float, height: float, colour: str) -> None:
    """The ground of a table's row, nearly as wide as the picture."""
    figure.add_artist(Rectangle((0.015, low), 0.97, height, facecolor=colour, edgecolor="none"))


def dong(amount: float) -> str:
    """1140676 → 1.140.676"""
    return f"{amount:,.0f}".replace(",", ".")


def millions(amount: int) -> str:
    """94133600 → 94,1"""
    return f"{amount / MILLION:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def written_day(day: str) -> str:
    """2026-11-23 → 23/11/2026"""
    return "/".join(reversed(day.split("-")))
