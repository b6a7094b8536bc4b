"""`antam law`: the parameters of a day, what changes between two days, what is wrong or soon missing."""

import json

import pytest


def test_all_parameters_are_shown_with_the_value_of_the_day(antam) -> None:
    shown = antam("law", "show").stdout
    assert "Ngày 23/11/2026" in shown
    assert "pension.retirement_age.male" in shown
    assert "benefits.maternity.amount" in shown


@pytest.mark.parametrize(
    ("day", "minimum"),
    [("2026-12-31", "1.500.000 đồng"), ("2027-01-01", "2.200.000 đồng")],
    ids=["ngày cuối của mức cũ", "ngày đầu của mức mới"],
)
def test_the_values_of_another_day_and_one_topic(antam, day: str, minimum: str) -> None:
    shown = antam("law", "show", "contribution", "--on", day).stdout
    assert minimum in shown
    assert "pension." not in shown


def test_one_parameter_is_shown_over_time_with_its_sources(antam) -> None:
    shown = antam("law", "show", "contribution.minimum_income").stdout
    for wanted in ("700.000", "1.500.000", "2.200.000", "01/01/2027", "Nghị định 351/2025/NĐ-CP", "báo chí"):
        assert wanted in shown


def test_a_day_before_a_parameter_shows_a_dash(antam) -> None:
    shown = antam("law", "show", "scheme", "--on", "2000-01-01")
    assert shown.exit_code == 0
    assert "–" in shown.stdout


def test_an_unknown_name_is_refused_with_similar_ones(antam) -> None:
    result = antam("law", "show", "contribution.minimum")
    assert result.exit_code == 1
    assert "contribution.minimum_income" in result.exception.remedy


def test_the_difference_of_two_days_tells_what_changes_for_whom(antam) -> None:
    shown = antam("law", "diff", "2026-12-31", "2027-01-01").stdout
    for wanted in ("Điều thay đổi", "2.200.000 đồng", "hộ cận nghèo, đóng hằng tháng", "198.000", "290.400"):
        assert wanted in shown


def test_the_difference_as_json_has_the_figures(antam) -> None:
    content = json.loads(antam("law", "diff", "2026-12-31", "2027-01-01", "--json").stdout)
    changed = {change["name"]: (change["before"], change["after"]) for change in content["parameters"]}
    assert changed["contribution.minimum_income"] == (1_500_000, 2_200_000)
    assert {"category": "poor", "payment_method": "monthly", "before": 165_000, "after": 242_000}.items() <= (
        content["people"][0].items()
    )


def test_two_days_of_the_same_law_do_not_differ(antam) -> None:
    assert "không khác gì" in antam("law", "diff", "2026-11-23", "2026-11-24").stdout


@pytest.mark.parametrize("day", ["2026-13-01", "hôm nay"])
def test_a_day_that_is_none_is_refused(antam, day: str) -> None:
    assert antam("law", "diff", "2026-11-23", day).exit_code == 2


def test_the_check_names_what_is_missing_and_what_to_do(antam) -> None:
    result = antam("law", "check")
    assert result.exit_code == 0
    for wanted in ("chỗ trống", "sắp hết hạn", "payment.fund_rate", "Bổ sung"):
        assert wanted in result.stdout


def test_the_check_as_json(antam) -> None:
    findings = json.loads(antam("law", "check", "--json").stdout)
    assert {"problem", "name", "text", "remedy"} <= findings[0].keys()
    assert "payment.fund_rate" in {finding["name"] for finding in findings}


@pytest.mark.parametrize(
    ("role", "username", "told"),
    [
        ("manager", "lan", "0 người được báo số mới"),
        ("officer", "lan", "không được báo số tiền mới"),
        ("manager", "minh", "Không có tài khoản «minh»"),
    ],
    ids=["lãnh đạo", "cán bộ", "không có tài khoản"],
)
def test_corrections_are_sent_by_an_account_that_leads(
    antam, monkeypatch, tmp_path, model_dir, role: str, username: str, told: str
) -> None:
    monkeypatch.setenv("ANTAM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ANTAM_MODEL_DIR", str(model_dir))
    antam("staff", "add", "lan", "--name", "Hoàng Lan", "--role", role)
    result = antam("law", "impact", "--on", "2027-01-01", "--send", "--by", username, "--yes")
    assert told in f"{result.stdout}{result.exception}"
