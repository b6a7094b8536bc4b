"""The session cookie: random, kept, renewed, and replaced when it is not of our form."""

import re
from http.cookies import Morsel, SimpleCookie

import httpx
import pytest

TOKEN = "0123456789abcdef0123456789abcdef"


def cookie_of(response: httpx.Response) -> Morsel:
    return SimpleCookie(response.headers["set-cookie"])["antam_chat"]


async def test_a_new_browser_gets_a_random_token(client):
    first = cookie_of(await client.get("/chat/history"))
    client.cookies.clear()
    second = cookie_of(await client.get("/chat/history"))

    assert re.fullmatch(r"[0-9a-f]{32}", first.value)
    assert first.value != second.value


@pytest.mark.parametrize(("scheme", "secure"), [("https", True), ("http", "")])
async def test_the_cookie_is_out_of_reach_of_scripts_and_other_pages(client, scheme, secure):
    cookie = cookie_of(await client.get(f"{scheme}://antam.example.vn/chat/history"))

    assert cookie["httponly"] is True
    assert cookie["samesite"] == "lax"
    assert cookie["path"] == "/"
    assert int(cookie["max-age"]) == 180 * 24 * 3600
    assert cookie["secure"] == secure


async def test_a_returning_browser_keeps_its_token_and_the_lifetime_starts_anew(client):
    client.cookies.set("antam_chat", TOKEN)

    cookie = cookie_of(await client.get("/chat/history"))

    assert cookie.value == TOKEN
    assert int(cookie["max-age"]) == 180 * 24 * 3600


@pytest.mark.parametrize(
    "foreign",
    ["", "abc", TOKEN.upper(), TOKEN + "0", TOKEN[:-1], "../../etc/passwd", "0" * 4000, TOKEN + "%0a"],
)
async def test_a_cookie_not_of_our_form_is_replaced(client, foreign):
    response = await client.get("/chat/history", headers={"cookie": f"antam_chat={foreign}"})

    assert re.fullmatch(r"[0-9a-f]{32}", cookie_of(response).value)
    assert cookie_of(response).value != foreign


async def test_the_page_itself_sets_no_cookie(client):
    """A page that is only looked at, or fetched by a search engine, starts no conversation."""
    assert "set-cookie" not in (await client.get("/")).headers
