"""The chat in a frame on other sites: only on those allowed, known by a token of the page's own, small."""

from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.web import web_router
from bot.clock import Clock
from tests.channels.web.test_page import YOUNGER_SYNTAX

TOKEN = "0123456789abcdef" * 2


def message(text: str, **more: str) -> dict[str, str]:
    return {"text": text, "message_id": str(uuid4()), **more}


async def test_only_the_allowed_sites_may_have_the_frame(client):
    framed, own = await client.get("/widget"), await client.get("/")
    assert (
        "frame-ancestors https://xa.example.vn https://phuong.example.vn"
        in framed.headers["content-security-policy"]
    )
    assert "frame-ancestors 'none'" in own.headers["content-security-policy"]
    assert 'data-session="page"' in framed.text
    assert "data-session" not in own.text


async def test_the_script_may_be_used_by_other_sites_and_is_small(client):
    response = await client.get("/widget.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert len(response.content) < 5_000
    again = await client.get("/widget.js", headers={"if-none-match": response.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("syntax", YOUNGER_SYNTAX.values(), ids=YOUNGER_SYNTAX)
async def test_the_script_speaks_to_old_browsers_too(client, syntax):
    import re

    assert not re.search(syntax, (await client.get("/widget.js")).text)


@pytest.mark.parametrize("path", ["/widget", "/widget.js"])
async def test_without_an_allowed_site_there_is_no_frame(conversations, path):
    app = FastAPI()
    names = {"province_name": "tỉnh", "office_name": "cơ quan", "hotline": "1900 9068"}
    app.include_router(web_router(conversations, clock=Clock(), **names))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="https://antam.example.vn"
    ) as other:
        assert (await other.get(path)).status_code == 404


async def test_the_page_says_itself_who_it_is_and_needs_no_cookie(client):
    said = await client.post("/chat/messages", json=message("chào"), headers={"X-Antam-Chat": TOKEN})
    assert said.status_code == 200
    (cookie,) = said.headers.get_list("set-cookie")
    assert cookie.startswith(f"antam_framed={TOKEN};")
    assert cookie.endswith("Path=/chat; HttpOnly; Secure; SameSite=None; Partitioned")
    client.cookies.clear()
    own = await client.get("/chat/history", headers={"X-Antam-Chat": TOKEN})
    assert [line["text"] for line in own.json()["messages"] if line["author"] == "user"] == ["chào"]
    client.cookies.clear()
    other = await client.get("/chat/history", headers={"X-Antam-Chat": TOKEN[::-1]})
    assert not [line for line in other.json()["messages"] if line["author"] == "user"]


async def test_what_the_browser_kept_for_the_site_counts_before_what_the_page_says(client):
    await client.post("/chat/messages", json=message("chào"), headers={"X-Antam-Chat": TOKEN})
    client.cookies.clear()
    kept = {"X-Antam-Chat": TOKEN[::-1], "Cookie": f"antam_framed={TOKEN}"}
    again = await client.get("/chat/history", headers=kept)
    assert [line["text"] for line in again.json()["messages"] if line["author"] == "user"] == ["chào"]
    client.cookies.clear()
    # On the office's own page that cookie is nobody.
    own = await client.get("/chat/history", headers={"Cookie": f"antam_framed={TOKEN}"})
    assert not [line for line in own.json()["messages"] if line["author"] == "user"]


@pytest.mark.parametrize(
    "token", ["", "ngắn", TOKEN.upper(), TOKEN + "0"], ids=["trống", "ngắn", "hoa", "dài"]
)
async def test_a_token_that_is_none_is_refused(client, token):
    response = await client.get("/chat/history", headers={"X-Antam-Chat": token.encode()})
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("given", "kept"),
    [("x-7738_to-roi", "x-7738_to-roi"), ("<script>", None), ("a" * 65, None), ("", None)],
    ids=["của mình", "lạ", "dài", "trống"],
)
async def test_where_the_person_came_from_comes_with_the_message(client, conversations, given, kept):
    await client.post("/chat/messages", json=message("chào", source=given))
    assert conversations.events[-1].metadata.get("source") == kept
