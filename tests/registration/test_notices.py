"""When a person is told something: not at night."""

from datetime import datetime

import pytest

from bot.clock import VIETNAM
from bot.registration import waking


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-11-24T07:00", "2026-11-24T07:00"),
        ("2026-11-24T20:59", "2026-11-24T20:59"),
        ("2026-11-24T21:00", "2026-11-25T07:00"),
        ("2026-11-24T23:59", "2026-11-25T07:00"),
        ("2026-11-24T00:00", "2026-11-24T07:00"),
        ("2026-11-24T06:59", "2026-11-24T07:00"),
        ("2026-12-31T22:00", "2027-01-01T07:00"),
    ],
)
def test_nobody_is_woken(now, told):
    def moment(text):
        return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)

    assert waking(moment(now)) == moment(told)
