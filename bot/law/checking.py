"""Checks the parameter files for what a calculation would stumble over, today or soon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.law.dated import Parameter
from bot.law.errors import LawDataError, ParameterMissingError
from bot.law.loading import PARAMETERS_DIR, load_parameter, parameter_files

SOON = timedelta(days=60)


class Problem(StrEnum):
    """What can be wrong; only ``broken`` keeps the law from being loaded."""

    BROKEN = "broken"
    GAP = "gap"
    ENDED = "ended"
    ENDS_SOON = "ends_soon"
    NOT_PUBLISHED = "not_published"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look after, with the file and what to do."""

    problem: Problem
    name: str
    text: str
    remedy: str
    file: Path

    def as_dict(self) -> dict[str, Any]:
        return {"problem": self.problem.value, "name": self.name, "text": self.text, "remedy": self.remedy}


def check(*, today: date, directory: Path = PARAMETERS_DIR) -> list[Finding]:
    """Every finding in a directory of parameter files.

    A day written twice, a missing reference or an unknown key makes a file broken; the others are still checked.
    Days cannot overlap otherwise, because a value ends where the next one begins.
    """
    return [finding for file in parameter_files(directory) for finding in _check_file(file, directory, today)]


def _check_file(file: Path, directory: Path, today: date) -> Iterator[Finding]:
    try:
        parameter = load_parameter(file, directory)
    except LawDataError as error:
        name = str(file.relative_to(directory))
        yield Finding(Problem.BROKEN, name, error.reason, error.remedy, file)
    else:
        yield from _gaps(parameter)
        yield from _yearly(parameter, today) if parameter.yearly else _end(parameter, today)


def _gaps(parameter: Parameter) -> Iterator[Finding]:
    for first, last in parameter.gaps():
        yield _finding(
            parameter,
            Problem.GAP,
            f"không có giá trị từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}",
            "Bổ sung giá trị của khoảng đó kèm căn cứ, nếu tìm được.",
        )


def _end(parameter: Parameter, today: date) -> Iterator[Finding]:
    """A last value that has ended or ends soon with nothing after it."""
    end = parameter.known_to
    if end is None or end > today + SOON:
        return
    problem = Problem.ENDED if end < today else Problem.ENDS_SOON
    yield _finding(
        parameter,
        problem,
        f"giá trị cuối hết hiệu lực ngày {end:%d/%m/%Y}",
        "Bổ sung giá trị tiếp theo, hoặc bỏ ngày kết thúc nếu giá trị vẫn còn hiệu lực.",
    )


def _yearly(parameter: Parameter, today: date) -> Iterator[Finding]:
    """A figure of every year: missing for this year, or for the year that is soon to begin."""
    for day, problem in ((today, Problem.NOT_PUBLISHED), (today + SOON, Problem.ENDS_SOON)):
        try:
            parameter.on(day)
        except ParameterMissingError:
            yield _finding(
                parameter,
                problem,
                f"chưa có giá trị cho năm {day.year}",
                "Bổ sung khi Bảo hiểm xã hội Việt Nam công bố.",
            )
            return


def _finding(parameter: Parameter, problem: Problem, text: str, remedy: str) -> Finding:
    return Finding(problem, parameter.name, f"{parameter.description}: {text}", remedy, parameter.file)
