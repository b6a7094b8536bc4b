"""The checks behind `antam check`: one module each, every finding with file, line and remedy."""

from bot.checks.problem import Check, Problem
from bot.checks.project import Project
from bot.checks.running import CHECKS, run_checks

__all__ = ["CHECKS", "Check", "Problem", "Project", "run_checks"]
