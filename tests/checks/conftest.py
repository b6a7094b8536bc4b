"""A small project on disk, good as it stands or changed in one place."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.checks import Project
from bot.settings import Settings

GOOD = yaml.safe_load((Path(__file__).parent / "project.yml").read_text(encoding="utf-8"))
PROVINCE = {"name": "tỉnh Bắc Ninh", "office": "Bảo hiểm xã hội", "hotline": "1900 9068"}


@pytest.fixture
def project_with(tmp_path: Path) -> Callable[..., Project]:
    """``project_with(replace={path: {old: new}}, remove=[path], move={path: path})``."""

    def write(*, replace: Mapping[str, Any] = {}, remove: Any = (), move: Mapping[str, str] = {}) -> Project:
        files = dict(GOOD) | {"docs/settings.md": _documentation()}
        for path, changes in replace.items():
            for old, new in changes.items():
                assert old in files[path], f"«{old}» không có trong {path}"
                files[path] = files[path].replace(old, new, 1)
        files |= {new: files.pop(old) for old, new in move.items()}
        for path in files.keys() - set(remove):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(files[path], encoding="utf-8")
        return _project(tmp_path)

    return write


def _documentation() -> str:
    return "\n".join(f"| `ANTAM_{name.upper()}` | … |" for name in Settings.model_fields)


def _project(directory: Path) -> Project:
    return Project(
        intents_dir=directory / "intents",
        messages_dir=directory / "messages",
        code_dir=directory / "code",
        today=date(2026, 11, 23),
        province=PROVINCE,
        docs=(directory / "docs",),
        parameters_dir=directory / "parameters",
        province_file=directory / "provinces" / "province.yml",
        action_names=frozenset({"action_answer", "action_start"}),
    )
