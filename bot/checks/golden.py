"""Asks the golden questions of the whole bot, each in a talk of its own, and tells what is answered wrongly.

One implementation for the tests, for `antam check --golden` and for the gate before texts go live.
"""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from bot.conversation import Conversations
from bot.learning import GoldenQuestion
from bot.storage import ConversationRepository, Database, KeyRing
from bot.types import InboundEvent

_ACCOUNT = "golden"
_CHANNEL = "rest"


@dataclass(frozen=True, slots=True)
class Failure:
    """A golden question whose answer is not right.

    :param reason: what is missing, in the language of the console.
    :param said: the answer as it was given.
    """

    question: str
    reason: str
    said: str


class GoldenTalks:
    """Talks about golden questions over one database, which keeps what is said."""

    def __init__(self, conversations: Callable[[date], Conversations], *, database: Database) -> None:
        """:param conversations: the bot as it would answer on a day."""
        self._conversations = conversations
        self._database = database

    async def failure(self, golden: GoldenQuestion) -> Failure | None:
        """What is wrong with the answer, or None."""
        user = str(uuid4())
        event = InboundEvent(_CHANNEL, _ACCOUNT, user, user, golden.question, datetime.now(UTC))
        conversations = self._conversations(golden.today)
        replies = await conversations.converse(event)
        said = "\n".join(reply.text for reply in replies)
        reason = await self._reason(golden, said, conversations, user)
        return Failure(golden.question, reason, said) if reason else None

    async def _reason(
        self, golden: GoldenQuestion, said: str, conversations: Conversations, user: str
    ) -> str | None:
        missing = [wanted for wanted in golden.says if wanted.lower() not in said.lower()]
        if missing:
            return f"câu trả lời thiếu «{', '.join(missing)}»"
        if golden.answer is None:
            read = conversations.parse(golden.question).intent.name
            return None if read == golden.intent else f"hiểu thành «{read}», không phải «{golden.intent}»"
        named = await self._responses(user)
        wanted = f"utter_{golden.answer}"
        return None if wanted in named else f"trả lời bằng «{', '.join(named)}», không phải «{wanted}»"

    async def _responses(self, user: str) -> list[str]:
        """The names of the messages that were said."""
        async with self._database.reading() as session:
            stored = await ConversationRepository(session).find(_CHANNEL, _ACCOUNT, user)
        events = (stored.snapshot or {}).get("events", []) if stored else []
        metadata = (event.get("metadata") or {} for event in events if event["event"] == "bot")
        return [data["utter_action"] for data in metadata if "utter_action" in data]


async def golden_failures(
    conversations: Callable[[Database, date], Conversations], questions: Iterable[GoldenQuestion]
) -> Sequence[Failure]:
    """Ask all questions over a database that is thrown away.

    :param conversations: the bot over a database, as it would answer on a day.
    """
    with tempfile.TemporaryDirectory(prefix="antam-golden-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'golden.sqlite3'}", keys=KeyRing.generate())
        await database.migrate()
        talks = GoldenTalks(lambda day: conversations(database, day), database=database)
        try:
            found = [await talks.failure(question) for question in questions]
        finally:
            await database.dispose()
    return [failure for failure in found if failure]
