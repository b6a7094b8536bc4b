"""Links the conversations of one person: a code from one channel, typed on another, lets the talk go on there.

A code serves once, for a few minutes, and is kept only as its keyed hash. Wrong codes are counted, for each
conversation and in all, so that nobody finds one by trying.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.storage import ConversationRepository, LinkRepository, Session, StoredConversation

LIFETIME = timedelta(minutes=10)
# Letters and digits in turn, so that no word looks like a code and O is never taken for 0. No vowel, and neither D nor
# W: Vietnamese keyboards would make other letters of them and what follows.
_LETTERS, _DIGITS = "BCFGHKMNPRSTVXYZ", "0123456789"
_PAIRS = 4
CODE = re.compile(rf"(?:[{_LETTERS}{_LETTERS.lower()}]\d){{{_PAIRS}}}", re.ASCII)
_WINDOW = timedelta(hours=1)
_MAX_OWN_FAILURES = 5
# Far more than people mistype, far fewer than anybody would need to find one of a hundred codes by trying.
_MAX_FAILURES = 500
# What belongs to the moment in one conversation and not to the person.
_OF_THE_MOMENT = frozenset({"requested_slot", "offer", "misunderstood", "rest", "resume", "commune_doubt"})


class Refusal(StrEnum):
    """Why a code does not link."""

    # There is none such, or no more: both look the same from outside.
    WRONG = "wrong"
    OWN = "own"
    BUSY = "busy"
    THROTTLED = "throttled"


@dataclass(frozen=True, slots=True)
class Joined:
    """The conversation that a code was of, and what goes on from it."""

    conversation_id: int
    channel: str
    slots: Mapping[str, Any]
    form: str | None


class Linking:
    """Links within one transaction; the caller commits, and holds the conversation that it asks for."""

    def __init__(self, session: Session, *, now: datetime) -> None:
        self._links = LinkRepository(session)
        self._conversations = ConversationRepository(session)
        self._now = now

    async def offer(self, conversation_id: int) -> str:
        """A new code of a conversation, in place of the one before."""
        code = "".join(secrets.choice(_LETTERS) + secrets.choice(_DIGITS) for _ in range(_PAIRS))
        await self._links.offer(conversation_id, code=code, expires_at=self._now + LIFETIME)
        return code

    async def redeem(self, code: str, *, conversation_id: int) -> Joined | Refusal:
        """Link a conversation to the one that the code is of; the code is then used up."""
        if await self._is_throttled(conversation_id):
            return Refusal.THROTTLED
        other_id = await self._links.find(code.upper(), now=self._now)
        if other_id is None:
            await self._links.fail(conversation_id, at=self._now, forget_before=self._now - _WINDOW)
            return Refusal.WRONG
        if other_id == conversation_id:
            return Refusal.OWN
        # Not waiting for it: it may be waiting for us.
        other = await self._conversations.lock_idle(other_id)
        if other is None:
            return Refusal.BUSY
        if not await self._links.use(other_id):
            return Refusal.WRONG
        return await self._join(conversation_id, other)

    async def part(self, conversation_id: int) -> list[int]:
        """End the links of a conversation; those that have to forget what they took over.

        The conversation that others went on from frees itself of all of them; any other one leaves alone.
        """
        together = await self._links.together_with(conversation_id)
        is_first = await self._links.first_of(conversation_id) == conversation_id
        leaving = [one for one in together if one != conversation_id] if is_first else [conversation_id]
        await self._links.part(together if is_first else leaving)
        return leaving if len(together) > 1 else []

    async def _is_throttled(self, conversation_id: int) -> bool:
        own, all_of_them = await self._links.failures(conversation_id, since=self._now - _WINDOW)
        return own >= _MAX_OWN_FAILURES or all_of_them >= _MAX_FAILURES

    async def _join(self, conversation_id: int, other: StoredConversation) -> Joined:
        first = await self._links.first_of(other.id)
        if first != conversation_id:
            await self._links.join(conversation_id, first=first)
        if other.person_id:
            await self._conversations.attach_person(conversation_id, other.person_id)
        snapshot = other.snapshot or {}
        slots = {
            name: value for name, value in snapshot.get("slots", {}).items() if name not in _OF_THE_MOMENT
        }
        return Joined(other.id, other.channel, slots, snapshot.get("active_loop", {}).get("name"))
