"""Many leads given at once: to one member of the staff or to those of their communes; and the same taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from bot.errors import AnTamError
from bot.registration.assignment import Assignment
from bot.registration.casework import Casework, LeadMissingError
from bot.registration.staff import NotAllowedError, StaffMember
from bot.registration.states import OPEN_STATES, LeadState
from bot.storage import AuditRepository, ConflictError, LeadRepository, Session, StoredLead

HANDED = "handed"
# One transaction; more at once would keep others waiting.
MOST_AT_ONCE = 2_000


class UndoError(AnTamError):
    """What was given cannot be taken back as asked."""


@dataclass(frozen=True, slots=True)
class Handed:
    """How many leads were given and how many stayed as they were; ``audit_id`` is what takes it back."""

    audit_id: int
    given: int
    left: int


class Handing:
    """Giving within one transaction; the caller commits."""

    def __init__(self, session: Session, *, casework: Casework, staff: StaffMember, today: date) -> None:
        self._leads = LeadRepository(session)
        self._audit = AuditRepository(session)
        self._assignment = Assignment(session, today=today)
        self._casework = casework
        self._staff = staff

    async def give(self, lead_ids: Collection[int], *, officer_id: int) -> Handed:
        """Give the open ones of these leads to one member of the staff.

        :raises NotAllowedError, OfficerError: as the casework does.
        """
        return await self._give(lead_ids, officer_id=officer_id)

    async def give_by_commune(self, lead_ids: Collection[int], *, besides: int | None = None) -> Handed:
        """Give each open one of these leads to an officer of its commune; one without such an officer is nobody's.

        :param besides: an account that is to get none of them.
        """
        return await self._give(lead_ids, officer_id=None, besides=besides)

    async def give_away(self, officer_id: int) -> Handed:
        """Give all open leads that an account holds to others of their communes."""
        held = await self._leads.search(
            limit=MOST_AT_ONCE, officer_id=officer_id, states=sorted(OPEN_STATES), sort="created_at"
        )
        return await self.give_by_commune([found.lead.id for found in held.leads], besides=officer_id)

    async def take_back(self, audit_id: int) -> Handed:
        """Give the leads back what they had before; those changed since stay as they are.

        :raises UndoError: when this member gave nothing under this number.
        """
        entry = await self._audit.get(audit_id)
        if entry is None or entry.kind != HANDED or entry.staff_id != self._staff.id:
            raise UndoError("Không có lần giao nào như vậy để hoàn tác", remedy="xem lại danh sách")
        given = 0
        for lead_id, officer_id, state, version in entry.data["leads"]:
            try:
                await self._casework.restore(
                    lead_id, version=version, officer_id=officer_id, state=LeadState(state)
                )
            except (ConflictError, LeadMissingError):
                continue
            given += 1
        undone = await self._casework.audit("handing_undone", of=audit_id, leads=given)
        return Handed(undone, given, len(entry.data["leads"]) - given)

    async def _give(
        self, lead_ids: Collection[int], *, officer_id: int | None, besides: int | None = None
    ) -> Handed:
        if not self._staff.may_assign:
            raise NotAllowedError("giao đăng ký")
        changed = [
            change
            for lead_id in sorted(lead_ids)[:MOST_AT_ONCE]
            if (change := await self._give_one(lead_id, officer_id, besides)) is not None
        ]
        audit_id = await self._casework.audit(HANDED, leads=changed)
        return Handed(audit_id, len(changed), len(lead_ids) - len(changed))

    async def _give_one(
        self, lead_id: int, officer_id: int | None, besides: int | None
    ) -> Sequence[object] | None:
        """What the lead had before, and the version that it has now; None when nothing changed."""
        lead = await self._openable(lead_id)
        if lead is None:
            return None
        wanted = officer_id or await self._assignment.officer_for(lead.commune_code, besides=besides)
        if wanted == lead.officer_id:
            return None
        await self._casework.assign(lead_id, version=lead.version, officer_id=wanted)
        return [lead_id, lead.officer_id, lead.state, lead.version + 1]

    async def _openable(self, lead_id: int) -> StoredLead | None:
        try:
            lead = await self._casework.workable(lead_id)
        except LeadMissingError:
            return None
        return lead if lead.state in OPEN_STATES else None
