"""Registrations of one person: recognised by name and phone in the chat, proposed and merged for the staff."""

import pytest

from bot.registration import Casework, Duplicates, LeadMissingError, LeadState, MergeError, Registration, Role
from bot.storage import ConflictError, LeadRepository


@pytest.fixture
def duplicates(database, now):
    """``await duplicates(member, "merge", …)``: one step in a transaction of its own."""

    async def step_(member, step: str, *args, **values):
        async with database.transaction() as session:
            casework = Casework(session, staff=member, now=now)
            return await getattr(Duplicates(session, casework=casework), step)(*args, **values)

    return step_


@pytest.mark.parametrize(
    ("full_name", "phone", "found"),
    [
        ("Nguyễn Văn Tư", "+84912345678", True),
        ("nguyen van  tu", "+84912345678", True),
        # A child's phone for both parents, and a neighbour's number: nothing is told of the other.
        ("Nguyễn Thị Năm", "+84912345678", False),
        ("Nguyễn Văn Tư", "+84987654321", False),
    ],
)
async def test_a_person_is_known_again_by_name_and_phone_together(
    database, register, now, full_name, phone, found
):
    lead_id = await register("người 1")
    async with database.reading() as session:
        twin = await Registration(session, now=now).twin(full_name=full_name, phone=phone)
    assert (twin is not None and twin.lead_id == lead_id) == found


@pytest.mark.parametrize("state", [LeadState.DECLINED, LeadState.NOT_ELIGIBLE, LeadState.WITHDRAWN])
async def test_a_registration_that_ended_may_be_made_anew(database, register, now, state):
    lead_id = await register("người 1")
    async with database.transaction() as session:
        await LeadRepository(session).change(lead_id, expected_version=1, at=now, state=state)
        registration = Registration(session, now=now)
        assert await registration.twin(full_name="Nguyễn Văn Tư", phone="+84912345678") is None


async def test_those_of_one_phone_are_proposed_merged_and_taken_apart(duplicates, hire, register, lead_of):
    manager = await hire("sep", role=Role.MANAGER)
    first, second = await register("người 1"), await register("người 2", full_name="Tư Nguyễn")
    await register("người 3", phone="+84987654321")
    assert await duplicates(manager, "groups", scope=None, limit=10) == [[first, second]]
    assert [lead.id for lead in await duplicates(manager, "of", first)] == [second]

    await duplicates(manager, "merge", second, into=first, version=1)

    merged = await lead_of(second)
    assert (merged.state, merged.merged_into_id) == (LeadState.DUPLICATE, first)
    assert [lead.id for lead in await duplicates(manager, "merged_into", first)] == [second]
    assert await duplicates(manager, "groups", scope=None, limit=10) == []

    await duplicates(manager, "take_apart", second, version=2)

    apart = await lead_of(second)
    assert (apart.state, apart.merged_into_id) == (LeadState.NEW, None)
    assert await duplicates(manager, "groups", scope=None, limit=10) == [[first, second]]


async def test_strangers_are_not_merged(duplicates, hire, register, lead_of):
    manager = await hire("sep", role=Role.MANAGER)
    first, other = await register("người 1"), await register("người 2", phone="+84987654321")
    for lead_id, into in ((other, first), (first, first)):
        with pytest.raises(MergeError):
            await duplicates(manager, "merge", lead_id, into=into, version=1)
    with pytest.raises(MergeError):
        await duplicates(manager, "take_apart", first, version=1)
    assert (await lead_of(first)).version == (await lead_of(other)).version == 1


async def test_two_who_merge_at_once_see_a_conflict(duplicates, hire, register):
    manager = await hire("sep", role=Role.MANAGER)
    first, second = await register("người 1"), await register("người 2")
    with pytest.raises(ConflictError):
        await duplicates(manager, "merge", second, into=first, version=7)


async def test_nobody_merges_what_they_do_not_see(duplicates, hire, register):
    agent = await hire("thu", role=Role.AGENT)
    first, second = await register("người 1"), await register("người 2")
    with pytest.raises(LeadMissingError):
        await duplicates(agent, "merge", second, into=first, version=1)
    assert await duplicates(agent, "of", first) == []
