"""The staff's side of a lead: what each step changes and keeps, and what is refused and then changes nothing."""

from datetime import date, timedelta

import pytest

from bot.registration import Casework, LeadMissingError, LeadState, NotAllowedError, NoteError, Role
from bot.registration.states import ReasonMissingError, TransitionError
from bot.storage import ConflictError, LeadRepository


@pytest.fixture
async def lead_id(database, submit) -> int:
    async with database.transaction() as session:
        return (await submit(session)).lead_id


@pytest.fixture
def work(database, now):
    """``await work(member, "take", lead_id, version=1)``: one step in a transaction of its own."""

    async def work_(member, step: str, *args, at=now, **values):
        async with database.transaction() as session:
            return await getattr(Casework(session, staff=member, now=at), step)(*args, **values)

    return work_


@pytest.fixture
def stored(database, lead_id):
    async def stored_():
        async with database.reading() as session:
            leads = LeadRepository(session)
            return await leads.get(lead_id), await leads.history(lead_id)

    return stored_


async def test_taking_a_new_lead_assigns_it(work, hire, lead_id, stored, now):
    lan = await hire("lan")
    await work(lan, "take", lead_id, version=1)
    lead, history = await stored()
    assert (lead.state, lead.officer_id, lead.version) == ("assigned", lan.id, 2)
    assert (history[-1].kind, history[-1].actor, history[-1].at) == ("taken", lan.id, now)


async def test_taking_over_keeps_the_state(work, hire, lead_id, stored):
    lan, minh = await hire("lan"), await hire("minh")
    await work(lan, "move", lead_id, version=1, state=LeadState.CONTACTED)
    await work(minh, "take", lead_id, version=2)
    lead, _ = await stored()
    assert (lead.state, lead.officer_id) == ("contacted", minh.id)


async def test_a_move_keeps_from_where_to_where_and_why(work, hire, lead_id, stored):
    lan = await hire("lan")
    await work(lan, "move", lead_id, version=1, state=LeadState.DECLINED, reason=" chờ mùa sau\n")
    lead, history = await stored()
    assert (lead.state, lead.reason) == ("declined", "chờ mùa sau")
    assert history[-1].data == {"from": "new", "to": "declined", "reason": "chờ mùa sau"}


async def test_a_reason_goes_with_the_state_that_it_was_for(work, hire, lead_id, stored):
    lan = await hire("lan")
    await work(lan, "move", lead_id, version=1, state=LeadState.DECLINED, reason="chờ mùa sau")
    await work(lan, "move", lead_id, version=2, state=LeadState.CONTACTED)
    lead, _ = await stored()
    assert lead.reason is None


async def test_a_contact_is_remembered_beyond_the_next_steps(work, hire, lead_id, stored, now):
    lan, later = await hire("lan"), now + timedelta(days=1)
    await work(lan, "move", lead_id, version=1, state=LeadState.CONTACTED)
    await work(lan, "move", lead_id, version=2, state=LeadState.PAPERS, at=later)
    lead, _ = await stored()
    assert (lead.last_contact_at, lead.updated_at) == (now, later)


async def test_who_moves_a_lead_that_nobody_holds_holds_it(work, hire, lead_id, stored):
    lan, minh = await hire("lan"), await hire("minh")
    await work(lan, "move", lead_id, version=1, state=LeadState.CONTACTED)
    await work(minh, "move", lead_id, version=2, state=LeadState.PAPERS)
    lead, _ = await stored()
    assert lead.officer_id == lan.id


async def test_a_lead_given_back_is_nobody_s(work, hire, lead_id, stored):
    lan = await hire("lan")
    await work(lan, "take", lead_id, version=1)
    await work(lan, "move", lead_id, version=2, state=LeadState.NEW)
    lead, _ = await stored()
    assert (lead.state, lead.officer_id) == ("new", None)


async def test_a_plan_is_kept_and_can_be_emptied(work, hire, lead_id, stored):
    lan = await hire("lan")
    await work(lan, "plan", lead_id, version=1, next_step=" gọi lại ", due=date(2026, 12, 1))
    lead, history = await stored()
    assert (lead.next_step, lead.next_due) == ("gọi lại", date(2026, 12, 1))
    assert history[-1].data == {"next_step": "gọi lại", "due": "2026-12-01"}
    await work(lan, "plan", lead_id, version=2, next_step="  ", due=None)
    lead, history = await stored()
    assert (lead.next_step, lead.next_due) == (None, None)
    assert history[-1].data == {"next_step": None, "due": None}


async def test_a_note_changes_no_version(work, hire, lead_id, stored):
    lan = await hire("lan")
    await work(lan, "note", lead_id, " gọi sau 17 giờ\n")
    lead, history = await stored()
    assert lead.version == 1
    assert (history[-1].kind, history[-1].data) == ("noted", {"text": "gọi sau 17 giờ"})


async def test_each_look_at_a_phone_is_kept(work, hire, lead_id, stored):
    lan = await hire("lan")
    assert [await work(lan, "reveal_phone", lead_id) for _ in range(2)] == ["+84912345678"] * 2
    _, history = await stored()
    assert [event.kind for event in history] == ["registered", "phone_revealed", "phone_revealed"]


REFUSALS = {
    "người khác vừa sửa khi nhận": ("take", {"version": 9}, ConflictError),
    "người khác vừa sửa khi chuyển": ("move", {"version": 9, "state": LeadState.CONTACTED}, ConflictError),
    "người khác vừa sửa khi hẹn": ("plan", {"version": 9, "next_step": "gọi", "due": None}, ConflictError),
    "bước không được phép": ("move", {"version": 1, "state": LeadState.ENROLLED}, TransitionError),
    "thiếu lý do": ("move", {"version": 1, "state": LeadState.DECLINED, "reason": " "}, ReasonMissingError),
    "ghi chú trống": ("note", {"text": " \n"}, NoteError),
    "ghi chú quá dài": ("note", {"text": "a" * 2001}, NoteError),
}


@pytest.mark.parametrize(("step", "values", "error"), REFUSALS.values(), ids=REFUSALS)
async def test_what_is_refused_changes_nothing(work, hire, lead_id, stored, step, values, error):
    lan, before = await hire("lan"), await stored()
    with pytest.raises(error):
        await work(lan, step, lead_id, **values)
    assert await stored() == before


STEPS = {
    "take": {"version": 1},
    "move": {"version": 1, "state": LeadState.CONTACTED},
    "plan": {"version": 1, "next_step": "gọi", "due": None},
    "note": {"text": "đã gọi"},
}


@pytest.mark.parametrize("step", STEPS)
async def test_an_auditor_reads_only(work, hire, lead_id, stored, step):
    auditor, before = await hire("hoa", role=Role.AUDITOR), await stored()
    assert (await work(auditor, "open", lead_id)).id == lead_id
    with pytest.raises(NotAllowedError):
        await work(auditor, step, lead_id, **STEPS[step])
    with pytest.raises(NotAllowedError, match="số điện thoại"):
        await work(auditor, "reveal_phone", lead_id)
    assert await stored() == before


@pytest.mark.parametrize("step", ["open", "reveal_phone", *STEPS])
@pytest.mark.parametrize(
    ("role", "communes"),
    [(Role.OFFICER, ("09163",)), (Role.AGENT, ()), (Role.EDITOR, ("07441",))],
    ids=["cán bộ xã khác", "nhân viên thu", "biên tập"],
)
async def test_a_lead_of_others_looks_like_none(work, hire, lead_id, stored, role, communes, step):
    member, before = await hire("hoa", role=role, communes=communes), await stored()
    assert not await work(member, "sees", lead_id)
    with pytest.raises(LeadMissingError) as of_others:
        await work(member, step, lead_id, **STEPS.get(step, {}))
    with pytest.raises(LeadMissingError) as of_nobody:
        await work(member, step, 77, **STEPS.get(step, {}))
    assert str(of_others.value) == str(of_nobody.value)
    assert await stored() == before
