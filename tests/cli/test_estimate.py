"""`antam estimate`: lines in, lines out, in their order; and one estimate for a reader."""

import json

import pytest

from bot.law import Law

# Options of one estimate by each calculator, and a figure that a reader must find.
EXAMPLES = {
    "eligibility": ("--age 40", "có"),
    "plan": ("--gender male --age 40", "264.000 đồng"),
    "contribution": ("--income 1500000", "264.000 đồng"),
    "contribution_limits": ("", "50.600.000 đồng mỗi tháng"),
    "state_support": ("--category poor", "165.000 đồng"),
    "income_for_payment": ("--payable 264000", "1.500.000 đồng mỗi tháng"),
    "income_for_pension": ("--monthly-pension 2000000 --gender male --months 240", "4.444.445 đồng"),
    "refund": (
        "--income 1500000 --payment-method yearly --ground death --months-left 3",
        "792.000 đồng",
    ),
    "late_payment": ("--income 1500000 --months-late 2 --on 2017-05-05", "334.359 đồng"),
    "missing_years": ("--gender male --birth-date 1965 --months-paid 140 --income 1500000", "40 tháng"),
    "retirement_age": ("--gender female --birth-date 1972-05", "58 tuổi 4 tháng"),
    "average_income": ("--months-paid 180 --average-income 2000000", "2.000.000 đồng mỗi tháng"),
    "pension_rate": ("--gender male --months-paid 180", "40 %"),
    "pension": ("--gender male --months-paid 180 --average-income 2000000", "800.000 đồng mỗi tháng"),
    "lump_sum": ("--case illness --months-paid 60 --average-income 2000000", "20.000.000 đồng"),
    "monthly_allowance": (
        "--gender male --birth-date 1960 --months-paid 60 --average-income 2000000",
        "38 tháng",
    ),
    "social_pension": ("--birth-date 1955", "540.000 đồng"),
    "maternity": ("--months 6", "2.000.000 đồng"),
    "funeral": ("--months-paid 60", "25.300.000 đồng"),
    "survivor": ("--months-paid 60 --average-income 2000000", "20.000.000 đồng"),
    "health_household": ("--persons 2", "1.366.200 đồng; 956.340 đồng"),
    "accident_insurance": ("", "426.000 đồng"),
}


def test_each_line_gets_its_own_answer_in_the_order_asked(antam) -> None:
    lines = (
        '{"calculator": "contribution", "income": 1500000}',
        '{"calculator": "contribution", "income": 1500000, "category": "poor"}',
        '{"calculator": "contribution", "on": "2027-01-01", "income": 2200000}',
    )
    result = antam("estimate", "--json", stdin="\n".join(lines))
    assert result.exit_code == 0
    assert [json.loads(line)["payable"] for line in result.stdout.splitlines()] == [264_000, 165_000, 387_200]


def test_a_line_is_answered_with_the_laws_own_estimate(antam) -> None:
    request = {"calculator": "plan", "on": "2026-11-23", "gender": "female", "birth_date": "1985"}
    result = antam("estimate", "--json", stdin=json.dumps(request))
    assert json.loads(result.stdout) == Law.load().answer(request).as_response()


def test_bad_lines_are_refused_in_their_place_and_the_others_still_answered(antam) -> None:
    lines = (
        b'{"calculator": "contribution", "income": 1}',
        b"khong phai json",
        b"\xff\xfe",
        b"",
        b'{"calculator": "contribution_limits"}',
    )
    result = antam("estimate", "--json", stdin=b"\n".join(lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [answer.get("field") for answer in answers] == ["income", "body", "body", None]
    assert answers[-1]["minimum_income"] == 1_500_000


def test_lines_are_answered_with_lines_also_without_saying_so(antam) -> None:
    result = antam("estimate", stdin='{"calculator": "contribution_limits"}\n{"calculator": "contribution"}')
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer.get("error") for answer in answers] == [None, "estimate_input"]
    assert result.exit_code == 1


def test_nothing_in_gives_nothing_out(antam) -> None:
    result = antam("estimate", "--json")
    assert (result.exit_code, result.stdout) == (0, "")


def test_one_estimate_for_a_reader_has_figures_working_articles_and_the_next_change(antam) -> None:
    result = antam("estimate", "contribution", "--income", "1500000", "--category", "near_poor")
    assert result.exit_code == 0
    for wanted in (
        "23/11/2026",
        "198.000 đồng",
        "330.000 − 132.000 = 198.000",
        "Từ ngày 01/01/2027",
        "290.400 đồng",
        "Điều 36 khoản 1",
        "Giả định",
    ):
        assert wanted in result.stdout


def test_a_plan_for_a_reader_puts_the_other_ways_beside_it(antam) -> None:
    result = antam("estimate", "plan", "--gender=female", "--birth-date=1985", "--income=3000000")
    assert "Đặt cạnh nhau" in result.stdout
    assert "nghỉ 4 tháng mỗi năm" in result.stdout
    assert "Cần biết" in result.stdout


@pytest.mark.parametrize(
    "options",
    [("--category", "poor", "--category", "near_poor"), ("--category", '["poor", "near_poor"]')],
    ids=["nêu hai lần", "nêu một danh sách"],
)
def test_several_groups_may_be_named(antam, options: tuple[str, ...]) -> None:
    result = antam("estimate", "contribution", "--json", "--income=1500000", *options)
    answer = json.loads(result.stdout)
    assert answer["inputs"]["category"] == ["poor", "near_poor"]
    assert answer["payable"] == 165_000


def test_a_day_and_periods_are_taken_as_written(antam) -> None:
    period = '[{"from": "2020-01", "to": "2024-12", "income": 1500000}]'
    result = antam(
        "estimate", "average_income", "--on", "2026-11-23", "--voluntary-periods", period, "--json"
    )
    assert json.loads(result.stdout)["months"] == 60


def test_an_estimate_that_is_refused_tells_why(antam) -> None:
    result = antam("estimate", "contribution", "--income", "1000000")
    assert result.exit_code == 1
    assert "phải từ 1.500.000 đến 50.600.000 đồng" in result.stderr


@pytest.mark.parametrize("options", [("--income",), ("1500000",), ("-x", "1")], ids=" ".join)
def test_options_that_are_no_pairs_are_refused(antam, options: tuple[str, ...]) -> None:
    result = antam("estimate", "contribution", *options)
    assert result.exit_code == 2
    assert "--tên giá-trị" in result.stderr


def test_the_calculators_are_listed_with_what_they_take(antam) -> None:
    result = antam("estimate", "--list")
    assert "--monthly-pension*" in result.stdout
    assert all(name in result.stdout for name in Law.load().calculators)


@pytest.mark.parametrize("calculator", sorted(EXAMPLES))
def test_every_calculator_can_be_shown_to_a_reader(antam, calculator: str) -> None:
    options, wanted = EXAMPLES[calculator]
    result = antam("estimate", calculator, *options.split())
    assert result.exit_code == 0, result.stderr
    assert wanted in result.stdout


def test_there_is_an_example_of_every_calculator() -> None:
    assert set(EXAMPLES) == set(Law.load().calculators)
