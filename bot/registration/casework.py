"""The staff's side of a registration: see, take, move on, note, plan; every step is in the lead's history."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AnTamError
from bot.registration.staff import NotAllowedError, Role, StaffMember
from bot.registration.states import LeadState, check_transition
from bot.storage import LeadRepository, PersonRepository, StoredLead

MAX_NOTE = 2_000


class LeadMissingError(AnTamError):
    """There is no such lead, or it is not this member's to see: both look the same from outside."""

    def __init__(self) -> None:
        super().__init__("Không tìm thấy đăng ký này", remedy="quay lại danh sách và chọn lại")


class NoteError(AnTamError):
    """A note is empty or too long."""

    def __init__(self) -> None:
        super().__init__(
            f"Ghi chú phải có nội dung và không quá {MAX_NOTE} ký tự", remedy="sửa ghi chú rồi lưu lại"
        )


class Casework:
    """What one member of the staff does with leads, within one transaction; the caller commits."""

    def __init__(self, session: AsyncSession, *, staff: StaffMember, now: datetime) -> None:
        self._leads = LeadRepository(session)
        self._people = PersonRepository(session)
        self._staff = staff
        self._now = now

    async def open(self, lead_id: int) -> StoredLead:
        """A lead that this member may see.

        :raises LeadMissingError: when there is none.
        """
        lead = await self._leads.get(lead_id)
        if lead is None or not self._sees(lead):
            raise LeadMissingError
        return lead

    async def sees(self, lead_id: int) -> bool:
        """Whether there is such a lead and this member may see it: an agent who gives a lead back may not."""
        lead = await self._leads.get(lead_id)
        return lead is not None and self._sees(lead)

    def _sees(self, lead: StoredLead) -> bool:
        return self._staff.sees(commune_code=lead.commune_code, officer_id=lead.officer_id)

    async def take(self, lead_id: int, *, version: int) -> None:
        """Make the lead one's own; a new one becomes assigned.

        :raises ConflictError: when somebody else changed it since it was read.
        """
        lead = await self._workable(lead_id)
        state = LeadState.ASSIGNED if lead.state == LeadState.NEW else LeadState(lead.state)
        await self._change(lead, version, "taken", officer_id=self._staff.id, state=state)

    async def move(self, lead_id: int, *, version: int, state: LeadState, reason: str = "") -> None:
        """Set the lead's state. A lead that nobody held becomes one's own; one made new again is nobody's.

        :raises TransitionError, ReasonMissingError: when the step is not allowed.
        :raises ConflictError: when somebody else changed it since it was read.
        """
        lead = await self._workable(lead_id)
        check_transition(LeadState(lead.state), state, reason=reason)
        data = {"from": lead.state, "to": state.value, "reason": reason.strip()}
        contacted = {"last_contact_at": self._now} if state is LeadState.CONTACTED else {}
        officer_id = None if state is LeadState.NEW else lead.officer_id or self._staff.id
        await self._change(
            lead,
            version,
            "moved",
            data=data,
            state=state,
            officer_id=officer_id,
            reason=reason.strip() or None,
            **contacted,
        )

    async def plan(self, lead_id: int, *, version: int, next_step: str, due: date | None) -> None:
        """Set what comes next and until when.

        :raises ConflictError: when somebody else changed it since it was read.
        """
        lead = await self._workable(lead_id)
        step = next_step.strip()[:MAX_NOTE] or None
        data = {"next_step": step, "due": due.isoformat() if due else None}
        await self._change(lead, version, "planned", data=data, next_step=step, next_due=due)

    async def note(self, lead_id: int, text: str) -> None:
        """Add a note to the history.

        :raises NoteError: when there is nothing in it or too much.
        """
        lead = await self._workable(lead_id)
        if not 0 < len(text.strip()) <= MAX_NOTE:
            raise NoteError
        await self._record(lead.id, "noted", {"text": text.strip()})

    async def reveal_phone(self, lead_id: int) -> str:
        """The phone number in E.164; that it was looked at is in the history."""
        lead = await self.open(lead_id)
        if self._staff.role is Role.AUDITOR:
            raise NotAllowedError("xem số điện thoại")
        await self._record(lead.id, "phone_revealed", {})
        person = await self._people.get(lead.person_id)
        if person is None:
            raise LeadMissingError
        return person.phone

    async def _workable(self, lead_id: int) -> StoredLead:
        lead = await self.open(lead_id)
        if not self._staff.may_work:
            raise NotAllowedError("thay đổi đăng ký")
        return lead

    async def _change(
        self,
        lead: StoredLead,
        version: int,
        kind: str,
        *,
        data: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> None:
        await self._leads.change(lead.id, expected_version=version, at=self._now, **fields)
        await self._record(lead.id, kind, data or {})

    async def _record(self, lead_id: int, kind: str, data: Mapping[str, Any]) -> None:
        await self._leads.add_event(lead_id, at=self._now, actor=self._staff.id, kind=kind, data=dict(data))
