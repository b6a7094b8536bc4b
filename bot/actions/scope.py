"""What an action may reach: the toolbox that lives as long as the program, and the scope of the present turn.

rasa-sdk calls an action with dispatcher, tracker and domain only. The database transaction and the
day belong to the turn, so the conversation binds them here before it lets the engine run.
"""

from abc import ABC
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rasa_sdk import Action

from bot.actions.texts import Texts
from bot.law import Law
from bot.office import Attendance, Verification
from bot.pictures import PictureAddresses
from bot.registration import Registration
from bot.registration.card_addresses import CardAddresses
from bot.registration.copy_addresses import CopyAddresses
from bot.registration.linking import Linking
from bot.registration.paperwork import Paperwork
from bot.registration.personal_data import PersonalData


@dataclass(frozen=True, slots=True)
class Toolbox:
    """What every action shares: the law, the province's own support, the texts, verified contacts, the pictures.

    :param paperwork, cards, copies: where the form for the paper, the estimate cards and the copies of people's data
        are; without them none is offered.
    """

    law: Law
    local_support_rate: Decimal
    texts: Texts
    verification: Verification
    commune_codes: Mapping[str, str]
    pictures: PictureAddresses
    paperwork: Paperwork | None = None
    cards: CardAddresses | None = None
    copies: CopyAddresses | None = None


@dataclass(frozen=True, slots=True)
class Tiding:
    """A message to another conversation, told once this turn is taken."""

    conversation_id: int
    response: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TurnScope:
    """The turn under way: its day and moment, where it takes place, and what its one transaction can store."""

    today: date
    now: datetime
    channel: str
    conversation_id: int
    registration: Registration
    attendance: Attendance
    linking: Linking
    personal_data: PersonalData
    tidings: list[Tiding] = field(default_factory=list)


_scope: ContextVar[TurnScope] = ContextVar("turn_scope")


@contextmanager
def turn_scope(scope: TurnScope) -> Iterator[None]:
    """Bind the scope for the actions that run inside the block."""
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


def current_scope() -> TurnScope:
    """The scope of the turn under way; LookupError outside of one."""
    return _scope.get()


class ToolboxAction(Action, ABC):
    """An action that was given the toolbox; abstract, so that rasa-sdk does not register it."""

    def __init__(self, toolbox: Toolbox) -> None:
        self._toolbox = toolbox
