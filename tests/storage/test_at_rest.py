"""What people say or are is nowhere in clear in the database, as whoever steals the disk would look for it."""

import subprocess
from pathlib import Path

import pytest

from bot.storage import (
    ConsentRepository,
    ConversationRepository,
    Database,
    InboxRepository,
    LeadRepository,
    OutboxRepository,
    StaffRepository,
)
from bot.types import OutboundMessage

SAID = "tôi làm ruộng ở Cảnh Thụy"
PERSONAL = {
    "the platform's id of the person": "zalo-8412345",
    "what the person said": SAID,
    "what the bot said": "264.000 đồng mỗi tháng",
    "a slot": "ba triệu rưỡi",
    "the name": "Nguyễn Văn Tư",
    "the phone": "+84912345678",
    "the phone's digits": "912345678",
    "the time to call": "sau mùa gặt",
    "the estimate": "330000",
    "the next step": "mang sổ đến xã",
    "the reason": "chưa đủ tiền",
    "the consent's answer": "em đồng ý ạ",
    "a note": "nhà có hai con nhỏ",
    "metadata of the platform": "ảnh đại diện",
}


@pytest.fixture
async def full_database(database: Database, add_lead, event, now) -> Database:
    """A database with something personal in every column that takes it."""
    at = {"at": now}
    async with database.transaction() as session:
        conversations = ConversationRepository(session)
        conversation = await conversations.lock("web", "web", PERSONAL["the platform's id of the person"])
        came = event("e1", text=SAID, user_id=PERSONAL["the platform's id of the person"])
        came.metadata["avatar"] = PERSONAL["metadata of the platform"]
        accepted = await InboxRepository(session).accept_done(came, conversation.id, **at)
        events = [{"event": "user", "text": SAID}, {"event": "bot", "text": PERSONAL["what the bot said"]}]
        await conversations.save_turn(
            conversation, snapshot={"slots": {"income": PERSONAL["a slot"]}}, events=events, **at
        )
        reply = OutboundMessage(PERSONAL["what the bot said"])
        await OutboxRepository(session).add(
            conversation.id, accepted.inbox_id, messages=[reply], state="sent", **at
        )
        asked = {"conversation_id": conversation.id, "purpose": "registration", "channel": "web"}
        consents = ConsentRepository(session)
        await consents.give(**asked, wording_version="1", answer=PERSONAL["the consent's answer"], **at)
        staff = await StaffRepository(session).add(
            username="lan", display_name="Lan", role="officer", password_hash="x", **at
        )
        lead = await add_lead(
            session,
            user_id=PERSONAL["the platform's id of the person"],
            full_name=PERSONAL["the name"],
            phone=PERSONAL["the phone"],
            commune_name="Xã Cảnh Thụy",
            call_time=PERSONAL["the time to call"],
            estimate={"amounts": {"payable": 330000}},
            next_step=PERSONAL["the next step"],
            reason=PERSONAL["the reason"],
        )
        await LeadRepository(session).add_event(
            lead.id, actor=staff.id, kind="noted", data={"text": PERSONAL["a note"]}, **at
        )
    return database


def everything_in(url: str, postgresql_server) -> bytes:
    """The bytes on the disk: the files of SQLite, or a dump of PostgreSQL with its binary values in clear."""
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    pg_dump = postgresql_server.psql.with_name("pg_dump")
    dump = subprocess.run([pg_dump, "--inserts", url], check=True, capture_output=True).stdout
    return dump + b"".join(bytes.fromhex(part.decode()) for part in hexadecimal(dump))


def hexadecimal(dump: bytes) -> list[bytes]:
    r"""The binary values of a dump: '\x…'."""
    return [part.partition(b"'")[0] for part in dump.split(b"'\\x")[1:]]


async def test_nothing_personal_is_in_clear(full_database, database_url, postgresql_server):
    stored = everything_in(database_url, postgresql_server)
    assert "Xã Cảnh Thụy".encode() in stored, "communes are clear, so this test reads what is stored"
    for what, value in PERSONAL.items():
        assert value.encode() not in stored, what
