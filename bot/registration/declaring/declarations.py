"""Keeps what was declared, shows it to the staff masked, and lets each look at a personal ID be known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import AnTamError
from bot.registration.casework import Casework
from bot.registration.declaring.declaration import Declaration
from bot.registration.declaring.personal_id import masked_personal_id
from bot.registration.staff import StaffMember
from bot.storage import (
    ConsentRepository,
    DeclarationRepository,
    LeadRepository,
    PersonRepository,
    Session,
    StoredFormLink,
    StoredLead,
)

DECLARATION, ETHNICITY = "declaration", "ethnicity"
CHANNEL = "secure_form"
REVEAL_PURPOSES: Mapping[str, str] = {
    "paper": "lập tờ khai TK1-TS",
    "list": "lập danh sách D05-TS",
    "compare": "đối chiếu với căn cước của người dân",
    "correct": "người dân báo ghi sai",
}


class DeclarationMissingError(AnTamError):
    """Nothing has been declared for a lead, or it is not kept any more."""

    def __init__(self) -> None:
        super().__init__("Đăng ký này chưa có tờ khai", remedy="gửi đường dẫn cho người dân, hoặc nhập giúp")


class PurposeError(AnTamError):
    """A personal ID was asked for without saying what for."""

    def __init__(self) -> None:
        super().__init__("Chưa chọn xem số định danh để làm gì", remedy="chọn một mục đích rồi xem lại")


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration as the staff sees it; ``entered_by`` is None for the person."""

    declaration: Declaration
    masked_personal_id: str
    entered_by: int | None
    at: datetime
    keep_until: datetime


class Declarations:
    """Declarations within one transaction; the caller commits.

    :param keep: how long a declaration is kept.
    """

    def __init__(self, session: Session, *, now: datetime, keep: timedelta) -> None:
        self._declarations = DeclarationRepository(session)
        self._consents = ConsentRepository(session)
        self._leads = LeadRepository(session)
        self._people = PersonRepository(session)
        self._now = now
        self._keep = keep

    async def by_person(
        self, link: StoredFormLink, declaration: Declaration, *, personal_id: str, wording_version: str
    ) -> StoredLead | None:
        """Keep what the person declared, with the proof of consent; None when the lead is gone."""
        lead = await self._leads.get(link.lead_id)
        if lead is None:
            return None
        await self._save(lead, declaration, personal_id, entered_by=None, wording_version=wording_version)
        await self._leads.add_event(lead.id, at=self._now, actor=None, kind="declared", data={})
        return lead

    async def by_officer(
        self,
        casework: Casework,
        staff: StaffMember,
        lead_id: int,
        declaration: Declaration,
        *,
        personal_id: str,
        wording_version: str,
    ) -> None:
        """Keep what an officer wrote down for the person.

        :raises LeadMissingError, NotAllowedError: as the casework does.
        """
        lead = await casework.workable(lead_id)
        await self._save(lead, declaration, personal_id, entered_by=staff.id, wording_version=wording_version)
        await casework.record(lead.id, "declared", {})

    async def get(self, lead_id: int) -> Declared | None:
        """What was declared for a lead; whoever asks must be allowed to see the lead."""
        stored = await self._declarations.get(lead_id)
        number = await self._declarations.personal_id(lead_id)
        if stored is None or number is None:
            return None
        return Declared(
            Declaration.from_dict(stored.data),
            masked_personal_id(number),
            stored.entered_by,
            stored.at,
            stored.keep_until,
        )

    async def reveal(self, casework: Casework, lead_id: int, *, purpose: str) -> str:
        """The personal ID; who looked and what for is in the history and in the audit.

        :raises PurposeError: when it is not said what for.
        :raises DeclarationMissingError: when there is none.
        :raises LeadMissingError, NotAllowedError: as the casework does.
        """
        if purpose not in REVEAL_PURPOSES:
            raise PurposeError
        lead = await casework.workable(lead_id)
        number = await self._declarations.personal_id(lead.id)
        if number is None:
            raise DeclarationMissingError
        await casework.record(lead.id, "personal_id_revealed", {"purpose": purpose})
        await casework.audit("personal_id_revealed", lead_id=lead.id, purpose=purpose)
        return number

    async def _save(
        self,
        lead: StoredLead,
        declaration: Declaration,
        personal_id: str,
        *,
        entered_by: int | None,
        wording_version: str,
    ) -> None:
        await self._declarations.save(
            lead.id,
            data=declaration.as_dict(),
            personal_id=personal_id,
            entered_by=entered_by,
            at=self._now,
            keep_until=self._now + self._keep,
        )
        person = await self._people.get(lead.person_id)
        if person is not None and person.full_name != declaration.full_name:
            await self._people.save(
                person_id=lead.person_id, full_name=declaration.full_name, phone=person.phone
            )
        purposes = [DECLARATION, *([ETHNICITY] if declaration.ethnicity else [])]
        for purpose in purposes:
            await self._consents.give(
                conversation_id=lead.conversation_id,
                purpose=purpose,
                channel=CHANNEL,
                wording_version=wording_version,
                answer="đánh dấu vào ô đồng ý" if entered_by is None else "đồng ý trước mặt cán bộ",
                at=self._now,
            )
