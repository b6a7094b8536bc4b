"""Links to the channels: only those that can be reached, each within what its platform takes."""

from urllib.parse import parse_qs, urlsplit

from bot.channels.links import links
from bot.registration.source import Source

SOURCE = Source(campaign="tet-2027", commune="7633", label="hoi-nong-dan")
EVERYWHERE = {
    "public_url": "https://antam.example.vn/",
    "telegram_username": "antam_bot",
    "zalo_oa_link": "https://zalo.me/1234567890",
    "zalo_bot_link": "https://zalo.me/bot",
}
NOWHERE = {"public_url": "", "telegram_username": None, "zalo_oa_link": "", "zalo_bot_link": ""}


def test_each_channel_gets_the_source_in_its_own_way():
    made = {link.channel: link for link in links(SOURCE, **EVERYWHERE)}
    assert list(made) == ["web", "telegram", "zalo_oa", "zalo_bot"]
    assert parse_qs(urlsplit(made["web"].address).query) == {"nguon": [SOURCE.code]}
    assert made["telegram"].address == f"https://t.me/antam_bot?start={SOURCE.code}"
    assert made["zalo_oa"].address == "https://zalo.me/1234567890"
    assert [link.tells_source for link in made.values()] == [True, True, False, False]


def test_a_link_without_a_source_is_plain():
    made = [link.address for link in links(Source(), **EVERYWHERE)]
    assert made[:2] == ["https://antam.example.vn/", "https://t.me/antam_bot"]


def test_a_channel_without_an_address_is_left_out():
    assert links(SOURCE, **NOWHERE) == []
    assert [link.channel for link in links(SOURCE, **NOWHERE | {"telegram_username": "x"})] == ["telegram"]
