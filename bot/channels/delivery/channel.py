"""What a platform's channel gives to the delivery, and how it tells what became of a message."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol, TypeAlias

from fastapi import APIRouter

from bot.storage import Delivery
from bot.types import InboundEvent, OutboundMessage

# Keeps an event; whether it is new. It is safe when this returns.
Take: TypeAlias = Callable[[InboundEvent], Awaitable[bool]]


class Fate(StrEnum):
    """What became of an attempt to send a message."""

    SENT = "sent"
    # It surely did not go out; it may later.
    LATER = "later"
    # It did not go out; it may when the person is heard of again.
    HELD = "held"
    # The platform will never take this message; the next one it may.
    FAILED = "failed"
    # The platform lets nothing through to this person.
    UNREACHABLE = "unreachable"
    # It may have gone out or not: it is not sent again.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate of one attempt.

    :param reason: why it was not sent, without anything about the person.
    :param retry_after: the seconds after which the platform wants it again, where it says so.
    :param platform_id: the platform's id of the sent message.
    :param quota_left: how many more the platform lets through to this person, where it says so.
    :param rest_offered: it was sent with a button for the rest, which waits until that is pressed.
    """

    fate: Fate
    reason: str | None = None
    retry_after: float | None = None
    platform_id: str | None = None
    quota_left: int | None = None
    rest_offered: bool = False


class Channel(Protocol):
    """One account on a platform."""

    @property
    def name(self) -> str:
        """As in the events: `telegram`."""

    @property
    def account_id(self) -> str:
        """As in the events: which bot or page of ours."""

    @property
    def trouble(self) -> str | None:
        """What keeps the account from working and what to do about it; None while nothing of that is known."""

    @property
    def is_called(self) -> bool:
        """Whether the platform brings the events to us: long silence is then a sign that they get lost."""

    @property
    def messages_a_second(self) -> float:
        """How many messages in all the platform takes from us."""

    @property
    def unasked_within(self) -> timedelta | None:
        """How long after their last word people may be sent what they did not ask for; None where always."""

    def router(self, take: Take) -> APIRouter:
        """The addresses that the platform calls."""

    def status(self) -> str:
        """One line for the operator: how it runs, or what it lacks and what to do."""

    async def check(self) -> None:
        """Ask the platform whether the account works; what is wrong is told by `status`."""

    async def inspect(self) -> str | None:
        """What the platform says is wrong with the way its events come; None where it says nothing. Never raises."""

    async def run(self, take: Take) -> None:
        """Whatever the channel does by itself, such as fetching events; until it is cancelled."""

    def shape(self, message: OutboundMessage) -> Sequence[OutboundMessage]:
        """The message in pieces that the platform takes in one call each."""

    async def send(self, delivery: Delivery) -> Outcome:
        """Send one piece in one call; never raises for what the platform or the network does."""

    async def close(self) -> None:
        """Let go of all connections."""
