"""What comes unasked: an officer's words reach the page that the person has open, each once."""

from datetime import UTC, datetime

import pytest

from bot.conversation import Unasked
from bot.types import Button, OutboundMessage

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


async def session_of(client) -> str:
    await client.get("/chat/history")
    return client.cookies["antam_chat"]


async def test_the_page_gets_what_came_after_what_it_has(client, conversations):
    session = await session_of(client)
    words = [
        OutboundMessage("Cán bộ Lan: chào anh"),
        OutboundMessage("An Tâm xin tiếp lời.", (Button("Gặp", "/a"),)),
    ]
    conversations.unasked[session] = [Unasked(number, one, AT) for number, one in enumerate(words, 7)]
    first = (await client.get("/chat/news?after=0")).json()["messages"]
    second = (await client.get("/chat/news?after=7")).json()["messages"]
    assert [one["id"] for one in first] == [7, 8]
    assert second == [
        {
            "id": 8,
            "at": "2026-11-23T02:00:00Z",
            "text": "An Tâm xin tiếp lời.",
            "buttons": [{"title": "Gặp", "payload": "/a"}],
        }
    ]


async def test_the_history_tells_from_where_to_look(client, conversations):
    session = await session_of(client)
    assert (await client.get("/chat/history")).json()["news_after"] == 0
    conversations.unasked[session] = [Unasked(9, OutboundMessage("chào"), AT)]
    assert (await client.get("/chat/history")).json()["news_after"] == 9


async def test_another_browser_gets_nothing_of_it(client, conversations):
    conversations.unasked["0" * 32] = [Unasked(9, OutboundMessage("riêng tư"), AT)]
    assert (await client.get("/chat/news")).json() == {"messages": []}


@pytest.mark.parametrize("after", ["-1", "abc", str(2**64)])
async def test_a_place_that_is_none_is_refused(client, after):
    assert (await client.get(f"/chat/news?after={after}")).status_code == 422
