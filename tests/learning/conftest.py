"""Small topics that train in no time, a member of the staff, and a conversation that questions belong to."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.registration import Role
from bot.storage import ConversationRepository, Database, StaffRepository
from tests.support.examples import write_examples

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SMALL = {
    "payment/payment_where_how.yml": (
        "payment_where_how",
        ["nộp tiền ở đâu", "đóng ở bưu điện nào", "nộp qua mạng", "ra xã nộp được không", "nộp chỗ nào"],
    ),
    "pension/retirement_age.yml": (
        "retirement_age",
        [
            "mấy tuổi nghỉ hưu",
            "bao giờ đủ tuổi hưu",
            "nữ mấy tuổi thì nghỉ",
            "tuổi nghỉ hưu năm nay",
            "khi nào tới tuổi",
        ],
    ),
    "smalltalk/thanks.yml": (
        "thanks",
        ["cảm ơn em", "cảm ơn nhiều nhé", "biết ơn bạn lắm", "cám ơn cháu", "em cảm ơn ạ"],
    ),
}
GOLDEN = """today: 2026-11-23
questions:
- {question: "nộp tiền ở đâu vậy em", intent: payment_where_how, says: []}
- {question: "cảm ơn em nhiều", intent: thanks, says: []}
"""


@pytest.fixture
def small_intents(tmp_path: Path) -> Path:
    """A directory of three intents."""
    intents_dir = tmp_path / "intents"
    for name, (intent, sentences) in SMALL.items():
        write_examples(intents_dir / name, intent=intent, sentences=sentences)
    return intents_dir


@pytest.fixture
def golden_dir(tmp_path: Path) -> Path:
    directory = tmp_path / "golden"
    directory.mkdir()
    (directory / "small.yml").write_text(GOLDEN, encoding="utf-8")
    return directory


@pytest.fixture
async def editor_id(database: Database) -> int:
    async with database.transaction() as session:
        staff = await StaffRepository(session).add(
            username="bien.tap",
            display_name="Biên tập",
            role=Role.EDITOR,
            password_hash="-",
            communes=(),
            at=NOW,
        )
    return staff.id


@pytest.fixture
async def conversation_id(database: Database) -> int:
    async with database.transaction() as session:
        return await ConversationRepository(session).ensure("rest", "rest", "someone")
