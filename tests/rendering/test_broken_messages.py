"""A broken file stops the start with one readable message: file, line and remedy."""

from pathlib import Path

import pytest
import yaml

from bot.errors import AnTamError, DataError
from bot.rendering import Renderer
from tests.rendering.conftest import HEAD, TODAY

CASES = yaml.safe_load((Path(__file__).parent / "broken.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_broken_file_is_told_with_place_and_remedy(case, folder, law):
    greet = {"smalltalk/greet.j2": f"{HEAD}---\n{case['body']}"} if "body" in case else {}

    with pytest.raises(AnTamError) as told:
        Renderer(folder(greet | case.get("files", {})), law=law)

    assert told.value.remedy
    for words in case["told"]:
        assert words in str(told.value)


def test_an_empty_folder_is_told(tmp_path, law):
    with pytest.raises(DataError, match="ANTAM_MESSAGES_DIR"):
        Renderer(tmp_path, law=law)


def test_a_file_in_another_encoding_is_told(folder, law):
    directory = folder({})
    (directory / "smalltalk").mkdir()
    (directory / "smalltalk" / "greet.j2").write_bytes(f"{HEAD}---\nChào".encode("utf-16"))

    with pytest.raises(DataError, match="UTF-8"):
        Renderer(directory, law=law)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        pytest.param("Chào\n\n{{ slots.age.years }}", 8, id="giá trị không có phần ấy"),
        pytest.param("{{ slots.income | money }}", 6, id="giá trị trống đưa vào bộ lọc"),
        pytest.param("{{ province.fax }}", 6, id="tỉnh không có thông tin ấy"),
        pytest.param("{{ ''.__class__.__mro__ }}", 6, id="mã thoát khỏi lời văn"),
    ],
)
def test_what_fails_only_when_said_is_told_with_its_line(body, line, folder, law, province):
    renderer = Renderer(folder({"smalltalk/greet.j2": f"{HEAD}---\n{body}"}), law=law)

    with pytest.raises(DataError) as told:
        renderer.render("utter_greet", channel="web", today=TODAY, province=province)

    assert (told.value.file.name, told.value.line) == ("greet.j2", line)


def test_an_argument_left_out_is_told(renderer, province):
    with pytest.raises(DataError) as told:
        renderer.render(
            "utter_registration_done", channel="web", today=TODAY, arguments={}, province=province
        )

    assert "code" in told.value.reason
    assert told.value.line is not None
