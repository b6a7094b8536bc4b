"""What a server's database holds, read with the server's own keys while it runs or after it died."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from bot.app import open_database
from bot.settings import load_settings
from bot.storage import ConversationRepository, LeadRepository, StoredLine
from tests.support.server import Server

MORE_THAN_ANY_TALK = 10_000


@dataclass(frozen=True)
class Stored:
    """How many leads and accepted messages there are; of each conversation all lines and what it remembers."""

    leads: int
    inbox: int
    talks: tuple[list[StoredLine], ...]
    slots: tuple[dict[str, Any], ...]

    @property
    def said(self) -> list[str]:
        """What people said, in order within each conversation."""
        return [line.text for lines in self.talks for line in lines if line.author == "user"]


async def stored_by(server: Server) -> Stored:
    """Read the database of a server."""
    environment = server.environment
    database = open_database(
        load_settings(
            _env_file=None,
            data_dir=environment["ANTAM_DATA_DIR"],
            database_url=environment.get("ANTAM_DATABASE_URL", ""),
            encryption_keys=environment.get("ANTAM_ENCRYPTION_KEYS"),
        )
    )
    try:
        async with database.reading() as session:
            repository = ConversationRepository(session)
            ids = (await session.execute(text("SELECT id FROM conversation ORDER BY id"))).scalars().all()
            conversations = [await repository.get(number) for number in ids]
            return Stored(
                leads=(await LeadRepository(session).search(limit=0)).total,
                inbox=(await session.execute(text("SELECT count(*) FROM inbox"))).scalar_one(),
                talks=tuple([await repository.messages(number, limit=MORE_THAN_ANY_TALK) for number in ids]),
                slots=tuple(found.snapshot["slots"] for found in conversations),
            )
    finally:
        await database.dispose()
