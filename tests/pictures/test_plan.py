"""The drawing itself: every kind of plan can be drawn, in time, and shows what it should."""

import subprocess
import sys
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from matplotlib.image import imread

from bot.law import Law
from bot.pictures.plan import plan_picture

LAW = Law.load()
GREEN, AMBER, BLUE = ((23, 69, 47), (242, 185, 59), (18, 65, 143))
PLANS = {
    "từ đầu, mức thấp nhất": {"gender": "female", "birth_date": "1985"},
    "đóng tiếp, mức cao": {
        "gender": "male",
        "birth_date": "1967",
        "months_paid": 120,
        "average_income": 3_000_000,
    },
    "dừng sớm, chưa có lương hưu": {"gender": "male", "age": 40, "months": 60},
    "đã đủ năm và đủ tuổi": {"gender": "female", "age": 66, "months_paid": 200, "average_income": 3_000_000},
    "đóng một lần cho năm thiếu": {
        "gender": "male",
        "age": 60,
        "payment_method": "missing_years",
        "months_paid": 130,
        "average_income": 2_000_000,
    },
    "lâu nhất, mức cao nhất": {"gender": "female", "age": 15, "income": 50_600_000},
    "nghỉ bốn tháng mỗi năm": {"gender": "male", "age": 30, "skip_months": 4},
}


def picture(**inputs: Any) -> np.ndarray:
    """Rows of pixels, red, green and blue from 0 to 255."""
    png = plan_picture(LAW.estimate("plan", on="2026-11-23", **inputs).as_dict())
    return np.rint(imread(BytesIO(png), format="png")[:, :, :3] * 255).astype(int)


def shows(pixels: np.ndarray, colour: tuple[int, int, int]) -> bool:
    """Whether an area of a colour, not only a mark beside a name, is in the lower half."""
    half = pixels[len(pixels) // 2 :]
    return bool((np.abs(half - colour).max(axis=2) <= 2).sum() > 300)


@pytest.mark.parametrize("name", PLANS)
def test_every_kind_of_plan_is_drawn(name: str) -> None:
    pixels = picture(**PLANS[name])
    paid = name != "đã đủ năm và đủ tuổi"
    assert pixels.shape == (1080, 1080, 3)
    assert shows(pixels, GREEN) == paid
    assert shows(pixels, BLUE) == (name != "dừng sớm, chưa có lương hưu")


def test_the_states_part_is_seen() -> None:
    assert shows(picture(gender="female", birth_date="1985", category="poor"), AMBER)


@pytest.mark.parametrize("name", PLANS)
def test_nothing_is_written_beyond_the_edge(name: str) -> None:
    pixels = picture(**PLANS[name])
    edge = np.concatenate(
        [pixels[:8].reshape(-1, 3), pixels[:, :8].reshape(-1, 3), pixels[:, -8:].reshape(-1, 3)]
    )
    assert (edge == 255).all()


def test_matplotlib_is_not_imported_before_a_picture_is_drawn() -> None:
    code = "import sys, bot.app; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
