"""A start that cannot succeed ends at once with exit status 1 and one readable message that names the remedy."""

import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bot.storage import KeyRing
from tests.support.server import COMMAND, clean_environment

ROOT = Path(__file__).parents[2]
WRONG_SETTINGS = yaml.safe_load(Path(__file__).with_name("wrong_settings.yml").read_text(encoding="utf-8"))
SECRET = "mat-khau-cua-toi"

Refused = Callable[..., str]


@pytest.fixture
def refused(tmp_path: Path, model_dir: Path) -> Refused:
    """``refused(ANTAM_TODAY="mai", …)`` starts a server that cannot start; what it says."""

    def start(*, port: int = 0, **settings: str) -> str:
        own = {"ANTAM_DATA_DIR": str(tmp_path / "data"), "ANTAM_MODEL_DIR": str(model_dir)}
        ended = subprocess.run(
            [*COMMAND, str(port)],
            env=clean_environment(**own | settings),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        said = ended.stderr.strip()
        assert ended.returncode == 1, said
        assert ended.stdout == ""
        # One message, which may quote what a YAML parser says in several lines.
        assert said.startswith("Lỗi: ")
        assert said.count("Lỗi: ") == said.count(" → ") == 1, said
        assert "Traceback" not in said
        return said

    return start


@pytest.mark.parametrize("case", WRONG_SETTINGS, ids=[case["name"] for case in WRONG_SETTINGS])
def test_a_wrong_setting(refused, tmp_path, case):
    settings = {
        name: value.format(folder=tmp_path, secret=SECRET) for name, value in case["settings"].items()
    }

    said = refused(**settings)

    assert case["says"] in said
    assert SECRET not in said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"ANTAM_HOTLINE=\xff\xfe", "UTF-8", id="không phải UTF-8"),
        pytest.param(b"ANTAM_HOTLINE=1\nANTAM_HOTLINE='1\n", "dòng 2", id="ngoặc không đóng"),
        pytest.param(b"\nANTAM_HOTLINE\n", "dòng 2", id="thiếu dấu bằng"),
        pytest.param(b"ANTAM_SESSION_HOURS=nhieu\n", "ANTAM_SESSION_HOURS", id="giá trị sai"),
    ],
)
def test_a_broken_env_file(refused, tmp_path, content, says):
    (tmp_path / ".env").write_bytes(content)

    assert says in refused()


def test_a_port_in_use(refused):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        said = refused(port=port)

    assert f"Cổng {port} đang được chương trình khác dùng" in said


def test_other_keys_than_those_of_the_data(refused, serve):
    server = serve()
    server.stop()

    said = refused(
        ANTAM_DATABASE_URL=f"sqlite:///{server.environment['ANTAM_DATA_DIR']}/antam.sqlite3",
        ANTAM_ENCRYPTION_KEYS=KeyRing.generate().text(),
    )

    assert "khóa" in said
    assert "encryption_keys" in said


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        pytest.param("intents/payment/_rules.yml", "rules:\n  - rule: [\n", id="YAML của quy tắc"),
        pytest.param("intents/payment/_domain.yml", "intents: {", id="YAML của miền"),
        pytest.param("intents/payment/_rules.yml", "rules: 5\n", id="quy tắc không phải danh sách"),
        pytest.param("messages/smalltalk/goodbye.j2", "---\nowner: A\n---\n{% if %}", id="mẫu lời văn"),
        pytest.param("messages/titles.yml", "goodbye: [", id="YAML của tên nút"),
    ],
)
def test_a_broken_file_is_named(refused, tmp_path, broken, text):
    tree = broken.partition("/")[0]
    shutil.copytree(ROOT / tree, tmp_path / tree)
    (tmp_path / broken).write_text(text, encoding="utf-8")

    said = refused(**{f"ANTAM_{tree.upper()}_DIR": str(tmp_path / tree)})

    assert f"{tmp_path / broken}" in said
