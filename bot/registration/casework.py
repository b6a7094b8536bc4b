"""The staff's side of a registration: see, take, give, move on, note, plan; every step is in the lead's history."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.errors import AnTamError
from bot.registration.applicant import receipt_code
from bot.registration.notices import Notices
from bot.registration.staff import WORKING_ROLES, NotAllowedError, Role, StaffMember
from bot.registration.states import LeadState, check_transition
from bot.storage import (
    AuditRepository,
    HookRepository,
    LeadRepository,
    PersonRepository,
    Session,
    StaffRepository,
    StoredLead,
)

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


class OfficerError(AnTamError):
    """A lead cannot be given to this account."""

    def __init__(self) -> None:
        super().__init__(
            "Tài khoản này không nhận đăng ký được", remedy="chọn một cán bộ hoặc nhân viên thu đang làm việc"
        )


class Casework:
    """What one member of the staff does with leads, within one transaction; the caller commits.

    :param notices: tells the person what was done; nothing is told without.
    :param hooks: whether the office's own system is to be told.
    """

    def __init__(
        self,
        session: Session,
        *,
        staff: StaffMember,
        now: datetime,
        notices: Notices | None = None,
        hooks: bool = False,
    ) -> None:
        self._session = session
        self._leads = LeadRepository(session)
        self._people = PersonRepository(session)
        self._staff = staff
        self._now = now
        self._notices = notices
        self._hooks = hooks

    async def open(self, lead_id: int) -> StoredLead:
        """A lead that this member may see.

        :raises LeadMissingError: when there is none.
        """
        lead = await self._leads.get(lead_id)
        if lead is None or not self.may_see(lead):
            raise LeadMissingError
        return lead

    async def sees(self, lead_id: int) -> bool:
        """Whether there is such a lead and this member may see it: an agent who gives a lead back may not."""
        lead = await self._leads.get(lead_id)
        return lead is not None and self.may_see(lead)

    def may_see(self, lead: StoredLead) -> bool:
        """Whether a lead is this member's to see."""
        return self._staff.sees(commune_code=lead.commune_code, officer_id=lead.officer_id)

    async def take(self, lead_id: int, *, version: int) -> None:
        """Make the lead one's own; a new one becomes assigned.

        :raises ConflictError: when somebody else changed it since it was read.
        """
        lead = await self.workable(lead_id)
        await self._give(lead, version, self._staff.id, "taken")

    async def assign(self, lead_id: int, *, version: int, officer_id: int | None) -> None:
        """Give the lead to a member of the staff, or back to those that nobody holds.

        :raises OfficerError: when that account does not work leads.
        :raises ConflictError: when somebody else changed it since it was read.
        """
        if not self._staff.may_assign:
            raise NotAllowedError("giao đăng ký")
        lead = await self.workable(lead_id)
        officer = await StaffRepository(self._session).get(officer_id) if officer_id else None
        if officer_id and (officer is None or not officer.active or Role(officer.role) not in WORKING_ROLES):
            raise OfficerError
        await self._give(
            lead, version, officer_id, "assigned", {"officer": officer.display_name if officer else None}
        )

    async def move(self, lead_id: int, *, version: int, state: LeadState, reason: str = "") -> None:
        """Set the lead's state. A lead that nobody held becomes one's own; one made new again is nobody's.

        :raises TransitionError, ReasonMissingError: when the step is not allowed.
        :raises ConflictError: when somebody else changed it since it was read.
        """
        lead = await self.workable(lead_id)
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

    async def set_aside(self, lead_id: int, *, into: int, version: int) -> None:
        """Make a lead the duplicate of another.

        :raises ConflictError: when somebody else changed it since it was read.
        """
        lead = await self.workable(lead_id)
        data = {"from": lead.state, "into": into}
        await self._change(lead, version, "merged", data=data, state=LeadState.DUPLICATE, merged_into_id=into)

    async def bring_back(self, lead_id: int, *, state: LeadState, version: int) -> None:
        """Make a duplicate a lead of its own again.

        :raises ConflictError: when somebody else changed it since it was read.
        """
        lead = await self.workable(lead_id)
        data = {"from": lead.merged_into_id, "to": state.value}
        await self._change(lead, version, "unmerged", data=data, state=state, merged_into_id=None)

    async def plan(self, lead_id: int, *, version: int, next_step: str, due: date | None) -> None:
        """Set what comes next and until when.

        :raises ConflictError: when somebody else changed it since it was read.
        """
        lead = await self.workable(lead_id)
        step = next_step.strip()[:MAX_NOTE] or None
        data = {"next_step": step, "due": due.isoformat() if due else None}
        await self._change(lead, version, "planned", data=data, next_step=step, next_due=due)

    async def note(self, lead_id: int, text: str) -> None:
        """Add a note to the history.

        :raises NoteError: when there is nothing in it or too much.
        """
        lead = await self.workable(lead_id)
        if not 0 < len(text.strip()) <= MAX_NOTE:
            raise NoteError
        await self.record(lead.id, "noted", {"text": text.strip()})

    async def reveal_phone(self, lead_id: int) -> str:
        """The phone number in E.164; that it was looked at is in the history and in the audit."""
        lead = await self.open(lead_id)
        if not self._staff.may_work:
            raise NotAllowedError("xem số điện thoại")
        await self.record(lead.id, "phone_revealed", {})
        await self.audit("phone_revealed", lead_id=lead.id)
        person = await self._people.get(lead.person_id)
        if person is None:
            raise LeadMissingError
        return person.phone

    async def workable(self, lead_id: int) -> StoredLead:
        """A lead that this member may change, its conversation locked before it.

        :raises LeadMissingError: when there is none that they see.
        :raises NotAllowedError: when they may only look.
        """
        conversation_id = await self._leads.conversation_of(lead_id)
        if self._notices is not None and conversation_id is not None:
            await self._notices.hold(self._session, conversation_id)
        lead = await self.open(lead_id)
        if not self._staff.may_work:
            raise NotAllowedError("thay đổi đăng ký")
        return lead

    async def restore(self, lead_id: int, *, version: int, officer_id: int | None, state: LeadState) -> None:
        """Give a lead back the officer and the state that it had.

        :raises ConflictError: when somebody else changed it since it was given.
        """
        lead = await self.workable(lead_id)
        data = {"from_officer": lead.officer_id, "from": lead.state}
        await self._change(lead, version, "restored", data=data, officer_id=officer_id, state=state)

    async def record(self, lead_id: int, kind: str, data: Mapping[str, Any]) -> None:
        """Add what this member did to the lead's history."""
        await self._leads.add_event(lead_id, at=self._now, actor=self._staff.id, kind=kind, data=dict(data))

    async def audit(self, kind: str, *, lead_id: int | None = None, **data: Any) -> int:
        """Keep that this member saw or took something out; the number of the entry."""
        return await AuditRepository(self._session).add(
            staff_id=self._staff.id, kind=kind, at=self._now, lead_id=lead_id, data=data
        )

    async def tell(self, lead: StoredLead, name: str, **arguments: Any) -> bool:
        """Tell the person something in their conversation; whether there is somebody to hear it."""
        if self._notices is None:
            return False
        return await self._notices.tell(
            self._session, lead.conversation_id, name, code=receipt_code(lead.id), **arguments
        )

    async def _give(
        self,
        lead: StoredLead,
        version: int,
        officer_id: int | None,
        kind: str,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        given = {LeadState.NEW: LeadState.ASSIGNED}
        taken_back = {LeadState.ASSIGNED: LeadState.NEW}
        before = LeadState(lead.state)
        state = (given if officer_id else taken_back).get(before, before)
        kept = {"from_officer": lead.officer_id, "from": lead.state} | dict(data or {})
        await self._change(lead, version, kind, data=kept, officer_id=officer_id, state=state)

    async def _change(
        self,
        lead: StoredLead,
        version: int,
        kind: str,
        *,
        data: Mapping[str, Any],
        **fields: Any,
    ) -> None:
        changed = await self._leads.change(lead.id, expected_version=version, at=self._now, **fields)
        await self.record(lead.id, kind, data)
        if changed.state == lead.state:
            return
        await self.tell(changed, "utter_registration_moved", state=str(changed.state))
        if self._hooks:
            await HookRepository(self._session).add(
                lead_id=lead.id, kind="lead.changed", state=str(changed.state), at=self._now
            )
