"""`antam train`, `antam learned export` and `antam evaluate` on topics that train in no time."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.app import open_database
from bot.settings import load_settings
from bot.storage import LearnedSentenceRepository, StaffRepository
from tests.cli.conftest import Run
from tests.learning.conftest import GOLDEN, NOW, SMALL
from tests.support.examples import write_examples


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installation that has not run yet."""
    for name, (intent, sentences) in SMALL.items():
        write_examples(tmp_path / "intents" / name, intent=intent, sentences=sentences)
    (tmp_path / "golden").mkdir()
    (tmp_path / "golden" / "small.yml").write_text(GOLDEN, encoding="utf-8")
    for name in ("data", "intents", "golden"):
        monkeypatch.setenv(f"ANTAM_{name.upper()}_DIR", str(tmp_path / name))
    # No .env of a developer is read here.
    monkeypatch.chdir(tmp_path)
    return tmp_path


def teach(intent: str, *sentences: str) -> None:
    async def add() -> None:
        database = open_database(load_settings())
        try:
            async with database.transaction() as session:
                staff = await StaffRepository(session).add(
                    username="bt", display_name="BT", role="editor", password_hash="-", at=NOW
                )
                for sentence in sentences:
                    await LearnedSentenceRepository(session).add(
                        intent=intent, text=sentence, staff_id=staff.id, at=NOW
                    )
        finally:
            await database.dispose()

    asyncio.run(add())


def test_without_a_database_a_model_is_made_and_nothing_else(installation: Path, antam: Run) -> None:
    result = antam("train")
    assert "đã sẵn sàng" in result.output
    # A container's image is built like this: no key and no database may be baked into it.
    assert {path.name for path in (installation / "data").iterdir()} == {"models"}


def test_with_a_database_the_model_is_published_with_what_was_taught(installation: Path, antam: Run) -> None:
    antam("migrate")
    assert "đang được dùng" in antam("train").output
    teach("thanks", "đội ơn cô bác", "đội ơn em")
    taught = antam("train")
    assert taught.exit_code == 0
    assert "Không hỏng câu hỏi chuẩn nào" in taught.output
    exported = antam("learned", "export")
    assert "Đã ghi 2 câu" in exported.output
    assert "    - đội ơn cô bác\n" in (installation / "intents" / "smalltalk" / "thanks.yml").read_text(
        "utf-8"
    )


def test_a_worse_model_is_refused_with_what_it_breaks(installation: Path, antam: Run) -> None:
    antam("migrate")
    antam("train")
    teach(
        "thanks",
        *(f"nộp tiền ở đâu {word}" for word in ("vậy", "vậy em ơi", "vậy anh", "vậy chị", "thế em", "hả em")),
    )
    refused = antam("train")
    assert refused.exit_code == 1
    assert "nộp tiền ở đâu vậy em" in str(refused.exception)


@pytest.fixture
def sentences(installation: Path) -> Path:
    """A directory of held-out sentences, one of which cannot be understood."""
    directory = installation / "sentences"
    (directory / "payment").mkdir(parents=True)
    (directory / "payment" / "payment_where_how.yml").write_text(
        "intent: payment_where_how\nsentences:\n- {text: nộp tiền chỗ nào vậy, typing: marked}\n"
        "- {text: cam on em, typing: unmarked}\n",
        encoding="utf-8",
    )
    (directory / "slots.yml").write_text(
        "today: 2026-11-23\nsentences:\n- {text: tôi 52 tuổi, entities: {age: 52}, absent: [income]}\n",
        encoding="utf-8",
    )
    return directory


def test_an_evaluation_tells_what_was_right_and_is_kept_with_pictures(
    installation: Path, antam: Run, sentences: Path
) -> None:
    result = antam("evaluate", str(sentences), "--report", str(installation / "report"))
    assert result.exit_code == 0
    for words in ("2 câu", "50,0 %", "unmarked", "cam on em", "age"):
        assert words in result.output
    kept = {path.name: path.stat().st_size for path in (installation / "report").iterdir()}
    assert set(kept) == {"index.html", "report.json", "reliability.png", "coverage.png", "confusion.png"}
    assert min(kept.values()) > 500
    page = (installation / "report" / "index.html").read_text("utf-8")
    assert "cam on em" in page
    assert "50,0 %" in page


def test_an_evaluation_is_json_for_programs(antam: Run, sentences: Path) -> None:
    report = json.loads(antam("evaluate", str(sentences), "--json").output)
    assert report["total"]["first"] == 0.5
    assert report["slots"]["age"] == {"cases": 1, "found": 1, "invented": 0}
    assert report["coverage"][0] == {"threshold": 0.0, "answered": 1.0, "wrong": 0.5}


def test_a_file_that_is_not_there_is_told(antam: Run, installation: Path) -> None:
    assert "không có tệp này" in str(antam("evaluate", str(installation / "none.jsonl")).exception)
