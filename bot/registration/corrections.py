"""Tells people that a change of the law changes the sum that they were told: one message each, once for a change.

Who took the consent to the registration back or wants no messages is left alone; who is reached nowhere, too.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from bot.clock import Clock
from bot.registration.applicant import receipt_code
from bot.registration.notices import Notices
from bot.registration.registering import MESSAGES, REGISTRATION
from bot.registration.staff import NotAllowedError, StaffMember
from bot.storage import (
    AuditRepository,
    Database,
    Hearer,
    LeadRepository,
    SavedEstimateRepository,
    Session,
)

MESSAGE = "utter_figure_corrected"
# The history's entry; it holds the day and the new sum, by which a change is known again.
TOLD = "figure_corrected"
# As many as one press of the button sends, so that the page answers.
MOST_AT_ONCE = 300


@dataclass(frozen=True, slots=True)
class EstimateChange:
    """A saved estimate that would be another from a day on, in đồng; None where it cannot be computed any more.

    :param reason: why the estimate as it was chosen cannot be computed.
    :param raised_to: the lowest income of that day, where the chosen one is below it; ``after`` rests on it.
    """

    lead_id: int
    before: int
    after: int | None
    reason: str | None = None
    raised_to: int | None = None


class Silence(StrEnum):
    """Why somebody is not told."""

    TOLD = "told"
    NO_FIGURE = "no_figure"
    NO_CONSENT = "no_consent"
    STOPPED = "stopped"
    UNREACHABLE = "unreachable"


SILENCE_LABELS: Mapping[Silence, str] = {
    Silence.TOLD: "đã báo rồi",
    Silence.NO_FIGURE: "chưa tính được số mới",
    Silence.NO_CONSENT: "không còn đồng ý cho giữ đăng ký",
    Silence.STOPPED: "không muốn nhận tin",
    Silence.UNREACHABLE: "không nhắn tới được",
}


@dataclass(frozen=True, slots=True)
class Review:
    """Who is to be told what, and how many registrations are left out why.

    :param ready: the changes by the conversation in which they are told.
    :param wording: what the first of them hears; None when there is nobody.
    """

    ready: Mapping[int, Sequence[EstimateChange]]
    silent: Mapping[Silence, int]
    wording: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """How many people were told, and how many still wait for the next round."""

    people: int
    waiting: int


class Corrections:
    """Reviews and sends; each person is one transaction, so that a round that broke off is simply gone on with."""

    def __init__(self, database: Database, *, clock: Clock, notices: Notices) -> None:
        self._database = database
        self._clock = clock
        self._notices = notices

    async def review(self, changes: Sequence[EstimateChange], *, on: date) -> Review:
        """Who would be told of these changes of a day."""
        async with self._database.reading() as session:
            ready, silent = await self._sorted(session, changes, on)
        first = next(iter(ready.values()), None)
        wording = self._notices.draft(MESSAGE, **_arguments(first, on)) if first else None
        return Review(ready, silent, wording)

    async def send(self, changes: Sequence[EstimateChange], *, on: date, member: StaffMember) -> Sent:
        """Tell those who are to be told, at most `MOST_AT_ONCE` of them.

        :raises NotAllowedError: for who does not lead the province's work.
        """
        require_leader(member)
        ready = list((await self.review(changes, on=on)).ready.items())
        now = ready[:MOST_AT_ONCE]
        if now:
            async with self._database.transaction() as session:
                data = {"on": on.isoformat(), "people": len(now)}
                await AuditRepository(session).add(
                    staff_id=member.id, kind="corrections_sent", at=self._clock.now(), data=data
                )
        told = [await self._tell(conversation_id, theirs, on, member) for conversation_id, theirs in now]
        return Sent(people=sum(told), waiting=len(ready) - len(now))

    async def _tell(
        self, conversation_id: int, changes: Sequence[EstimateChange], on: date, member: StaffMember
    ) -> bool:
        """Tell one person; False when that is over or somebody else did it since the review."""
        async with self._database.transaction() as session:
            await self._notices.hold(session, conversation_id)
            ready, _ = await self._sorted(session, changes, on)
            still = ready.get(conversation_id)
            if not still:
                return False
            if not await self._notices.tell(session, conversation_id, MESSAGE, **_arguments(still, on)):
                return False
            for change in still:
                data = {"on": on.isoformat(), "before": change.before, "after": change.after}
                await LeadRepository(session).add_event(
                    change.lead_id, at=self._clock.now(), actor=member.id, kind=TOLD, data=data
                )
        return True

    async def _sorted(
        self, session: Session, changes: Sequence[EstimateChange], on: date
    ) -> tuple[Mapping[int, Sequence[EstimateChange]], Mapping[Silence, int]]:
        """The changes of those who are to be told, by conversation, and how many are left out why."""
        of_lead = {change.lead_id: change for change in changes}
        now = self._clock.now()
        hearers = await SavedEstimateRepository(session).hearers(
            list(of_lead),
            told_by=TOLD,
            heard_since={channel: now - window for channel, window in self._notices.windows.items()},
        )
        ready: dict[int, list[EstimateChange]] = {}
        silent: Counter[Silence] = Counter()
        for hearer in hearers:
            change = of_lead[hearer.lead_id]
            silence = _silence(hearer, change, on)
            if silence:
                silent[silence] += 1
            elif hearer.conversation_id is not None:
                ready.setdefault(hearer.conversation_id, []).append(change)
        return ready, silent


def require_leader(member: StaffMember) -> None:
    """:raises NotAllowedError: for who does not lead the province's work."""
    if not member.leads:
        raise NotAllowedError("báo số tiền mới cho người dân")


def _silence(hearer: Hearer, change: EstimateChange, on: date) -> Silence | None:
    """Why a person is not told, the first reason that holds; None for those who are."""
    if change.after is None:
        return Silence.NO_FIGURE
    if any((told["on"], told["after"]) == (on.isoformat(), change.after) for told in hearer.told):
        return Silence.TOLD
    if not hearer.answers.get(REGISTRATION):
        return Silence.NO_CONSENT
    if hearer.answers.get(MESSAGES) is False:
        return Silence.STOPPED
    return Silence.UNREACHABLE if hearer.conversation_id is None else None


def _arguments(changes: Sequence[EstimateChange], on: date) -> dict[str, Any]:
    return {
        "day": on.isoformat(),
        "changes": [
            {
                "code": receipt_code(change.lead_id),
                "before": change.before,
                "after": change.after,
                "raised_to": change.raised_to,
            }
            for change in changes
        ],
    }
