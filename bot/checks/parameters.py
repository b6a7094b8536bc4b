"""The law's parameter files can be read."""

from collections.abc import Iterator

from bot.checks.problem import Problem
from bot.checks.project import Project


class ParametersCheck:
    """Loading raises for the first file that is broken; a law without parameters is no law."""

    name = "parameters"

    def run(self, project: Project) -> Iterator[Problem]:
        if not project.law.parameters:
            yield Problem(
                project.parameters_dir, None, "Không có tham số nào.", "Thêm các tệp tham số của luật."
            )
