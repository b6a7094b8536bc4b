"""Stretches of paying get the incomes that were named with them, and none where nobody can tell which is whose."""

import pytest

from bot.actions.person import periods

TWO = ["2018-01/2022-12", "2023-01/2025-06"]


@pytest.mark.parametrize(
    ("incomes", "expected"),
    [
        pytest.param([2_000_000, 4_000_000], [2_000_000, 4_000_000], id="mỗi giai đoạn một mức"),
        pytest.param([2_000_000], [2_000_000, 2_000_000], id="một mức cho tất cả"),
        pytest.param([], [None, None], id="chưa nói mức"),
        pytest.param([1, 2, 3], [None, None], id="không rõ mức nào của giai đoạn nào"),
    ],
)
def test_incomes_go_with_their_stretches(incomes: list[int], expected: list[int | None]) -> None:
    found = periods(TWO, incomes)
    assert [period.get("income") for period in found] == expected
    assert [period["months"] for period in found] == [60, 30]
    assert (found[1]["from"], found[1]["to"]) == ("2023-01", "2025-06")
