"""What was declared is sealed, masked, shown with a purpose, found again by its person, and deleted in time."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.clock import Clock
from bot.registration import LeadMissingError, NotAllowedError, Role
from bot.registration.declaring import DeclarationMissingError, LinkError, PurposeError
from bot.registration.personal_data import PersonalData
from bot.registration.retention import Purged, Retention
from bot.storage import (
    AuditRepository,
    ConsentRepository,
    DeclarationRepository,
    LeadRepository,
    LeadTwinRepository,
    PersonRepository,
)


@pytest.fixture
async def declared(database, links, declarations, lead_id, read):
    """The form was sent by the person."""
    reading = read(ethnicity="Tày", ethnicity_agreed="yes", full_name="Nguyễn Thị Hường")
    async with database.transaction() as session:
        link = await links(session).make(lead_id, created_by=None)
        await declarations(session).by_person(
            link, reading.declaration, personal_id=reading.personal_id, wording_version="2026-11-24"
        )
    return lead_id


async def test_the_declaration_is_sealed_and_the_proofs_of_consent_are_kept(database, declarations, declared):
    async with database.reading() as session:
        found = await declarations(session).get(declared)
        rows = [str(tuple(row)) for row in await session.execute(text("SELECT * FROM declaration"))]
        lead = await LeadRepository(session).get(declared)
        consents = await ConsentRepository(session).of_conversation(lead.conversation_id)
        history = await LeadRepository(session).history(declared)
        person = await PersonRepository(session).get(lead.person_id)
    assert found.masked_personal_id == "••• ••• ••• 001"
    assert found.entered_by is None
    assert not any("024185000001" in row or "Tày" in row for row in rows)
    assert [(consent.purpose, consent.given) for consent in consents] == [
        ("declaration", True),
        ("ethnicity", True),
    ]
    assert (history[-1].kind, history[-1].actor, history[-1].data) == ("declared", None, {})
    assert person.full_name == "Nguyễn Thị Hường"


async def test_an_officer_may_write_it_down_for_the_person(
    database, declarations, casework, hire, lead_id, read
):
    lan = await hire("lan")
    reading = read()
    async with database.transaction() as session:
        await declarations(session).by_officer(
            casework(session, lan),
            lan,
            lead_id,
            reading.declaration,
            personal_id=reading.personal_id,
            wording_version="2026-11-24",
        )
        assert (await declarations(session).get(lead_id)).entered_by == lan.id


async def test_each_look_at_the_number_has_a_purpose_and_is_kept(
    database, declarations, casework, hire, declared
):
    lan = await hire("lan")
    async with database.transaction() as session:
        for wrong in ("", "curiosity"):
            with pytest.raises(PurposeError):
                await declarations(session).reveal(casework(session, lan), declared, purpose=wrong)
        number = await declarations(session).reveal(casework(session, lan), declared, purpose="compare")
    assert number == "024185000001"
    async with database.reading() as session:
        (entry,) = (await AuditRepository(session).page()).entries
        history = await LeadRepository(session).history(declared)
    assert (entry.kind, entry.lead_id, entry.staff_id) == ("personal_id_revealed", declared, lan.id)
    assert entry.data == history[-1].data == {"purpose": "compare"}


@pytest.mark.parametrize(
    ("role", "communes", "refusal"),
    [
        (Role.AUDITOR, (), NotAllowedError),
        (Role.AGENT, ("07441",), LeadMissingError),
        (Role.OFFICER, ("09163",), LeadMissingError),
    ],
)
async def test_those_who_may_not_see_the_number_do_not(
    database, declarations, casework, hire, declared, role, communes, refusal
):
    other = await hire("khac", role=role, communes=communes)
    async with database.transaction() as session:
        with pytest.raises(refusal):
            await declarations(session).reveal(casework(session, other), declared, purpose="paper")
        assert (await AuditRepository(session).page()).total == 0


async def test_without_a_declaration_there_is_no_number(database, declarations, casework, hire, lead_id):
    lan = await hire("lan")
    async with database.transaction() as session:
        with pytest.raises(DeclarationMissingError):
            await declarations(session).reveal(casework(session, lan), lead_id, purpose="paper")


async def test_a_second_registration_with_the_same_number_is_found(database, declared, submit, read, now):
    async with database.transaction() as session:
        other = await submit(session, user_id="người 2", phone="+84987654321")
        await DeclarationRepository(session).save(
            other.lead_id,
            data=read().declaration.as_dict(),
            personal_id="024185000001",
            entered_by=None,
            at=now,
            keep_until=now,
        )
        twins = await LeadTwinRepository(session).of_lead(declared, states=["new"])
    assert list(twins) == [other.lead_id]


async def test_a_consent_taken_back_takes_the_declaration_with_it(
    database, declarations, links, declared, now
):
    async with database.transaction() as session:
        lead = await LeadRepository(session).get(declared)
        link = await links(session).make(declared, created_by=None)
        await PersonalData(session, now=now).withdraw(
            conversation_id=lead.conversation_id, channel="web", answer="tôi rút đồng ý"
        )
        assert await declarations(session).get(declared) is None
        with pytest.raises(LinkError):
            await links(session).open(link.id)


class LaterClock(Clock):
    """So many days after the declaration."""

    def __init__(self, moment) -> None:
        super().__init__()
        object.__setattr__(self, "moment", moment)

    def now(self):
        return self.moment


async def test_a_declaration_is_deleted_when_its_time_is_over_and_the_record_of_looks_stays(
    database, declarations, casework, hire, declared, now
):
    lan = await hire("lan")
    async with database.transaction() as session:
        await declarations(session).reveal(casework(session, lan), declared, purpose="paper")
    day_before = LaterClock(now + timedelta(days=89))
    assert await Retention(database, clock=day_before).purge() == Purged(declarations=0, cards=0)
    at_the_end = LaterClock(now + timedelta(days=90))
    assert await Retention(database, clock=at_the_end).purge() == Purged(declarations=1, cards=0)
    async with database.reading() as session:
        assert await declarations(session).get(declared) is None
        assert await DeclarationRepository(session).leads_with("024185000001") == []
        assert (await AuditRepository(session).page()).total == 1
        assert await LeadRepository(session).get(declared)
