"""The table of choices as a picture: every kind fits into its square, however large the sums."""

from io import BytesIO

import numpy as np
import pytest
from matplotlib.image import imread

from bot.law import Law
from bot.law.choices import choices
from bot.pictures.alternatives import alternatives_picture
from bot.pictures.choices import choices_picture
from bot.rendering.filters import cited

LAW = Law.load()
TABLES = {
    "mọi cách đóng, mức cao nhất": ([50_600_000], "near_poor"),
    "tám mức": (
        [1_500_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000, 8_000_000, 10_000_000, 50_600_000],
        "other",
    ),
    "người dân tộc thiểu số": ([2_000_000], "ethnic_minority"),
}
PLANS = {
    "mức cao nhất, sáu cách": {
        "gender": "female",
        "age": 25,
        "income": 50_600_000,
        "months_paid": 12,
        "average_income": 50_000_000,
    },
    "dừng sớm, chưa có lương hưu": {"gender": "male", "age": 40, "months": 60, "category": "poor"},
    "gần tuổi nghỉ": {
        "gender": "male",
        "age": 57,
        "income": 3_000_000,
        "months_paid": 96,
        "average_income": 2_000_000,
    },
}


def drawn(png: bytes) -> np.ndarray:
    """Rows of pixels, red, green and blue from 0 to 255."""
    return np.rint(imread(BytesIO(png), format="png")[:, :, :3] * 255).astype(int)


def has_margins(pixels: np.ndarray) -> bool:
    """Whether nothing is drawn at the edges."""
    return all((side == 255).all() for side in (pixels[:8], pixels[-8:], pixels[:, :8], pixels[:, -8:]))


@pytest.mark.parametrize("name", TABLES)
def test_nothing_is_written_beyond_the_edge_or_over_another(name: str) -> None:
    incomes, category = TABLES[name]
    table = choices(LAW, on="2026-11-24", incomes=incomes, category=category)
    png = choices_picture(table.as_dict(), sources=cited(table.references, clauses=False))
    pixels = drawn(png)
    assert pixels.shape == (1080, 1080, 3)
    assert has_margins(pixels)
    # Between the columns of sums the ground shows through on the whole height of the table.
    rows = pixels[220:820]
    assert any(_is_ground(rows[:, x]) for x in range(680, 820))


@pytest.mark.parametrize("name", PLANS)
def test_the_ways_beside_a_plan_fit_too(name: str) -> None:
    pixels = drawn(alternatives_picture(LAW.estimate("plan", on="2026-11-24", **PLANS[name]).as_dict()))
    assert has_margins(pixels)


def _is_ground(column: np.ndarray) -> bool:
    """Whether a column of pixels has no letters: only white, the stripe and the head's green."""
    grounds = np.array([[255, 255, 255], [234, 241, 236], [23, 69, 47]])
    near = np.abs(column[:, None, :] - grounds[None]).max(axis=2).min(axis=1)
    return bool((near <= 12).all())
