"""The form of a personal ID against sex and year of birth, case by case."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.registration.declaring import FieldError, check_personal_id, masked_personal_id

CASES = yaml.safe_load(Path(__file__).with_name("personal_ids.yml").read_text(encoding="utf-8"))
SAID = {"gender": "female", "birth_date": date(1985, 9, 5)}


def cases(kind: str):
    return [
        pytest.param(case, id=f"{case['typed'] or 'trống'} {case.get('gender', '')}") for case in CASES[kind]
    ]


@pytest.mark.parametrize("case", cases("refused"))
def test_what_does_not_agree_is_refused_and_the_number_is_not_repeated(case):
    said = SAID | {name: case[name] for name in SAID if name in case}
    with pytest.raises(FieldError) as refused:
        check_personal_id(case["typed"], **said)
    assert refused.value.reason.startswith(case["says"])
    assert not case["typed"].strip() or case["typed"] not in refused.value.reason


@pytest.mark.parametrize("case", cases("taken"))
def test_what_agrees_is_taken_as_twelve_digits(case):
    said = SAID | {name: case[name] for name in SAID if name in case}
    assert check_personal_id(case["typed"], **said) == case["number"]


def test_a_mask_shows_three_digits():
    assert masked_personal_id("024185000001") == "••• ••• ••• 001"
