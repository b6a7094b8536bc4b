"""The citizen's side of a registration: consent, submission, status, refusal of messages, erasure."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.registration.applicant import Applicant, receipt_code
from bot.registration.states import LABELS, LeadState
from bot.storage import ConsentRepository, ConversationRepository, LeadRepository, PersonRepository

REGISTRATION = "registration"
MESSAGES = "messages"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person gets for a submission."""

    lead_id: int
    code: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Status:
    """Where a registration stands, in words for the person."""

    code: str
    label: str


class Registration:
    """Registrations within one transaction; the caller commits."""

    def __init__(self, session: AsyncSession, *, now: datetime) -> None:
        self._conversations = ConversationRepository(session)
        self._people = PersonRepository(session)
        self._consents = ConsentRepository(session)
        self._leads = LeadRepository(session)
        self._now = now

    async def record_consent(
        self, *, conversation_id: int, channel: str, wording_version: str, answer: str
    ) -> None:
        """Keep the proof of a yes: purpose, version of the wording, exact answer, channel and time."""
        await self._consents.give(
            conversation_id=conversation_id,
            purpose=REGISTRATION,
            channel=channel,
            wording_version=wording_version,
            answer=answer,
            at=self._now,
        )

    async def refuse_messages(self, *, conversation_id: int, channel: str, answer: str) -> None:
        """Keep that no message unasked for is wanted."""
        await self._consents.refuse(
            conversation_id=conversation_id, purpose=MESSAGES, channel=channel, answer=answer, at=self._now
        )

    async def submit(
        self,
        applicant: Applicant,
        *,
        conversation_id: int,
        lead_id: int | None,
        commune_code: str | None,
        source: str,
    ) -> Receipt:
        """Store a confirmed registration, or change the one this conversation made before."""
        existing = await self._leads.get(lead_id) if lead_id else None
        ...
