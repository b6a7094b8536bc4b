"""Saved estimates: what people who registered were told that they would pay, and who can be told of a change of it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select

from bot.storage.models import consent, conversation, inbox, lead, lead_event
from bot.storage.repositories.base import Repository

_CLOSED = ("withdrawn", "declined", "not_eligible", "duplicate")
_AT_ONCE = 500
# Conversations of one person are known by the first of them.
_FIRST = func.coalesce(conversation.c.linked_to_id, conversation.c.id)


@dataclass(frozen=True, slots=True)
class SavedEstimate:
    """The estimate kept with a registration, in the JSON form of the law's estimates."""

    lead_id: int
    estimate: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hearer:
    """The person of a registration, as one who may be told something.

    :param conversation_id: where they are reached: the registration's own conversation, else another of theirs; None
        where they are not.
    :param answers: what they said last to each purpose of a consent, in whichever of their conversations.
    :param told: what the history of the registration holds of earlier tellings.
    """

    lead_id: int
    conversation_id: int | None
    answers: dict[str, bool]
    told: Sequence[dict[str, Any]]


class SavedEstimateRepository(Repository):
    """Estimates of registrations that somebody may still be told about."""

    async def all(self) -> AsyncIterator[SavedEstimate]:
        """Every estimate that is kept, the oldest registration first, a few hundred at a time."""
        after = 0
        while True:
            query = (
                select(lead.c.id, lead.c.estimate)
                .where(lead.c.id > after, lead.c.estimate.is_not(None), lead.c.state.not_in(_CLOSED))
                .order_by(lead.c.id)
                .limit(_AT_ONCE)
            )
            rows = (await self._session.execute(query)).all()
            for row in rows:
                yield SavedEstimate(row.id, self._opened_json(row.estimate))
            if len(rows) < _AT_ONCE:
                return
            after = rows[-1].id

    async def hearers(
        self, lead_ids: Sequence[int], *, told_by: str, heard_since: Mapping[str, datetime]
    ) -> list[Hearer]:
        """Who is behind these registrations, without those that have ended since.

        :param told_by: the kind of the history's entries about earlier tellings.
        :param heard_since: of a channel, since when people must have been heard of to be reached there.
        """
        found: list[Hearer] = []
        for start in range(0, len(lead_ids), _AT_ONCE):
            found += await self._hearers(lead_ids[start : start + _AT_ONCE], told_by, heard_since)
        return found

    async def _hearers(
        self, lead_ids: Sequence[int], told_by: str, heard_since: Mapping[str, datetime]
    ) -> list[Hearer]:
        query = (
            select(lead.c.id, lead.c.conversation_id, _FIRST.label("first"))
            .join(conversation, conversation.c.id == lead.c.conversation_id)
            .where(lead.c.id.in_(lead_ids), lead.c.state.not_in(_CLOSED))
            .order_by(lead.c.id)
        )
        leads = (await self._session.execute(query)).all()
        theirs = await self._conversations(sorted({row.first for row in leads}))
        answers = await self._answers({row.id: row.first for row in theirs})
        told = await self._told(lead_ids, told_by)
        return [
            Hearer(
                lead_id=row.id,
                conversation_id=_reached(
                    row.conversation_id, [one for one in theirs if one.first == row.first], heard_since
                ),
                answers=answers.get(row.first, {}),
                told=told.get(row.id, ()),
            )
            for row in leads
        ]

    async def _conversations(self, firsts: Sequence[int]) -> Sequence[Row[Any]]:
        """All conversations of these people, the newest first."""
        heard = conversation.c.snapshot.is_not(None) & conversation.c.unreachable_at.is_(None)
        newest = (
            select(inbox.c.received_at)
            .where(inbox.c.conversation_id == conversation.c.id)
            .order_by(inbox.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        query = (
            select(
                conversation.c.id,
                conversation.c.channel,
                _FIRST.label("first"),
                heard.label("is_reachable"),
                newest.label("heard_at"),
            )
            .where(or_(conversation.c.id.in_(firsts), conversation.c.linked_to_id.in_(firsts)))
            .order_by(conversation.c.id.desc())
        )
        return (await self._session.execute(query)).all()

    async def _answers(self, firsts: dict[int, int]) -> dict[int, dict[str, bool]]:
        """The newest answers of each person.

        :param firsts: each of their conversations to the first one.
        """
        query = (
            select(consent.c.conversation_id, consent.c.purpose, consent.c.given)
            .where(consent.c.conversation_id.in_(firsts))
            .order_by(consent.c.id)
        )
        found: dict[int, dict[str, bool]] = {}
        for row in await self._session.execute(query):
            found.setdefault(firsts[row.conversation_id], {})[row.purpose] = row.given
        return found

    async def _told(self, lead_ids: Sequence[int], kind: str) -> dict[int, list[dict[str, Any]]]:
        query = select(lead_event.c.lead_id, lead_event.c.data).where(
            lead_event.c.lead_id.in_(lead_ids), lead_event.c.kind == kind
        )
        found: dict[int, list[dict[str, Any]]] = {}
        for row in await self._session.execute(query):
            found.setdefault(row.lead_id, []).append(self._opened_json(row.data))
        return found


def _reached(own: int, theirs: Sequence[Row[Any]], heard_since: Mapping[str, datetime]) -> int | None:
    """The registration's own conversation where it is reached, else the newest that is."""
    reachable = [row.id for row in theirs if row.is_reachable and _may_be_told(row, heard_since)]
    return own if own in reachable else next(iter(reachable), None)


def _may_be_told(row: Row[Any], heard_since: Mapping[str, datetime]) -> bool:
    """Whether the platform still lets something through that the person has not asked for."""
    since = heard_since.get(row.channel)
    return since is None or (row.heard_at is not None and row.heard_at >= since)
