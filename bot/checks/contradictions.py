"""No two rules want different things at once."""

from collections.abc import Iterator

from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.dialogue.consistency import contradictions


class ContradictionsCheck:
    """Reports every pair; the engine refuses to start with the first."""

    name = "contradictions"

    def run(self, project: Project) -> Iterator[Problem]:
        return map(Problem.from_error, contradictions(project.rules))
