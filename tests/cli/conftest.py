"""The command line in this process, on a fixed day, in a window wide enough for every table."""

from collections.abc import Callable

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import cli, shared

Run = Callable[..., Result]


@pytest.fixture
def antam(monkeypatch: pytest.MonkeyPatch) -> Run:
    """``antam("law", "show", stdin="…")`` runs a command; an error that it raises is in the result."""
    monkeypatch.setenv("ANTAM_TODAY", "2026-11-23")
    for console in (shared.out, shared.err):
        monkeypatch.setattr(console, "width", 240)

    def run(*arguments: str, stdin: str | bytes = "") -> Result:
        return CliRunner().invoke(cli, arguments, input=stdin)

    return run
