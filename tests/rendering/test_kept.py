"""What an earlier start has compiled is used again, and only while nothing has changed."""

import marshal

import pytest

from bot.errors import DataError
from bot.rendering import Renderer
from tests.rendering.conftest import HEAD, TODAY


@pytest.fixture
def said(folder, law, province, tmp_path):
    """``said(body)`` starts over a folder whose greeting is this, and says it."""

    def said(body: str) -> str:
        files = {"smalltalk/greet.j2": f"{HEAD}---\n{body}"}
        renderer = Renderer(folder(files), law=law, kept_in=tmp_path / "kept" / "templates.bin")
        return renderer.render("utter_greet", channel="web", today=TODAY, province=province).text

    return said


@pytest.fixture
def kept(tmp_path):
    return tmp_path / "kept" / "templates.bin"


def test_a_second_start_says_the_same_from_what_was_kept(said, kept):
    first = said("Chào {{ province.name }}")
    written = kept.stat()

    assert said("Chào {{ province.name }}") == first
    assert kept.stat().st_mtime_ns == written.st_mtime_ns


def test_what_was_kept_is_really_what_is_used(said, kept):
    said("Chào")
    fingerprint, compiled = marshal.loads(kept.read_bytes())  # noqa: S302  (our own file)
    compiled["smalltalk/greet.j2"] = compiled["shared/figure_missing.j2"]
    kept.write_bytes(marshal.dumps((fingerprint, compiled)))

    with pytest.raises(DataError, match="reason"):
        said("Chào")


def test_a_changed_text_is_compiled_anew(said):
    said("Chào")

    assert said("Chào cả nhà") == "Chào cả nhà"


def test_a_text_that_became_wrong_is_refused_though_the_right_one_was_kept(said):
    said("Chào")

    with pytest.raises(DataError, match="tên lạ «nobody»"):
        said("Chào {{ nobody }}")


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\x00broken", marshal.dumps(7)],
    ids=["empty", "no marshal", "something else"],
)
def test_a_broken_file_counts_as_none(said, kept, content):
    said("Chào")
    kept.write_bytes(content)

    assert said("Chào") == "Chào"
