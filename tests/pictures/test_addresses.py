"""Addresses of pictures: sealed, complete where a platform needs it, useless to anybody who did not get them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures import PictureAddresses, PictureKind, PictureLinkError, Wanted

PLAN = {"on": "2026-11-23", "gender": "female", "birth_date": "1985-03-12", "income": 3_000_000}
ADDRESSES = PictureAddresses(secret=lambda: "one", public_url="https://antam.example.vn/")


def token(address: str) -> str:
    return address.rpartition("/")[2].removesuffix(".png")


@given(
    st.sampled_from(PictureKind),
    st.dictionaries(st.text(), st.integers(-(2**53), 2**53) | st.text() | st.none()),
)
def test_what_was_sealed_comes_out_again(kind, inputs) -> None:
    sealed = token(ADDRESSES.address(kind, inputs, channel="web"))
    assert ADDRESSES.wanted(kind, sealed) == Wanted(kind, inputs)


def test_nothing_of_the_person_can_be_read_in_the_address() -> None:
    address = ADDRESSES.address(PictureKind.PLAN, PLAN, channel="telegram")
    assert not any(part in address for part in ("1985", "female", "3000000"))
    assert address.startswith("https://antam.example.vn/api/estimate/plan/")


@pytest.mark.parametrize(
    ("channel", "public_url", "beginning"),
    [
        ("web", "https://antam.example.vn", "/api/"),
        ("web", "", "/api/"),
        ("rest", "", "/api/"),
        ("rest", "https://antam.example.vn", "https://antam.example.vn/api/"),
        ("zalo_oa", "https://antam.example.vn", "https://antam.example.vn/api/"),
    ],
)
def test_each_channel_gets_an_address_that_it_can_reach(
    channel: str, public_url: str, beginning: str
) -> None:
    addresses = PictureAddresses(secret=lambda: "one", public_url=public_url)
    assert addresses.address(PictureKind.PLAN, PLAN, channel=channel).startswith(beginning)


@pytest.mark.parametrize("channel", ["telegram", "zalo_bot", "terminal"])
def test_a_platform_that_cannot_reach_us_gets_none(channel: str) -> None:
    assert (
        PictureAddresses(secret=lambda: "one", public_url="").address(PictureKind.PLAN, PLAN, channel=channel)
        is None
    )


def test_another_secret_does_not_open_it() -> None:
    address = PictureAddresses(secret=lambda: "another", public_url="").address(
        PictureKind.PLAN, PLAN, channel="web"
    )
    with pytest.raises(PictureLinkError):
        ADDRESSES.wanted(PictureKind.PLAN, token(address))


def test_an_address_of_one_kind_opens_nothing_of_another() -> None:
    address = ADDRESSES.address(PictureKind.PLAN, PLAN, channel="web")
    with pytest.raises(PictureLinkError):
        ADDRESSES.wanted(PictureKind.CHOICES, token(address))
    assert ADDRESSES.wanted_at(address.replace("/plan/", "/choices/")) is None


def test_the_secret_is_asked_for_only_when_it_is_needed() -> None:
    asked = []
    addresses = PictureAddresses(secret=lambda: asked.append(1) or "one", public_url="")
    addresses.address(PictureKind.PLAN, PLAN, channel="telegram")
    assert not asked
    addresses.address(PictureKind.PLAN, PLAN, channel="web")
    assert asked


@pytest.mark.parametrize("channel", ["web", "telegram"])
def test_the_office_sees_what_an_address_shows_at_any_time(channel: str, monkeypatch) -> None:
    address = ADDRESSES.address(PictureKind.PLAN, PLAN, channel=channel)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000)
    assert ADDRESSES.wanted_at(address, lifetime=None) == Wanted(PictureKind.PLAN, PLAN)
    assert ADDRESSES.wanted_at(address) is None


def test_the_office_too_sees_nothing_behind_an_address_of_others() -> None:
    assert ADDRESSES.wanted_at("https://elsewhere.example/anh.png", lifetime=None) is None
