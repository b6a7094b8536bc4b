"""Answers the events that wait: which conversations are due, and the turn of each."""

from collections.abc import Callable, Hashable, Mapping
from typing import Protocol

from bot.channels.delivery.channel import Channel
from bot.clock import Clock
from bot.conversation import Shape
from bot.storage import Database, InboxRepository
from bot.types import InboundEvent

Account = tuple[str, str]


class Conversations(Protocol):
    """What the delivery needs of the conversations."""

    async def accept(self, event: InboundEvent) -> bool: ...

    async def process(self, conversation_id: int, *, shape: Shape) -> bool: ...


class Turns:
    """The turns of the conversations on some channels."""

    def __init__(
        self,
        *,
        database: Database,
        conversations: Conversations,
        clock: Clock,
        channels: Mapping[Account, Channel],
        answered: Callable[[], None],
    ) -> None:
        """Nothing is answered yet.

        :param answered: called when there are new replies to be delivered.
        """
        self._database = database
        self._conversations = conversations
        self._clock = clock
        self._channels = channels
        self._answered = answered

    async def find(self, free: int, busy: int) -> Mapping[Hashable, tuple[int, Account]]:
        """Conversations that are due; those at work still wait and are found too."""
        async with self._database.reading() as session:
            due = await InboxRepository(session).due_conversations(
                self._channels, now=self._clock.now(), limit=free + busy
            )
        return {conversation_id: (conversation_id, account) for conversation_id, account in due}

    async def handle(self, work: tuple[int, Account]) -> None:
        """Answer what is next in one conversation; what waits after it is found again."""
        conversation_id, account = work
        if await self._conversations.process(conversation_id, shape=self._channels[account].shape):
            self._answered()
