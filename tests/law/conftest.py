"""The law that all tests of the law share; it never changes."""

import pytest

from bot.law import Law


@pytest.fixture(scope="session")
def law() -> Law:
    return Law.load()
