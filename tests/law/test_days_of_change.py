"""Every change of a figure that a calculator reads has a pair of examples: its last day and the next one's first."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from bot.law import EstimateInputError, Law, ParameterMissingError
from tests.law.tables import examples

DAY = timedelta(days=1)
# Read for the day on which somebody is born, retires or has paid, so the day of the calculation does not matter.
READ_FOR_ANOTHER_DAY = ("pension.retirement_age.", "contribution.rate")


def changes(law: Law) -> Iterator[tuple[str, date]]:
    """The first day of each value that differs from the one before, and the day after a last one."""
    for parameter in law.parameters.values():
        if parameter.name.startswith(READ_FOR_ANOTHER_DAY):
            continue
        before = None
        for dated in parameter.values:
            if before is not None and dated.value != before.value:
                yield parameter.name, dated.valid_from
            before = dated
        for value in parameter.values:
            ended = value.valid_to and all(
                other.valid_from != value.valid_to + DAY for other in parameter.values
            )
            if value.valid_to and ended:
                yield parameter.name, value.valid_to + DAY


@pytest.fixture(scope="module")
def days(law: Law) -> set[tuple[str, date]]:
    """Parameter and day of every example that read the parameter, or could not because it has no value."""
    found = set()
    for example in examples():
        try:
            estimate = law.estimate(example.calculator, on=example.day, **example.inputs)
            found |= {(used.parameter.name, example.day) for used in estimate.parameters}
        except ParameterMissingError as error:
            found.add((error.name, error.day))
        except EstimateInputError as error:
            found |= {
                (name, example.day)
                for name, parameter in law.parameters.items()
                if error.reference and error.reference in {value.reference for value in parameter.values}
            }
    return found


def test_each_change_is_shown_on_both_sides(law: Law, days: set[tuple[str, date]]) -> None:
    wanted = {(name, day) for name, first in changes(law) for day in (first - DAY, first)}
    assert sorted(f"{name} {day}" for name, day in wanted - days) == []
