"""What a server's database holds, read with the server's own keys while it runs or after it died."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from bot.app import open_database
from bot.settings import load_settings
from bot.storage import ConversationRepository, Database, LeadRepository, StoredLine
from tests.support.server import Server

MORE_THAN_ANY_TALK = 10_000


@dataclass(frozen=True)
class StoredTalk:
    """All lines of one person's conversation and what it remembers."""

    lines: list[StoredLine]
    slots: dict[str, Any]

    @property
    def said(self) -> list[str]:
        """What the person said, in order."""
        return [line.text for line in self.lines if line.author == "user"]


@dataclass(frozen=True)
class Stored:
    """How many leads and accepted messages there are, and the talk of each sender."""

    leads: int
    inbox: int
    talks: dict[str, StoredTalk]


def database_behind(environment: Mapping[str, str]) -> Database:
    """The database that a server in this environment works with, opened by its own keys."""
    return open_database(
        load_settings(
            _env_file=None,
            data_dir=environment["ANTAM_DATA_DIR"],
            database_url=environment.get("ANTAM_DATABASE_URL", ""),
            encryption_keys=environment.get("ANTAM_ENCRYPTION_KEYS"),
        )
    )


async def stored_by(server: Server) -> Stored:
    """Read the database of a server."""
    database = database_behind(server.environment)
    try:
        async with database.reading() as session:
            ids = (await session.execute(text("SELECT id FROM conversation"))).scalars().all()
            return Stored(
                leads=(await LeadRepository(session).search(limit=0)).total,
                inbox=(await session.execute(text("SELECT count(*) FROM inbox"))).scalar_one(),
                talks=dict([await _talk(ConversationRepository(session), number) for number in ids]),
            )
    finally:
        await database.dispose()


async def _talk(repository: ConversationRepository, conversation_id: int) -> tuple[str, StoredTalk]:
    conversation = await repository.get(conversation_id)
    lines = await repository.messages(conversation_id, limit=MORE_THAN_ANY_TALK)
    return conversation.user_id, StoredTalk(lines, conversation.snapshot["slots"])
