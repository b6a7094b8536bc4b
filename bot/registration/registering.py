"""The citizen's side of a registration: consent, submission, status, refusal of messages, erasure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.clock import VIETNAM
from bot.registration.applicant import Applicant, receipt_code, storable
from bot.registration.assignment import Assignment
from bot.registration.cards import Cards
from bot.registration.states import LABELS, OPEN_STATES, LeadState
from bot.storage import (
    ConsentRepository,
    ConversationRepository,
    EstimateCardRepository,
    FormLinkRepository,
    HookRepository,
    LeadRepository,
    LeadTwinRepository,
    LinkRepository,
    PersonRepository,
    Session,
    StoredLead,
    unmarked,
)

REGISTRATION = "registration"
MESSAGES = "messages"
# A sensitive group may be kept with the registration.
GROUP = "sensitive_group"
# A registration that is under way or done; one that ended may be made anew.
KNOWN_STATES = OPEN_STATES | {LeadState.ENROLLED}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person gets for a submission."""

    lead_id: int
    code: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Status:
    """Where a registration stands, in words for the person; ``counts`` until it ended without result."""

    code: str
    label: str
    lead_id: int
    counts: bool


@dataclass(frozen=True, slots=True)
class RegistrationRules:
    """What an office decides about new registrations.

    :param hooks: whether its own system is told of them.
    :param contact_due: until when somebody who registers at a moment is to be called; never where there is none.
    """

    hooks: bool = False
    contact_due: Callable[[datetime], datetime] | None = None


class Registration:
    """Registrations within one transaction; the caller commits."""

    def __init__(
        self, session: Session, *, now: datetime, rules: RegistrationRules = RegistrationRules()
    ) -> None:
        self._assignment = Assignment(session, today=now.astimezone(VIETNAM).date())
        self._twins = LeadTwinRepository(session)
        self._hooks = HookRepository(session)
        self._rules = rules
        self._conversations = ConversationRepository(session)
        self._people = PersonRepository(session)
        self._links = LinkRepository(session)
        self._consents = ConsentRepository(session)
        self._session = session
        self._leads = LeadRepository(session)
        self._form_links = FormLinkRepository(session)
        self._cards = EstimateCardRepository(session)
        self._now = now

    async def record_consent(
        self,
        *,
        conversation_id: int,
        channel: str,
        wording_version: str,
        answer: str,
        purpose: str = REGISTRATION,
    ) -> None:
        """Keep the proof of a yes: purpose, version of the wording, exact answer, channel and time."""
        await self._consents.give(
            conversation_id=conversation_id,
            purpose=purpose,
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

    async def has_decided(self, *, conversation_id: int, purpose: str) -> bool:
        """Whether the person has said yes or no to a purpose."""
        answers = await self._consents.of_conversation(conversation_id)
        return any(answer.purpose == purpose for answer in answers)

    async def refuse_group(self, *, conversation_id: int, channel: str, answer: str) -> None:
        """Keep that a sensitive group is not to be stored."""
        await self._consents.refuse(
            conversation_id=conversation_id, purpose=GROUP, channel=channel, answer=answer, at=self._now
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
        if existing is None:
            return await self._add(applicant, conversation_id, commune_code, source)
        fields = await self._changed_fields(existing, applicant)
        await self._people.save(
            person_id=existing.person_id, full_name=applicant.full_name, phone=applicant.phone
        )
        await self._leads.change(
            existing.id,
            expected_version=existing.version,
            at=self._now,
            **_lead_fields(applicant, commune_code),
        )
        await self._leads.add_event(
            existing.id, at=self._now, actor=None, kind="changed_by_citizen", data={"fields": fields}
        )
        await self._announce("lead.changed", existing.id, existing.state)
        return Receipt(existing.id, receipt_code(existing.id), is_new=False)

    async def _changed_fields(self, lead: StoredLead, applicant: Applicant) -> list[str]:
        """The names of the values that the person changes; the history tells which, never what they were."""
        person = await self._people.get(lead.person_id)
        before = {
            "full_name": person.full_name if person else None,
            "phone": person.phone if person else None,
            "commune": lead.commune_name,
            "call_time": lead.call_time,
        }
        return [name for name, value in before.items() if getattr(applicant, name) != value]

    async def _add(
        self, applicant: Applicant, conversation_id: int, commune_code: str | None, source: str
    ) -> Receipt:
        person_id = await self._people.save(
            person_id=None, full_name=applicant.full_name, phone=applicant.phone
        )
        await self._conversations.attach_person(conversation_id, person_id)
        officer_id = await self._assignment.officer_for(commune_code)
        # The link or QR code tells more than the channel, which the history has anyway.
        came_by = await self._conversations.source(conversation_id) or source
        lead = await self._leads.add(
            person_id=person_id,
            conversation_id=conversation_id,
            state=LeadState.ASSIGNED if officer_id else LeadState.NEW,
            officer_id=officer_id,
            contact_due_at=self._rules.contact_due(self._now) if self._rules.contact_due else None,
            source=came_by,
            at=self._now,
            **_lead_fields(applicant, commune_code),
        )
        await self._leads.add_event(
            lead.id, at=self._now, actor=None, kind="registered", data={"source": source}
        )
        await self._announce("lead.created", lead.id, lead.state)
        return Receipt(lead.id, receipt_code(lead.id), is_new=True)

    async def form_link(self, lead_id: int, *, lifetime: timedelta) -> int:
        """The number of a new link to the form for the paper; the person asked for it by registering."""
        link = await self._form_links.add(
            lead_id, created_by=None, at=self._now, expires_at=self._now + lifetime
        )
        return link.id

    async def card(self, conversation_id: int, estimate: Mapping[str, Any]) -> str:
        """The code of the card of an estimate of this conversation."""
        return (await Cards(self._session, now=self._now).of_estimate(conversation_id, estimate)).code

    async def status(self, lead_id: int) -> Status | None:
        """Where a registration stands; None when it is no longer kept."""
        lead = await self._leads.get(lead_id)
        return _status(lead) if lead else None

    async def twin(self, *, full_name: str, phone: str) -> Status | None:
        """The newest registration of the same name and phone, made in whatever conversation.

        The phone alone is not enough: whoever types a neighbour's number must not hear that the neighbour registered.
        """
        wanted = unmarked(full_name).split()
        for lead_id in reversed(await self._twins.of_phone(phone, states=KNOWN_STATES)):
            lead = await self._leads.get(lead_id)
            person = await self._people.get(lead.person_id) if lead else None
            if lead and person and unmarked(person.full_name).split() == wanted:
                return _status(lead)
        return None

    async def shares_phone(self, *, phone: str, conversation_id: int) -> bool:
        """Whether the phone is in a registration that another conversation made; whose it is stays untold."""
        together = await self._links.together_with(conversation_id)
        for lead_id in await self._twins.of_phone(phone, states=KNOWN_STATES):
            lead = await self._leads.get(lead_id)
            if lead and lead.conversation_id not in together:
                return True
        return False

    async def relation(self, lead_id: int) -> str | None:
        """Whom a registration insures, in relation to who wrote."""
        lead = await self._leads.get(lead_id)
        return (lead.insured or {}).get("relation", "self") if lead else None

    async def erase(self, *, conversation_id: int) -> None:
        """Delete the registrations, persons, consents and words of a conversation and of those linked to it."""
        together = await self._links.together_with(conversation_id)
        for one in together:
            await self._erase(one)
        await self._links.part(together)

    async def forget(self, conversation_ids: Sequence[int]) -> None:
        """Let conversations begin anew; what was said stays in their history."""
        for conversation_id in conversation_ids:
            await self._conversations.forget(conversation_id)

    async def _erase(self, conversation_id: int) -> None:
        for lead in await self._leads.of_conversation(conversation_id):
            await self._announce("lead.erased", lead.id, lead.state)
            await self._leads.erase(lead.id)
            await self._people.erase(lead.person_id)
        await self._consents.erase(conversation_id)
        await self._cards.erase(conversation_id)
        await self._conversations.erase(conversation_id)

    async def _announce(self, kind: str, lead_id: int, state: str) -> None:
        if self._rules.hooks:
            await self._hooks.add(lead_id=lead_id, kind=kind, state=str(state), at=self._now)


def _status(lead: StoredLead) -> Status:
    return Status(
        receipt_code(lead.id), LABELS[LeadState(lead.state)], lead.id, counts=lead.state in KNOWN_STATES
    )


def _lead_fields(applicant: Applicant, commune_code: str | None) -> dict[str, Any]:
    """What a lead keeps of an applicant beside the person."""
    estimate = applicant.estimate
    amounts = (estimate or {}).get("amounts", {})
    kept = dict(estimate) if estimate and applicant.keeps_group else estimate and storable(estimate)
    return {
        "commune_name": applicant.commune,
        "commune_code": commune_code,
        "call_time": applicant.call_time,
        "estimate": kept,
        "payable": amounts.get("payable"),
        "insured": applicant.insured,
    }
