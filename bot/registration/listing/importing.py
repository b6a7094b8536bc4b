"""Brings an officer's own list in as leads: first a rehearsal that names each row left out, then all at once or not.

An imported person has said nothing to us yet: they have a conversation of the channel `import` without a word in it,
no consent is noted for them, and nothing is sent to them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

import phonenumbers

from bot.errors import AnTamError
from bot.registration.applicant import receipt_code
from bot.registration.assignment import Assignment
from bot.registration.casework import Casework
from bot.registration.duplicates import COUNTED_STATES
from bot.registration.listing.exporting import ReasonError
from bot.registration.staff import NotAllowedError, StaffMember
from bot.registration.states import LeadState
from bot.storage import (
    ConversationRepository,
    LeadBatchRepository,
    LeadRepository,
    LeadTwinRepository,
    PersonRepository,
    Session,
    unmarked,
)

CHANNEL = "import"
_MAX_TEXT = 100
_REGION = "VN"
_KINDS = ("xa ", "phuong ", "thi tran ", "dac khu ")


class _RowError(AnTamError):
    """A row cannot be taken; ``reason`` is shown beside its number."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, remedy="sửa dòng này trong tệp rồi nhập lại")


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A row that can be taken; ``phone`` is in E.164."""

    full_name: str
    phone: str
    commune_name: str
    commune_code: str
    call_time: str | None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What an import would do: the rows that it takes, and the number and reason of each that it leaves out."""

    rows: tuple[ImportedRow, ...]
    refused: tuple[tuple[int, str], ...]


class Imports:
    """Imports within one transaction; the caller commits.

    :param communes: the communes' codes and names.
    """

    def __init__(
        self,
        session: Session,
        *,
        casework: Casework,
        staff: StaffMember,
        communes: Mapping[str, str],
        now: datetime,
        today: date,
    ) -> None:
        """:raises NotAllowedError: when the member may bring nothing in."""
        if not staff.may_import:
            raise NotAllowedError("nhập danh sách")
        self._conversations = ConversationRepository(session)
        self._people = PersonRepository(session)
        self._leads = LeadRepository(session)
        self._twins = LeadTwinRepository(session)
        self._batches = LeadBatchRepository(session)
        self._assignment = Assignment(session, today=today)
        self._casework = casework
        self._staff = staff
        self._names = _names(communes)
        self._communes = communes
        self._now = now

    async def rehearse(self, table: Sequence[tuple[int, Mapping[str, str]]]) -> Rehearsal:
        """Read every row and change nothing."""
        rows: dict[str, ImportedRow] = {}
        refused: list[tuple[int, str]] = []
        for number, cells in table:
            try:
                row = await self._read(cells)
                if row.phone in rows:
                    raise _RowError("Số điện thoại này đã có ở dòng trên.")
                rows[row.phone] = row
            except _RowError as error:
                refused.append((number, error.reason))
        return Rehearsal(tuple(rows.values()), tuple(refused))

    async def run(self, rows: Sequence[ImportedRow], *, file_name: str, reason: str) -> int:
        """Add a lead for each row; the number of the import.

        :param reason: where the list comes from and on what ground it is used.
        :raises ReasonError: without a reason.
        """
        if not reason.strip():
            raise ReasonError
        batch_id = await self._batches.add(
            staff_id=self._staff.id, file_name=file_name, reason=reason.strip(), added=len(rows), at=self._now
        )
        for row in rows:
            await self._add(row, batch_id)
        await self._casework.audit("leads_imported", reason=reason.strip(), leads=len(rows), batch=batch_id)
        return batch_id

    async def revert(self, batch_id: int) -> tuple[int, int]:
        """Take an import back: how many leads are gone, and how many stay because somebody worked on them.

        :raises NotAllowedError: when it is another's and the member does not lead the province's work.
        """
        batch = await self._batches.get(batch_id)
        if batch is None or not (batch.staff_id == self._staff.id or self._staff.leads):
            raise NotAllowedError("bỏ lần nhập của người khác")
        gone, kept = await self._twins.erase_untouched(batch_id)
        await self._batches.mark_reverted(batch_id, at=self._now)
        await self._casework.audit("import_reverted", batch=batch_id, leads=len(gone), kept=len(kept))
        return len(gone), len(kept)

    async def _add(self, row: ImportedRow, batch_id: int) -> None:
        conversation_id = await self._conversations.ensure(CHANNEL, CHANNEL, str(uuid4()))
        person_id = await self._people.save(person_id=None, full_name=row.full_name, phone=row.phone)
        await self._conversations.attach_person(conversation_id, person_id)
        officer_id = await self._assignment.officer_for(row.commune_code)
        lead = await self._leads.add(
            person_id=person_id,
            conversation_id=conversation_id,
            source=CHANNEL,
            at=self._now,
            state=LeadState.ASSIGNED if officer_id else LeadState.NEW,
            officer_id=officer_id,
            commune_name=row.commune_name,
            commune_code=row.commune_code,
            call_time=row.call_time,
            batch_id=batch_id,
        )
        await self._casework.record(lead.id, "imported", {"batch": batch_id})

    async def _read(self, cells: Mapping[str, str]) -> ImportedRow:
        """:raises _RowError: saying what is wrong with the row."""
        name = " ".join(cells["full_name"].split())
        if not name:
            raise _RowError("Thiếu họ tên.")
        if len(name) > _MAX_TEXT or not name.isprintable() or any(letter.isdigit() for letter in name):
            raise _RowError("Họ tên không đúng.")
        phone = _phone(cells["phone"])
        code = self._commune_code(cells["commune"])
        known = await self._twins.of_phone(phone, states=COUNTED_STATES)
        if known:
            raise _RowError(f"Số điện thoại này đã có đăng ký {receipt_code(known[0])}.")
        call_time = " ".join(cells.get("call_time", "").split())[:_MAX_TEXT] or None
        return ImportedRow(name, phone, self._communes[code], code, call_time)

    def _commune_code(self, typed: str) -> str:
        name = " ".join(unmarked(typed).split())
        if not name:
            raise _RowError("Thiếu xã, phường.")
        found = self._names.get(name, ())
        if len(found) > 1:
            raise _RowError(f"Có {len(found)} nơi tên «{typed}». Xin ghi rõ xã hay phường.")
        if not found:
            raise _RowError(f"Không có xã, phường «{typed[:_MAX_TEXT]}» trong tỉnh.")
        (code,) = found
        if not self._staff.sees(commune_code=code, officer_id=None):
            raise _RowError(f"«{self._communes[code]}» không thuộc địa bàn của tài khoản này.")
        return code


def _phone(typed: str) -> str:
    """E.164; a spreadsheet may have taken the leading zero."""
    text = f"0{typed}" if typed.isascii() and typed.isdigit() and not typed.startswith(("0", "84")) else typed
    if not text:
        raise _RowError("Thiếu số điện thoại.")
    try:
        number = phonenumbers.parse(text, _REGION)
    except phonenumbers.NumberParseException:
        raise _RowError("Số điện thoại không đúng.") from None
    if not phonenumbers.is_valid_number(number):
        raise _RowError("Số điện thoại không đúng.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _names(communes: Mapping[str, str]) -> dict[str, set[str]]:
    """The codes by name without tone marks, with and without what kind of place it is."""
    found: dict[str, set[str]] = {}
    for code, name in communes.items():
        whole = " ".join(unmarked(name).split())
        bare = next((whole.removeprefix(kind) for kind in _KINDS if whole.startswith(kind)), whole)
        for spelled in {whole, bare}:
            found.setdefault(spelled, set()).add(code)
    return found
