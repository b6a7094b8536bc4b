"""`POST /webhooks/rest/webhook`: Rasa's REST channel, with an id that makes a repeated request harmless."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.channels.rest.conftest import FULL_REPLY, NOW

PHONE = "0912345678"


async def send(client: httpx.AsyncClient, **body: Any) -> httpx.Response:
    return await client.post("/webhooks/rest/webhook", json={"sender": "a", "message": "xin chào"} | body)


async def test_a_reply_has_all_of_rasas_fields(client, conversations):
    conversations.replies = [FULL_REPLY]

    response = await send(client, sender="người thử")

    assert response.json() == [
        {
            "recipient_id": "người thử",
            "text": "Anh/chị xem hình nhé",
            "buttons": [{"title": "Hộ nghèo", "payload": '/give_information{"category": "poor"}'}],
            "image": "https://antam.example.vn/hinh.png",
            "attachment": "https://antam.example.vn/to-khai.pdf",
        }
    ]


async def test_absent_fields_are_left_out(client):
    assert (await send(client)).json() == [{"recipient_id": "a", "text": "Chào anh/chị"}]


async def test_several_replies_keep_their_order(client, conversations):
    conversations.replies = [FULL_REPLY, *conversations.replies]

    assert [reply["text"] for reply in (await send(client)).json()] == [
        "Anh/chị xem hình nhé",
        "Chào anh/chị",
    ]


async def test_no_reply_is_an_empty_list(client, conversations):
    conversations.replies = []

    assert (await send(client)).json() == []


async def test_letters_come_as_utf_8_json(client):
    response = await send(client)

    assert response.headers["content-type"] == "application/json"
    assert "Chào anh/chị".encode() in response.content


async def test_the_event_carries_sender_text_and_moment(client, conversations):
    await send(client, sender=PHONE, message="  lương hưu là gì\n")

    event = conversations.event
    assert (event.channel, event.account_id, event.user_id) == ("rest", "rest", PHONE)
    assert event.text == "  lương hưu là gì\n"
    assert event.sent_at == NOW


async def test_fields_that_rasas_widgets_add_do_no_harm(client):
    assert (await send(client, metadata={"a": 1}, input_channel="rest", stream=False)).status_code == 200


async def test_a_message_id_sent_again_counts_once(client, conversations):
    first = await send(client, message_id="1")
    conversations.replies = [FULL_REPLY]
    again = await send(client, message_id="1")

    assert again.json() == first.json()
    assert len(conversations.events) == 1


async def test_without_a_message_id_the_same_words_count_each_time(client, conversations):
    await send(client)
    await send(client)

    assert len(conversations.events) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(("a", "1"), ("b", "1"), id="hai người cùng một mã"),
        pytest.param(("a", "1"), ("a", "2"), id="một người hai mã"),
        pytest.param(("a", "1b"), ("a1", "b"), id="ghép lại giống nhau"),
        pytest.param(("a\0b", "c"), ("a", "b\0c"), id="ký tự ngăn cách ở giữa"),
    ],
)
async def test_different_messages_are_not_taken_for_one(client, conversations, first, second):
    for sender, message_id in (first, second):
        await send(client, sender=sender, message_id=message_id)

    assert len(conversations.events) == 2


async def test_the_events_id_tells_nothing_of_the_sender(client, conversations):
    """It is kept in clear, and a sender or a message id may be a phone number."""
    await send(client, sender=PHONE, message_id=f"{PHONE}-1")

    assert UUID(conversations.event.event_id).version == 5
    assert PHONE not in conversations.event.event_id


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(message=st.text(st.characters(codec="utf-8"), max_size=300))
async def test_any_text_arrives_as_it_was_sent(client, conversations, message):
    conversations.events.clear()

    response = await send(client, message=message)

    assert response.status_code == 200
    assert conversations.event.text == message
