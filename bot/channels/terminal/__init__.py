"""The chat in a terminal window: choices are numbered, an empty line or Ctrl-D ends it."""

from collections.abc import Callable
from datetime import datetime
from textwrap import indent
from typing import Protocol
from uuid import uuid4

from bot.channels.choices import numbered_lines
from bot.clock import Clock
from bot.conversation import chosen
from bot.types import Button, InboundEvent, OutboundMessage


class Conversations(Protocol):
    """What this channel needs of the conversations."""

    async def converse(self, event: InboundEvent) -> list[OutboundMessage]: ...

    def welcome(self, channel: str) -> list[OutboundMessage]: ...


class Terminal:
    """One person at a terminal; ``ask`` gives the next line or None at the end, ``show`` prints a text."""

    def __init__(
        self,
        conversations: Conversations,
        *,
        clock: Clock,
        ask: Callable[[], str | None],
        show: Callable[[str], None],
    ) -> None:
        self._conversations = conversations
        self._clock = clock
        self._ask = ask
        self._show = show
        self._user_id = str(uuid4())

    async def run(self) -> None:
        """Talk until the person leaves."""
        offered = self._say(self._conversations.welcome("terminal"))
        while text := self._ask():
            replies = await self._conversations.converse(
                self._event(chosen(text, offered) or text, at=self._clock.now())
            )
            offered = self._say(replies)

    def _say(self, replies: list[OutboundMessage]) -> tuple[Button, ...]:
        """Print the replies; the choices of the last one can be answered by number."""
        for reply in replies:
            self._show(numbered(reply))
        return replies[-1].buttons if replies else ()

    def _event(self, text: str, *, at: datetime) -> InboundEvent:
        return InboundEvent(
            channel="terminal",
            account_id="terminal",
            event_id=str(uuid4()),
            user_id=self._user_id,
            text=text,
            sent_at=at,
        )


def numbered(message: OutboundMessage) -> str:
    """A message with its choices as numbered lines."""
    choices = indent(numbered_lines(message.buttons), "  ")
    return "\n".join(part for part in (message.text, message.image, message.attachment, choices) if part)
