"""The check of the parameter files finds what a calculation would stumble over."""

from datetime import date
from pathlib import Path

import pytest

from bot.law.checking import Problem, check

TODAY = date(2026, 11, 23)


def write(directory: Path, days: str, *, yearly: bool = False) -> None:
    """A parameter that has a value from each day on; a day after a dash ends it."""
    entries = []
    for day in days.split():
        value = "null" if day.startswith("-") else "{}".format("1")
        source = "" if value == "null" else ", metadata: {reference: [{title: Luật}], status: official}"
        entries.append(f"  {day.lstrip('-')}: {{value: {value}{source}}}")
    text = f"description: Số\nmetadata: {{unit: month, yearly: {str(yearly).lower()}}}\nvalues:\n"
    (directory / "figure.yml").write_text(text + "\n".join(entries) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("days", "yearly", "problems"),
    [
        pytest.param("2020-01-01", False, [], id="còn hiệu lực"),
        pytest.param("2020-01-01 2027-01-01", False, [], id="đã biết giá trị tiếp theo"),
        pytest.param("2020-01-01 -2027-01-22", False, [Problem.ENDS_SOON], id="hết hạn trong 60 ngày"),
        pytest.param("2020-01-01 -2027-01-24", False, [], id="hết hạn sau 61 ngày"),
        pytest.param("2020-01-01 -2026-11-23", False, [Problem.ENDED], id="hết hạn hôm qua"),
        pytest.param("2020-01-01 -2026-11-24", False, [Problem.ENDS_SOON], id="hết hạn hôm nay"),
        pytest.param("2020-01-01 -2021-01-01 2022-01-01", False, [Problem.GAP], id="có khoảng trống"),
        pytest.param("2026-01-01 -2028-01-01", True, [], id="số hằng năm đã có năm sau"),
        pytest.param("2026-01-01 -2027-01-01", True, [Problem.ENDS_SOON], id="số hằng năm chưa có năm sau"),
        pytest.param(
            "2025-01-01 -2026-01-01", True, [Problem.NOT_PUBLISHED], id="số hằng năm chưa có năm nay"
        ),
    ],
)
def test_finding_of_a_file(tmp_path: Path, days: str, yearly: bool, problems: list[Problem]) -> None:
    write(tmp_path, days, yearly=yearly)
    found = check(today=TODAY, directory=tmp_path)
    assert [finding.problem for finding in found] == problems
    for finding in found:
        assert finding.as_dict() == {
            "problem": finding.problem.value,
            "name": "figure",
            "text": finding.text,
            "remedy": finding.remedy,
        }


def test_the_law_itself_lacks_only_what_nobody_has_published() -> None:
    found = {(finding.problem, finding.name) for finding in check(today=TODAY)}
    assert found == {
        (Problem.GAP, "payment.fund_rate"),
        (Problem.ENDS_SOON, "payment.fund_rate"),
        (Problem.ENDS_SOON, "pension.income_index"),
    }
