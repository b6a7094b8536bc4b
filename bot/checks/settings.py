"""Every setting says what it is for, and the documentation names it."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.settings import Settings

_VARIABLE = re.compile(r"\b[A-Z][A-Z0-9_]+\b")


class SettingsCheck:
    """A setting that nobody can find is no setting; where no documentation is installed there is nothing to check."""

    name = "settings"

    def run(self, project: Project) -> Iterator[Problem]:
        pages = [page for place in project.docs for page in _pages(place)]
        named = {name for page in pages for name in _VARIABLE.findall(page.read_text(encoding="utf-8"))}
        prefix = Settings.model_config.get("env_prefix", "")
        for name, field in Settings.model_fields.items():
            variable = f"{prefix}{name}".upper()
            if not field.description:
                yield Problem(
                    project.code_dir / "settings.py", None, f"{variable} không có mô tả.", "Viết description."
                )
            if pages and variable not in named:
                message = f"{variable} không có trong tài liệu."
                yield Problem(project.docs[-1], None, message, "Ghi biến này vào trang tài liệu về cấu hình.")


def _pages(place: Path) -> Iterator[Path]:
    return iter(sorted(place.rglob("*.md")) if place.is_dir() else [place] if place.exists() else [])
