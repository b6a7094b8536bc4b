"""Every field's wrong values with what the person is told, and the right ones with what is kept."""

from pathlib import Path

import pytest
import yaml

from bot.registration.declaring import Declaration

CASES = yaml.safe_load(Path(__file__).with_name("fields.yml").read_text(encoding="utf-8"))


def cases(kind: str):
    return [pytest.param(case, id=f"{case['field']} {case['typed'] or 'trống'}") for case in CASES[kind]]


@pytest.mark.parametrize("case", cases("refused"))
def test_a_wrong_value_is_told_at_its_field_and_nothing_is_read(read, case):
    typed = case["typed"] * case.get("repeat", 1)
    reading = read(**{case["field"]: typed}, **case.get("with", {}))
    assert reading.declaration is None
    assert reading.personal_id is None
    assert reading.errors[case["field"]].startswith(case["says"])
    assert reading.errors[case["field"]].endswith(".")


@pytest.mark.parametrize("case", cases("taken"))
def test_a_right_value_is_kept_in_its_own_form(read, case):
    reading = read(**{case["field"]: case["typed"]}, **case.get("with", {}))
    assert reading.errors == {}
    assert getattr(reading.declaration, case["field"]) == case["value"]


def test_all_that_is_wrong_is_told_at_once(read):
    reading = read(full_name="", gender="", birth_date="1985", income="", agreed="")
    assert {"full_name", "gender", "birth_date", "income", "agreed"} <= reading.errors.keys()


def test_what_is_left_open_stays_open(read):
    declaration = read().declaration
    nothing = ("insurance_number", "ethnicity", "email", "house", "commune", "province", "requests", "papers")
    assert {getattr(declaration, name) for name in nothing} == {None}


def test_a_declaration_comes_back_from_json(read):
    declaration = read(email="ten@example.vn").declaration
    assert Declaration.from_dict(declaration.as_dict()) == declaration
