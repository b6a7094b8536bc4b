"""Runs all checks over the project."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from bot.checks.answers import AnswersCheck
from bot.checks.buttons import ButtonsCheck
from bot.checks.catalogue import CatalogueCheck
from bot.checks.contradictions import ContradictionsCheck
from bot.checks.duplicates import DuplicatesCheck
from bot.checks.finer import FinerAnswersCheck
from bot.checks.forms import FormsCheck
from bot.checks.messages import MessagesCheck
from bot.checks.names import NamesCheck
from bot.checks.parameters import ParametersCheck
from bot.checks.problem import Check, Problem
from bot.checks.project import Project
from bot.checks.province import ProvinceCheck
from bot.checks.reachability import ReachabilityCheck
from bot.checks.settings import SettingsCheck
from bot.clock import Clock
from bot.errors import DataError
from bot.rendering import Renderer
from bot.settings import ROOT

CHECKS: Sequence[Check] = (
    ParametersCheck(),
    NamesCheck(),
    CatalogueCheck(),
    AnswersCheck(),
    ContradictionsCheck(),
    ReachabilityCheck(),
    FormsCheck(),
    DuplicatesCheck(),
    ButtonsCheck(),
    MessagesCheck(),
    FinerAnswersCheck(),
    ProvinceCheck(),
    SettingsCheck(),
)


def run_checks(
    *,
    intents_dir: Path,
    messages_dir: Path,
    province: Mapping[str, str] | None = None,
    today: date | None = None,
) -> list[Problem]:
    """Everything that is wrong with the project's data, by file and line.

    :param province: what messages may say of the province; by default that of the settings.
    :param today: the day from which messages are tried out.
    """
    project = Project(
        intents_dir=intents_dir,
        messages_dir=messages_dir,
        code_dir=Path(__file__).parents[1],
        today=today or Clock().today(),
        province=province or province_facts(),
        docs=(ROOT / "README.md", ROOT / "docs"),
        golden_dir=ROOT / "golden",
    )
    return check_project(project)


def check_texts(renderer: Renderer, paths: Collection[str]) -> list[Problem]:
    """What is wrong with texts that are to go live.

    :param paths: the texts that are new; what only others rest on makes all be tried out.
    """
    from bot.settings import load_settings

    settings = load_settings()
    project = Project(
        intents_dir=settings.intents_dir,
        messages_dir=settings.messages_dir,
        code_dir=Path(__file__).parents[1],
        today=Clock(settings.today).today(),
        province=province_facts(),
        golden_dir=settings.golden_dir,
        province_file=settings.province_file,
        texts=renderer,
    )
    checks: Sequence[Check] = (
        MessagesCheck(only=_affected(renderer, paths)),
        ButtonsCheck(),
        FinerAnswersCheck(),
    )
    return check_project(project, checks=checks)


def _affected(renderer: Renderer, paths: Collection[str]) -> frozenset[str]:
    """The messages that may say something else."""
    changed = [renderer.sources[path] for path in paths if path in renderer.sources]
    if any(not source.is_message for source in changed):
        return renderer.responses
    return frozenset(source.response for source in changed)


def check_project(project: Project, *, checks: Sequence[Check] = CHECKS) -> list[Problem]:
    """What the checks find, each thing once: a file that cannot be read stops several checks."""
    found = {problem for check in checks for problem in _run(check, project)}
    return sorted(found, key=lambda problem: (str(problem.file), problem.line or 0, problem.message))


def _run(check: Check, project: Project) -> Iterator[Problem]:
    try:
        yield from check.run(project)
    except DataError as error:
        yield Problem.from_error(error)


def province_facts() -> Mapping[str, str]:
    """What the messages may say of the province and its office, by the settings."""
    from bot.app.talking import province_facts as facts_of
    from bot.settings import load_settings

    return facts_of(load_settings())
