"""A broken parameter file is refused with file, line and remedy; a good one is read exactly."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.law import Law, LawDataError
from bot.law.checking import Problem, check
from bot.law.dated import Status, Unit
from bot.law.loading import load_parameters

BROKEN = yaml.safe_load((Path(__file__).parent / "broken_parameters.yml").read_text(encoding="utf-8"))
GOOD = """\
description: Một con số
documentation: |
  Vì sao.
metadata:
  unit: currency-VND
  yearly: true
values:
  2020-01-01:
    value: 1_500_000.5
    metadata:
      reference:
        - title: Luật một
          href: https://example.org
        - title: Luật hai
      status: press
  2021-01-01:
    value: null
  2022-01-01:
    value: 2
    metadata:
      reference: [{title: Luật ba}]
      status: official
"""


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in BROKEN])
def test_broken_file_is_refused_with_its_place(tmp_path: Path, case: dict[str, Any]) -> None:
    file = tmp_path / "broken.yml"
    file.write_text(case["text"], encoding="utf-8")
    with pytest.raises(LawDataError, match=case["reason"]) as refusal:
        Law.load(directory=tmp_path)
    assert refusal.value.file == file
    assert refusal.value.remedy
    assert case.get("line") in (None, refusal.value.line)
    assert [
        (finding.problem, finding.file) for finding in check(today=date(2026, 11, 23), directory=tmp_path)
    ] == [(Problem.BROKEN, file)]


def test_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_bytes("description: số".encode("utf-16"))
    with pytest.raises(LawDataError, match="UTF-8"):
        load_parameters(tmp_path)


def test_file_with_a_control_character_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_bytes(b"description: a\x01\n")
    with pytest.raises(LawDataError, match="không đọc được"):
        load_parameters(tmp_path)


def test_good_file_is_read_exactly(tmp_path: Path) -> None:
    (tmp_path / "topic").mkdir()
    (tmp_path / "topic" / "figure.yml").write_text(GOOD, encoding="utf-8")
    found = load_parameters(tmp_path)["topic.figure"]
    assert (found.description, found.documentation, found.unit, found.yearly) == (
        "Một con số",
        "Vì sao.",
        Unit.VND,
        True,
    )
    first, last = found
    assert (first.value, first.valid_from, first.valid_to) == (
        Decimal("1500000.5"),
        date(2020, 1, 1),
        date(2020, 12, 31),
    )
    assert (first.reference, first.status) == ("Luật một; Luật hai", Status.PRESS)
    assert (last.valid_to, found.known_from, found.known_to) == (None, date(2020, 1, 1), None)
    assert found.gaps() == [(date(2021, 1, 1), date(2021, 12, 31))]


def test_every_parameter_of_the_law_says_what_it_is_and_since_when(law: Law) -> None:
    for parameter in law.parameters.values():
        assert parameter.description[0].isupper() or parameter.description[0].isdigit(), parameter.name
        assert not parameter.description.endswith("."), parameter.name
