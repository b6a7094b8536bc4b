"""What people may always ask about their own data: to see it, to have a copy, to take a consent back.

Each wish is done at once and kept as a request with a number; the request tells what was asked and never the data.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.clock import VIETNAM
from bot.errors import AnTamError
from bot.registration.applicant import receipt_code, storable, tells_sensitive_group
from bot.registration.registering import GROUP, REGISTRATION
from bot.registration.states import LABELS, OPEN_STATES, LeadState
from bot.storage import (
    ConsentRepository,
    ConversationRepository,
    DeclarationRepository,
    FileKind,
    FormLinkRepository,
    HookRepository,
    LeadRepository,
    LinkRepository,
    PersonRepository,
    PrivacyRequestRepository,
    Session,
    StoredLead,
)

COPY_LIFETIME = timedelta(hours=24)
WITHDRAWN_BY_CITIZEN = "Người dân rút lại đồng ý"
# A talk of years; what is older than this many lines is in no copy.
_MOST_LINES = 10_000


class RequestKind(StrEnum):
    """What is asked; the values are stored."""

    SEE = "see"
    COPY = "copy"
    WITHDRAW_REGISTRATION = "withdraw_registration"
    WITHDRAW_MESSAGES = "withdraw_messages"
    WITHDRAW_GROUP = "withdraw_group"
    ERASE = "erase"


class CopyMissingError(AnTamError):
    """There is no such copy, it was taken already, or its time is over: all look the same from outside."""

    def __init__(self) -> None:
        super().__init__(
            "Đường dẫn này không còn dùng được", remedy="nhắn An Tâm “cho tôi bản sao dữ liệu” để có cái mới"
        )


def request_code(request_id: int) -> str:
    """The number that the person is told."""
    return f"YC{request_id:06d}"


class PersonalData:
    """One person's data within one transaction; the caller commits."""

    def __init__(self, session: Session, *, now: datetime, hooks: bool = False) -> None:
        """:param hooks: whether the office's own system is told of changes to registrations."""
        self._now = now
        self._tells_hooks = hooks
        self._consents = ConsentRepository(session)
        self._conversations = ConversationRepository(session)
        self._declarations = DeclarationRepository(session)
        self._form_links = FormLinkRepository(session)
        self._hooks = HookRepository(session)
        self._leads = LeadRepository(session)
        self._links = LinkRepository(session)
        self._people = PersonRepository(session)
        self._requests = PrivacyRequestRepository(session)

    async def note(self, kind: RequestKind, *, conversation_id: int, channel: str) -> int:
        """Keep a request, also in the history of the registrations that it is about; its number."""
        expires_at = self._now + COPY_LIFETIME if kind is RequestKind.COPY else None
        number = await self._requests.add(
            conversation_id=conversation_id, kind=kind, channel=channel, at=self._now, expires_at=expires_at
        )
        for lead in await self._own_leads(conversation_id):
            data = {"code": request_code(number), "request": str(kind)}
            await self._leads.add_event(lead.id, at=self._now, actor=None, kind="privacy_request", data=data)
        return number

    async def withdraw(self, *, conversation_id: int, channel: str, answer: str) -> list[str]:
        """Take the consent to the registration back: its open registrations end; their codes."""
        await self._consents.refuse(
            conversation_id=conversation_id,
            purpose=REGISTRATION,
            channel=channel,
            answer=answer,
            at=self._now,
        )
        leads = [lead for lead in await self._own_leads(conversation_id) if lead.state in OPEN_STATES]
        for lead in leads:
            await self._end(lead)
        return [receipt_code(lead.id) for lead in leads]

    async def withdraw_group(self, *, conversation_id: int, channel: str, answer: str) -> list[str]:
        """Take the consent to keep a sensitive group back: it is cut out of what registrations keep; their codes."""
        await self._consents.refuse(
            conversation_id=conversation_id, purpose=GROUP, channel=channel, answer=answer, at=self._now
        )
        told = [
            lead
            for lead in await self._own_leads(conversation_id)
            if lead.estimate and tells_sensitive_group(lead.estimate)
        ]
        for lead in told:
            await self._leads.change(
                lead.id, expected_version=lead.version, at=self._now, estimate=storable(lead.estimate or {})
            )
            await self._leads.add_event(lead.id, at=self._now, actor=None, kind="group_withdrawn", data={})
        return [receipt_code(lead.id) for lead in told]

    async def _end(self, lead: StoredLead) -> None:
        await self._leads.change(
            lead.id,
            expected_version=lead.version,
            at=self._now,
            state=LeadState.WITHDRAWN,
            reason=WITHDRAWN_BY_CITIZEN,
            next_step=None,
            next_due=None,
        )
        await self._leads.add_event(lead.id, at=self._now, actor=None, kind="consent_withdrawn", data={})
        await self._form_links.end_all(lead.id, at=self._now)
        # Without the consent there is no paper to be made of it.
        await self._declarations.erase(lead.id)
        if self._tells_hooks:
            await self._hooks.add(
                lead_id=lead.id, kind="lead.changed", state=str(LeadState.WITHDRAWN), at=self._now
            )

    async def held(self, conversation_id: int) -> dict[str, Any]:
        """All that is kept of a person, in its JSON form; what was said is not among it."""
        together = await self._links.together_with(conversation_id)
        leads = await self._own_leads(conversation_id)
        found = [await self._conversations.get(one) for one in together]
        slots = [(one.snapshot or {}).get("slots", {}) for one in found if one]
        estimates = [held["estimate"] for held in slots if held.get("estimate")]
        return {
            "registrations": [await self._registration(lead) for lead in leads],
            "consents": [
                {
                    "purpose": consent.purpose,
                    "given": consent.given,
                    "at": _moment(consent.at),
                    "wording_version": consent.wording_version,
                    "channel": consent.channel,
                    "answer": consent.answer,
                }
                for one in together
                for consent in await self._consents.of_conversation(one)
            ],
            "estimate": estimates[-1] if estimates else None,
            "channels": sorted({one.channel for one in found if one}),
            "requests": [
                {"code": request_code(request.id), "kind": request.kind, "at": _moment(request.at)}
                for one in together
                for request in await self._requests.of_conversation(one)
            ],
        }

    async def take_copy(self, request_id: int, file_kind: FileKind) -> dict[str, Any]:
        """What a copy holds, with all that was said; each file is handed out once.

        :raises CopyMissingError: when it was, or is too old.
        """
        request = await self._requests.get(request_id)
        if request is None or not await self.can_take(request_id):
            raise CopyMissingError
        if not await self._requests.take(request_id, file_kind, at=self._now):
            raise CopyMissingError
        together = await self._links.together_with(request.conversation_id)
        lines = [
            {"from": line.author, "text": line.text, "at": _moment(line.at)}
            for one in together
            for line in await self._conversations.messages(one, limit=_MOST_LINES)
        ]
        return {
            "request": request_code(request_id),
            "made_at": _moment(self._now),
            **await self.held(request.conversation_id),
            "messages": lines,
        }

    async def can_take(self, request_id: int) -> bool:
        """Whether the time of a copy is not over yet."""
        request = await self._requests.get(request_id)
        return request is not None and request.expires_at is not None and request.expires_at > self._now

    async def _own_leads(self, conversation_id: int) -> list[StoredLead]:
        together = await self._links.together_with(conversation_id)
        return [lead for one in together for lead in await self._leads.of_conversation(one)]

    async def _registration(self, lead: StoredLead) -> dict[str, Any]:
        person = await self._people.get(lead.person_id)
        declared = await self._declarations.get(lead.id)
        return {
            "code": receipt_code(lead.id),
            "state": LABELS[LeadState(lead.state)],
            "full_name": person.full_name if person else None,
            "phone": person.phone if person else None,
            "commune": lead.commune_name,
            "call_time": lead.call_time,
            "insured": lead.insured or {},
            "payable": lead.payable,
            "estimate": lead.estimate,
            "registered_at": _moment(lead.created_at),
            "declaration": declared.data if declared else None,
        }


def _moment(at: datetime) -> str:
    return at.astimezone(VIETNAM).isoformat(timespec="minutes")
