"""Sending a message: what is answered, what counts once, and what is refused without a stack trace."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

BAD_REQUESTS = yaml.safe_load((Path(__file__).parent / "bad_requests.yml").read_text())
GOOD_BODY = {
    "text": "tôi làm ruộng, mỗi tháng đóng bao nhiêu",
    "message_id": "6f1e7f0e-6f0b-4a8e-9a53-0d7a1f1d2b10",
}
SENT_AS = {"content-type": "application/json"}


async def send(client: httpx.AsyncClient, text: str, *, message_id: str | None = None) -> dict[str, Any]:
    response = await client.post(
        "/chat/messages", json={"text": text, "message_id": message_id or str(uuid4())}
    )
    assert response.status_code == 200, response.text
    return response.json()


def body_of(case: dict[str, Any]) -> bytes:
    if "raw" in case:
        return case["raw"].encode("latin-1") * case.get("repeat", 1)
    body = case.get("body", GOOD_BODY)
    if "repeat" in case:
        body = body | {"text": body["text"] * case["repeat"]}
    return json.dumps(body).encode()


@pytest.mark.parametrize("case", BAD_REQUESTS, ids=[case["name"] for case in BAD_REQUESTS])
async def test_a_bad_request_is_refused_in_vietnamese(client, conversations, case):
    headers = SENT_AS | case.get("headers", {})

    response = await client.post("/chat/messages", content=body_of(case), headers=headers)

    assert response.status_code == case["status"]
    assert response.json().keys() == {"detail"}
    assert response.json()["detail"].startswith("Tin nhắn")
    assert conversations.events == []


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(
            {"sec-fetch-site": "same-origin", "origin": "https://antam.example.vn"}, id="trình duyệt mới"
        ),
        pytest.param({"origin": "https://antam.example.vn"}, id="trình duyệt cũ"),
        pytest.param({"origin": "http://antam.example.vn"}, id="sau một proxy kết thúc TLS"),
        pytest.param({}, id="chương trình không phải trình duyệt"),
        pytest.param({"content-type": "application/json; charset=utf-8"}, id="có ghi bảng mã"),
    ],
)
async def test_own_page_and_programs_are_answered(client, headers):
    response = await client.post("/chat/messages", content=json.dumps(GOOD_BODY), headers=SENT_AS | headers)

    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert response.json() == {
        "messages": [
            {
                "text": "Đã nhận: tôi làm ruộng, mỗi tháng đóng bao nhiêu",
                "buttons": [{"title": "Hộ nghèo", "payload": '/give_information{"category":"poor"}'}],
            }
        ]
    }


async def test_the_event_carries_session_and_text(client, conversations):
    await send(client, "  xin chào \n")

    (event,) = conversations.events
    assert (event.channel, event.account_id, event.text) == ("web", "web", "xin chào")
    assert event.user_id == client.cookies["antam_chat"]
    assert event.sent_at.tzinfo is not None


async def test_a_message_sent_again_counts_once_and_gets_the_same_answer(client, conversations):
    message_id = str(uuid4())

    first = await send(client, "xin chào", message_id=message_id)
    again = await send(client, "xin chào", message_id=message_id)

    assert first == again
    assert len(conversations.events) == 1


async def test_two_people_with_the_same_message_id_do_not_meet(client, conversations):
    message_id = str(uuid4())
    await send(client, "tôi là người thứ nhất", message_id=message_id)
    client.cookies.clear()

    second = await send(client, "tôi là người thứ hai", message_id=message_id)

    assert second["messages"][0]["text"] == "Đã nhận: tôi là người thứ hai"
    assert len({event.event_id for event in conversations.events}) == 2


async def test_a_body_of_unknown_length_is_cut_off_at_the_limit(client, conversations):
    served = 0

    async def endless():
        nonlocal served
        while True:
            served += 1
            yield b" " * 1024

    response = await client.post("/chat/messages", content=endless(), headers=SENT_AS)

    assert response.status_code == 413
    assert served <= 17
    assert conversations.events == []


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["text", "message_id"]) | st.text(), inner)
    ),
    max_leaves=10,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300) | JSON_VALUES.map(json.dumps).map(str.encode))
async def test_no_body_whatever_breaks_the_endpoint(client, body):
    response = await client.post("/chat/messages", content=body, headers=SENT_AS)

    assert response.status_code in {413, 422}
