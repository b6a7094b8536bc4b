"""Who gets a lead: by commune and load, by hand, many at once and taken back; absent and closed accounts get none."""

from datetime import timedelta

import pytest

from bot.registration import (
    Casework,
    Handing,
    LeadMissingError,
    LeadState,
    NotAllowedError,
    OfficerError,
    Role,
    UndoError,
)
from bot.storage import ConflictError, StaffRepository


@pytest.fixture
def hand(database, now):
    """``await hand(member, "give", ids, officer_id=…)``: one giving in a transaction of its own."""

    async def hand_(member, step: str, *args, **values):
        async with database.transaction() as session:
            casework = Casework(session, staff=member, now=now)
            handing = Handing(session, casework=casework, staff=member, today=now.date())
            return await getattr(handing, step)(*args, **values)

    return hand_


@pytest.fixture
def work(database, now):
    async def work_(member, step: str, *args, **values):
        async with database.transaction() as session:
            return await getattr(Casework(session, staff=member, now=now), step)(*args, **values)

    return work_


async def test_a_new_lead_goes_to_the_officer_of_its_commune(hire, register, lead_of):
    lan = await hire("lan", communes=("07441",))
    await hire("xa", communes=("09163",))
    lead = await lead_of(await register("người 1"))
    assert (lead.officer_id, lead.state) == (lan.id, LeadState.ASSIGNED)


async def test_of_two_the_one_with_fewer_open_leads_gets_it(hire, register, lead_of):
    lan, minh = (
        await hire("lan", communes=("07441",)),
        await hire("minh", role=Role.AGENT, communes=("07441",)),
    )
    officers = [(await lead_of(await register(f"người {n}"))).officer_id for n in range(4)]
    assert officers == [lan.id, minh.id, lan.id, minh.id]


@pytest.mark.parametrize("commune_code", [None, "07501"])
async def test_where_nobody_serves_a_lead_waits_to_be_taken(hire, register, lead_of, commune_code):
    await hire("lan", communes=("07441",))
    await hire("minh")
    await hire("sep", role=Role.MANAGER, communes=("07501",))
    lead = await lead_of(await register("người 1", commune_code=commune_code))
    assert (lead.officer_id, lead.state) == (None, LeadState.NEW)


@pytest.mark.parametrize(("days", "gets"), [(-1, True), (0, False), (3, False)])
async def test_the_absent_get_nothing_until_they_are_back(database, hire, register, lead_of, now, days, gets):
    lan = await hire("lan", communes=("07441",))
    async with database.transaction() as session:
        await StaffRepository(session).update(lan.id, absent_until=now.date() + timedelta(days=days))
    assert ((await lead_of(await register("người 1"))).officer_id == lan.id) == gets


async def test_a_closed_account_gets_nothing(database, hire, register, lead_of):
    lan = await hire("lan", communes=("07441",))
    async with database.transaction() as session:
        await StaffRepository(session).update(lan.id, active=False)
    assert (await lead_of(await register("người 1"))).officer_id is None


async def test_a_manager_gives_a_lead_and_takes_it_to_the_queue(hire, register, lead_of, work):
    manager, lan = await hire("sep", role=Role.MANAGER), await hire("lan", role=Role.AGENT)
    lead_id = await register("người 1")
    await work(manager, "assign", lead_id, version=1, officer_id=lan.id)
    assert ((await lead_of(lead_id)).officer_id, (await lead_of(lead_id)).state) == (lan.id, "assigned")
    await work(manager, "assign", lead_id, version=2, officer_id=None)
    assert ((await lead_of(lead_id)).officer_id, (await lead_of(lead_id)).state) == (None, "new")
    with pytest.raises(ConflictError):
        await work(manager, "assign", lead_id, version=2, officer_id=lan.id)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR])
async def test_nobody_gets_a_lead_who_does_not_work_them(hire, register, work, role):
    manager, other = await hire("sep", role=Role.MANAGER), await hire("khac", role=role)
    with pytest.raises(OfficerError):
        await work(manager, "assign", await register("người 1"), version=1, officer_id=other.id)


@pytest.mark.parametrize(
    ("role", "communes", "refusal"),
    [
        (Role.AGENT, (), NotAllowedError),
        (Role.AUDITOR, (), NotAllowedError),
        (Role.EDITOR, (), NotAllowedError),
        (Role.OFFICER, ("09163",), LeadMissingError),
    ],
)
async def test_those_who_may_not_give_do_not(hire, register, lead_of, work, role, communes, refusal):
    lead_id, lan = await register("người 1"), await hire("lan", role=Role.AGENT)
    with pytest.raises(refusal):
        await work(
            await hire("khac", role=role, communes=communes),
            "assign",
            lead_id,
            version=1,
            officer_id=lan.id,
        )
    assert (await lead_of(lead_id)).version == 1


async def test_many_are_given_at_once_and_taken_back_but_for_those_changed_since(
    hire, register, lead_of, hand, work
):
    manager, lan = await hire("sep", role=Role.MANAGER), await hire("lan", role=Role.AGENT)
    ids = [await register(f"người {n}") for n in range(3)]
    handed = await hand(manager, "give", ids, officer_id=lan.id)
    assert (handed.given, handed.left) == (3, 0)
    await work(lan, "move", ids[0], version=2, state=LeadState.CONTACTED)

    undone = await hand(manager, "take_back", handed.audit_id)

    assert (undone.given, undone.left) == (2, 1)
    after = [await lead_of(lead_id) for lead_id in ids]
    assert [lead.state for lead in after] == ["contacted", "new", "new"]
    assert [lead.officer_id for lead in after] == [lan.id, None, None]


async def test_nobody_takes_back_what_another_gave(hire, register, hand):
    manager, other = await hire("sep", role=Role.MANAGER), await hire("phó", role=Role.MANAGER)
    lan = await hire("lan", role=Role.AGENT)
    handed = await hand(manager, "give", [await register("người 1")], officer_id=lan.id)
    for number in (handed.audit_id, 99_999):
        with pytest.raises(UndoError):
            await hand(other, "take_back", number)


async def test_by_commune_each_goes_to_its_own_and_the_rest_to_the_queue(hire, register, lead_of, hand):
    manager = await hire("sep", role=Role.MANAGER)
    near, far, nobody = (
        await register("người 1"),
        await register("người 2", commune_code="09163"),
        await register("người 3", commune_code="07501"),
    )
    lan, minh = await hire("lan", communes=("07441",)), await hire("minh", communes=("09163",))
    await hand(manager, "give_by_commune", [near, far, nobody])
    assert [(await lead_of(n)).officer_id for n in (near, far, nobody)] == [lan.id, minh.id, None]


async def test_the_leads_of_one_who_leaves_go_to_others_of_the_commune(hire, register, lead_of, hand):
    manager, lan = await hire("sep", role=Role.MANAGER), await hire("lan", communes=("07441",))
    ids = [await register(f"người {n}") for n in range(2)]
    minh = await hire("minh", communes=("07441",))
    handed = await hand(manager, "give_away", lan.id)
    assert handed.given == 2
    assert {(await lead_of(lead_id)).officer_id for lead_id in ids} == {minh.id}


async def test_an_officer_gives_only_what_they_see(hire, register, lead_of, hand):
    lan = await hire("lan", communes=("09163",))
    minh = await hire("minh", role=Role.AGENT)
    near, far = (
        await register("người 1", commune_code="07441"),
        await register("người 2", commune_code="09163"),
    )
    handed = await hand(lan, "give", [near, far], officer_id=minh.id)
    assert (handed.given, handed.left) == (1, 1)
    assert (await lead_of(near)).officer_id is None
