"""Each check finds what it is there to find, with file, line and remedy; a good project passes all."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.checks import CHECKS, Check, Problem
from bot.checks.running import check_project

BROKEN = yaml.safe_load((Path(__file__).parent / "broken.yml").read_text(encoding="utf-8"))
CHECK_BY_NAME = {check.name: check for check in CHECKS}


def place(problem: Problem, directory: Path) -> str:
    file = problem.file.relative_to(directory).as_posix()
    return f"{file}:{problem.line}" if problem.line else file


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_good_project_passes(check: Check, project_with) -> None:
    assert check_project(project_with(), checks=[check]) == []


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["case"])
def test_a_broken_project_is_found(case: dict[str, Any], project_with) -> None:
    changes = {key: case[key] for key in ("replace", "remove", "move") if key in case}
    project = project_with(**changes)
    problems = check_project(project, checks=[CHECK_BY_NAME[case["check"]]])
    found = [(place(problem, project.intents_dir.parent), str(problem)) for problem in problems]
    assert any(at == case["at"] and case["says"] in text for at, text in found), found
    assert all(problem.remedy for problem in problems)


def test_every_check_has_a_case() -> None:
    assert {case["check"] for case in BROKEN} == CHECK_BY_NAME.keys()


def test_a_file_that_cannot_be_read_is_reported_once_and_first_things_first(project_with) -> None:
    project = project_with(replace={"intents/registration/_rules.yml": {"rules:": "stories:"}})
    problems = check_project(project)
    assert [str(problem) for problem in problems] == [
        f"{project.intents_dir}/registration/_rules.yml:2: Tệp này không hỗ trợ khóa «stories». → "
        "Bỏ khóa này; có thể dùng: version, rules."
    ]


def test_several_problems_are_all_reported_in_order(project_with) -> None:
    project = project_with(
        replace={
            "messages/titles.yml": {"greet": "hello"},
            "messages/smalltalk/greet.j2": {"registration_start": "registration_begin"},
            "docs/settings.md": {"ANTAM_TODAY": "…", "ANTAM_HOTLINE": "…"},
        }
    )
    assert [place(problem, project.intents_dir.parent) for problem in check_project(project)] == [
        "docs",
        "docs",
        "messages/smalltalk/greet.j2:7",
        "messages/titles.yml:1",
    ]


def test_without_documentation_installed_settings_need_none(project_with) -> None:
    assert check_project(project_with(remove=["docs/settings.md"]), checks=[CHECK_BY_NAME["settings"]]) == []
