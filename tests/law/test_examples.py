"""Every worked example of the law comes out exactly, or is refused with the allowed range."""

import json
from collections import Counter
from typing import Any

import pytest

from bot.law import EstimateInputError, Law, ParameterMissingError
from tests.law.tables import Example, examples

EXAMPLES = examples()


def of_kind(kind: str) -> list[Any]:
    found = [example for example in EXAMPLES if getattr(example, kind) is not None]
    return [pytest.param(example, id=example.id) for example in found]


@pytest.mark.parametrize("example", of_kind("result"))
def test_example_comes_out_as_the_source_says(law: Law, example: Example) -> None:
    estimate = law.estimate(example.calculator, on=example.day, **example.inputs)
    given = estimate.as_response()
    for name, expected in (example.result or {}).items():
        allowed = example.tolerance.get(name)
        if allowed is None:
            assert given[name] == expected, name
        else:
            assert abs(given[name] - expected) <= allowed, name
    codes = {warning["code"] for warning in given["warnings"]}
    assert set(example.warnings) <= codes


@pytest.mark.parametrize("example", of_kind("refused"))
def test_example_is_refused_with_field_and_range(law: Law, example: Example) -> None:
    with pytest.raises(EstimateInputError) as refusal:
        law.estimate(example.calculator, on=example.day, **example.inputs)
    error = refusal.value.as_dict()
    expected = example.refused or {}
    assert {name: error.get(name) for name in expected} == expected
    assert error["reason"].endswith(".")


@pytest.mark.parametrize("example", of_kind("not_published"))
def test_example_says_that_the_figure_is_not_published(law: Law, example: Example) -> None:
    with pytest.raises(ParameterMissingError) as missing:
        law.estimate(example.calculator, on=example.day, **example.inputs)
    assert missing.value.name == example.not_published
    assert missing.value.as_dict()["parameter"] == example.not_published
    assert missing.value.reason.startswith("Chưa có số liệu")


@pytest.mark.parametrize("example", of_kind("result"))
def test_estimate_shows_how_it_arose_in_plain_json(law: Law, example: Example) -> None:
    estimate = law.estimate(example.calculator, on=example.day, **example.inputs)
    outputs = {output.name for output in law.calculators[example.calculator].outputs}
    assert set(estimate.amounts) <= outputs
    assert json.loads(json.dumps(estimate.as_dict())) == estimate.as_dict()
    assert estimate.steps or estimate.inputs.get("average_income") or not estimate.amounts.get("eligible")


def test_every_example_tells_one_outcome_and_its_source_once() -> None:
    for example in EXAMPLES:
        outcomes = [example.result, example.refused, example.not_published]
        assert sum(outcome is not None for outcome in outcomes) == 1, example.id
        assert example.reference, example.id
        assert bool(example.tolerance) <= bool(example.note), example.id
    assert [name for name, times in Counter(e.id for e in EXAMPLES).items() if times > 1] == []


def test_every_calculator_has_examples(law: Law) -> None:
    assert set(law.calculators) - {example.calculator for example in EXAMPLES} == set()
