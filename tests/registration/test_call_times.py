"""Times to call that were typed without tone marks are read with them."""

from pathlib import Path

import pytest
import yaml

from bot.registration.call_times import with_marks

CASES = yaml.safe_load((Path(__file__).parent / "call_times.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("typed", "shown"), CASES.items(), ids=list(CASES))
def test_a_time_is_shown_with_its_marks(typed: str, shown: str) -> None:
    assert with_marks(typed) == shown
