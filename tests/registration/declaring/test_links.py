"""A link to the form: signed, for a time, for one person, used once."""

from datetime import timedelta

import pytest

from bot.registration.declaring import FormAddresses, LinkError, LinkRefusal

ADDRESSES = FormAddresses(secret=lambda: "bí mật", public_url="https://antam.example.vn/")


def test_an_address_holds_the_links_number_and_a_signature_only():
    address = ADDRESSES.address(7, channel="telegram")
    assert address.startswith("https://antam.example.vn/to-khai/")
    assert ADDRESSES.link_id(address.rpartition("/")[2]) == 7


@pytest.mark.parametrize("token", ["", "7", "Nw.abc", "../x", "Nw." + "a" * 27])
def test_an_address_that_was_not_made_here_opens_nothing(token):
    with pytest.raises(LinkError) as refused:
        ADDRESSES.link_id(token)
    assert refused.value.refusal is LinkRefusal.UNKNOWN


def test_another_secret_makes_other_addresses():
    other = FormAddresses(secret=lambda: "bí mật khác", public_url="")
    with pytest.raises(LinkError):
        other.link_id(ADDRESSES.token(7))


def test_without_an_address_outside_only_our_own_page_gets_a_link():
    inside = FormAddresses(secret=lambda: "bí mật", public_url="")
    assert inside.address(7, channel="web").startswith("/to-khai/")
    assert inside.address(7, channel="zalo_oa") is None


async def test_a_new_link_ends_the_one_before(database, links, lead_id):
    async with database.transaction() as session:
        first = await links(session).make(lead_id, created_by=None)
        second = await links(session).make(lead_id, created_by=None)
    async with database.reading() as session:
        with pytest.raises(LinkError) as refused:
            await links(session).open(first.id)
        assert refused.value.refusal is LinkRefusal.ENDED
        assert (await links(session).open(second.id)).lead_id == lead_id


async def test_a_link_opens_until_its_time_is_over(database, links, lead_id, now):
    async with database.transaction() as session:
        link = await links(session).make(lead_id, created_by=None)
    async with database.reading() as session:
        assert await links(session, now + timedelta(hours=71, minutes=59)).open(link.id)
        with pytest.raises(LinkError) as refused:
            await links(session, now + timedelta(hours=72)).open(link.id)
    assert refused.value.refusal is LinkRefusal.EXPIRED


async def test_a_used_link_opens_nothing(database, links, lead_id):
    async with database.transaction() as session:
        link = await links(session).make(lead_id, created_by=None)
        await links(session).use_up(link)
        with pytest.raises(LinkError) as refused:
            await links(session).open(link.id)
    assert refused.value.refusal is LinkRefusal.ENDED


async def test_five_wrong_answers_lock_a_link_also_for_its_owner(database, links, lead_id):
    async with database.transaction() as session:
        link = await links(session).make(lead_id, created_by=None)
        assert await links(session).prove(link, "5678")
        for wrong in ("0000", "", "678", "+84912345678", "5678 "):
            assert not await links(session).prove(link, wrong)
        with pytest.raises(LinkError) as refused:
            await links(session).open(link.id)
    assert refused.value.refusal is LinkRefusal.LOCKED
