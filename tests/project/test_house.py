"""The house keeps its own rules: what a reader is pointed to exists, what must stay out is out."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRACKED = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
]
PAGES = [path for path in TRACKED if path.suffix == ".md" and path.exists()]
MODULES = [path for path in TRACKED if path.suffix == ".py" and path.exists() and path.stat().st_size]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_between_our_pages_lead_somewhere(page):
    missing = [
        link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_a_module_says_its_job_in_its_first_line(module):
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    assert docstring
    assert docstring.splitlines()[0].strip()


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=relative)
def test_a_lock_pins_every_package_by_hash_and_names_no_index(lock):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    for requirement in re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", text)):
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==[^ ]+", requirement), requirement
        assert "--hash=sha256:" in requirement


def test_the_changelog_tells_of_something():
    assert "## [" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
