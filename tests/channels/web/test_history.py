"""What the page shows on return: the welcome, the newest lines, and buttons by their titles."""

import pytest

from bot.types import Button

TOKEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def returning(client):
    client.cookies.set("antam_chat", TOKEN)
    return client


async def shown(client) -> list[dict]:
    response = await client.get("/chat/history")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    return response.json()["messages"]


async def test_a_new_conversation_begins_with_the_welcome(client, conversations):
    (welcome,) = await shown(client)

    assert (welcome["author"], welcome["text"]) == ("bot", "Chào anh/chị (web)")
    assert welcome["buttons"] == [{"title": "Đăng ký", "payload": "/registration_start"}]
    assert conversations.events == []


async def test_the_lines_follow_the_welcome_in_order(returning, conversations):
    conversations.add(TOKEN, author="user", text="xin chào")
    conversations.add(
        TOKEN, author="bot", text="Chào anh/chị ạ", buttons=(Button("Tính mức đóng", "/estimate"),)
    )

    welcome, question, answer = await shown(returning)

    assert [line["author"] for line in (welcome, question, answer)] == ["bot", "user", "bot"]
    assert question == {
        "author": "user",
        "text": "xin chào",
        "buttons": [],
        "at": "2026-11-23T01:30:00Z",
        "image": None,
        "image_text": None,
    }
    assert answer["buttons"] == [{"title": "Tính mức đóng", "payload": "/estimate"}]
    assert welcome["at"] == question["at"]


async def test_a_picture_is_there_again_on_return(returning, conversations):
    conversations.add(TOKEN, author="bot", text="Khoảng một triệu", image="/api/estimate/plan/x.png")

    _, answer = await shown(returning)

    assert answer["image"] == "/api/estimate/plan/x.png"


async def test_a_long_conversation_shows_its_newest_fifty_lines(returning, conversations):
    for number in range(60):
        conversations.add(TOKEN, author="user", text=f"câu {number}")

    lines = await shown(returning)

    assert [line["text"] for line in lines] == [f"câu {number}" for number in range(10, 60)]


async def test_another_browser_sees_nothing_of_it(client, conversations):
    conversations.add(TOKEN, author="user", text="chuyện riêng")
    client.cookies.set("antam_chat", TOKEN[::-1])

    assert [line["text"] for line in await shown(client)] == ["Chào anh/chị (web)"]


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        pytest.param('/give_information{"category": "poor"}', "Hộ nghèo", id="nút của câu trả lời"),
        pytest.param("/registration_start", "Đăng ký", id="nút của lời chào"),
        pytest.param("/talk_to_human", "Nói chuyện với cán bộ", id="nút của trang"),
        pytest.param('/old_choice{"a": 1}', "Đã chọn một câu trả lời", id="nút nay không còn"),
        pytest.param("/ hai nghìn một tháng", "/ hai nghìn một tháng", id="lời gõ có gạch chéo"),
        pytest.param("1/2 suất", "1/2 suất", id="phân số"),
    ],
)
async def test_a_pressed_button_is_shown_by_its_title(returning, conversations, said, seen):
    conversations.add(
        TOKEN,
        author="bot",
        text="Anh/chị thuộc nhóm nào?",
        buttons=(Button("Hộ nghèo", '/give_information{"category": "poor"}'),),
    )
    conversations.add(TOKEN, author="user", text=said)

    assert (await shown(returning))[-1]["text"] == seen
