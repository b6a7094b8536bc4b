"""Appointments: made and told, kept or not, never in the past, in the calendar of those who see the lead."""

from datetime import timedelta

import pytest

from bot.registration import Casework, LeadMissingError, NotAllowedError, Role
from bot.registration.appointments import (
    AppointmentError,
    AppointmentKind,
    Appointments,
    AppointmentState,
)
from bot.storage import AppointmentRepository, LeadRepository, LeadScope


class Told:
    """Keeps what people are told."""

    def __init__(self) -> None:
        self.said = []

    async def hold(self, session, conversation_id):
        self.said.append(("held", conversation_id))

    async def tell(self, session, conversation_id, name, **arguments):
        self.said.append((name, arguments))
        return True


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
async def lead_id(database, submit) -> int:
    async with database.transaction() as session:
        return (await submit(session)).lead_id


@pytest.fixture
def arrange(database, now, told):
    async def arrange_(member, step: str, *args, **values):
        async with database.transaction() as session:
            casework = Casework(session, staff=member, now=now, notices=told)
            appointments = Appointments(session, casework=casework, staff=member, now=now)
            return await getattr(appointments, step)(*args, **values)

    return arrange_


@pytest.fixture
def of_lead(database):
    async def of_lead_(lead_id):
        async with database.reading() as session:
            return await AppointmentRepository(session).of_lead(lead_id)

    return of_lead_


async def test_a_visit_is_kept_told_and_in_the_history(database, arrange, hire, lead_id, of_lead, told, now):
    lan = await hire("lan")
    at = now + timedelta(hours=23, minutes=30)
    await arrange(lan, "make", lead_id, at=at, kind=AppointmentKind.VISIT, place=" nhà văn hóa ")
    (found,) = await of_lead(lead_id)
    assert (found.at, found.kind, found.state, found.place) == (at, "visit", "planned", "nhà văn hóa")
    # The conversation is locked before anything is said.
    assert told.said[0][0] == "held"
    assert told.said[1] == (
        "utter_appointment_made",
        {"code": "AT000001", "day": "2026-11-24", "hour": "08:30", "kind": "visit", "place": "nhà văn hóa"},
    )
    async with database.reading() as session:
        history = await LeadRepository(session).history(lead_id)
    assert (history[-1].kind, history[-1].actor) == ("appointed", lan.id)


@pytest.mark.parametrize(
    ("by", "kind", "place"),
    [
        (timedelta(0), AppointmentKind.CALL, ""),
        (timedelta(minutes=-1), AppointmentKind.CALL, ""),
        (timedelta(days=90, minutes=1), AppointmentKind.CALL, ""),
        (timedelta(days=1), AppointmentKind.VISIT, "  "),
        (timedelta(days=1), AppointmentKind.OFFICE, ""),
    ],
)
async def test_what_cannot_be_kept_is_not_made(arrange, hire, lead_id, of_lead, told, now, by, kind, place):
    with pytest.raises(AppointmentError):
        await arrange(await hire("lan"), "make", lead_id, at=now + by, kind=kind, place=place)
    assert await of_lead(lead_id) == []
    assert [name for name, _ in told.said] == ["held"]


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (AppointmentState.KEPT, []),
        (AppointmentState.MISSED, []),
        (AppointmentState.CANCELLED, ["utter_appointment_cancelled"]),
    ],
)
async def test_what_became_of_it_is_noted_once_and_told_where_it_matters(
    arrange, hire, lead_id, of_lead, told, now, state, says
):
    lan = await hire("lan")
    await arrange(lan, "make", lead_id, at=now + timedelta(days=1), kind=AppointmentKind.CALL, place="")
    (found,) = await of_lead(lead_id)
    told.said.clear()
    await arrange(lan, "close", lead_id, found.id, state=state)
    assert [name for name, _ in told.said if name != "held"] == says
    assert (await of_lead(lead_id))[0].state == state
    for again in AppointmentState:
        with pytest.raises(AppointmentError):
            await arrange(lan, "close", lead_id, found.id, state=again)


async def test_the_calendar_shows_what_a_member_sees(database, arrange, hire, lead_id, now):
    lan = await hire("lan")
    await arrange(lan, "make", lead_id, at=now + timedelta(days=1), kind=AppointmentKind.CALL, place="")
    span = (now, now + timedelta(days=2))
    near, far = LeadScope(99, ("07441",)), LeadScope(99, ("09163",))
    assert len(await arrange(lan, "planned", *span, scope=None)) == 1
    assert len(await arrange(lan, "planned", *span, scope=near)) == 1
    assert await arrange(lan, "planned", *span, scope=far) == []
    assert await arrange(lan, "planned", now, now + timedelta(hours=1), scope=None) == []


@pytest.mark.parametrize(
    ("role", "refusal"), [(Role.AUDITOR, NotAllowedError), (Role.AGENT, LeadMissingError)]
)
async def test_those_who_may_not_work_the_lead_make_none(arrange, hire, lead_id, now, role, refusal):
    with pytest.raises(refusal):
        await arrange(
            await hire("khac", role=role),
            "make",
            lead_id,
            at=now + timedelta(days=1),
            kind=AppointmentKind.CALL,
            place="",
        )
