"""People talk with An Tâm on Telegram, end to end: their updates in, what stands in their chat afterwards."""

import json
from pathlib import Path

import pytest
import yaml

from bot.types import Button, OutboundMessage

KINDS = yaml.safe_load((Path(__file__).parent / "kinds.yml").read_text(encoding="utf-8"))

# What a thing is to us does not depend on the database.
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_a_question_is_answered_and_typing_is_shown_meanwhile(office, person):
    await person.say("Mỗi tháng đóng bao nhiêu?")
    answer = (await person.hears(1))[0]
    assert "264.000 đồng" in answer.text
    await office.api.until(lambda: office.api.count("sendChatAction", person.id) == 1)


@on_one_database
@pytest.mark.parametrize("case", KINDS, ids=lambda case: case["does"])
async def test_each_thing_a_person_can_do_gets_its_answer(office, person, case):
    await person.do(case["does"])
    await person.hears(1)
    await office.settled(person)
    said = "\n".join(shown.text for shown in person.chat)
    assert [words for words in case["hears"] if words not in said] == []


async def test_a_pressed_button_is_answered_and_marked(office, person):
    await person.do("start")
    await person.hears(1)
    await person.press("Được những gì?")
    welcome, answer = await person.hears(2)
    assert "hưu" in answer.text
    await office.api.until(lambda: office.api.count("editMessageReplyMarkup") == 1)
    assert list(welcome.buttons) == ["✓ Được những gì?"]
    # The mark itself says nothing, but its waiting sign ends.
    await person.press("✓ Được những gì?")
    await office.api.until(lambda: office.api.count("answerCallbackQuery") == 2)
    assert await office.lines(person) == ["[Bắt đầu]", "/benefits_overview"]


async def test_a_button_that_telegram_no_longer_shows_is_answered_too(office, person):
    await person.do("callback_query_old")
    assert "gọi" in (await person.hears(1))[0].text.lower()
    await office.api.until(lambda: office.api.count("answerCallbackQuery") == 1)
    assert office.api.count("editMessageReplyMarkup") == 0


@on_one_database
async def test_a_button_that_is_none_of_ours_is_politely_refused(office, person):
    await person.do("callback_query", data="/drop_everything")
    assert "không còn dùng được" in (await person.hears(1))[0].text


LONG = OutboundMessage(
    "Chọn cách đóng",
    (
        Button("Đóng năm", '/give_information{"payment_method":"yearly","category":"near_poor","years":"1"}'),
        Button("Thôi", "/deny"),
    ),
)


async def test_a_payload_too_long_for_telegram_is_pressed_by_its_place(office, person):
    await person.say("xin chào")
    await office.settled(person)
    await office.post(person, LONG)
    _, offer = await person.hears(2)
    assert max(len(data.encode()) for data in offer.buttons.values()) <= 64
    await person.press("Đóng năm")
    await person.hears(3)
    assert (await office.lines(person))[-1] == LONG.buttons[0].payload


async def test_the_place_of_a_button_serves_nobody_else(office, person):
    await person.say("xin chào")
    await office.settled(person)
    await office.post(person, LONG)
    key = (await person.hears(2))[1].buttons["Đóng năm"]
    stranger = office.person()
    await stranger.do("callback_query", data=key)
    assert "không còn dùng được" in (await stranger.hears(1))[0].text


async def test_the_phone_is_shared_with_one_tap(office, person):
    for words in ("đăng ký", "đồng ý", "Nguyễn Văn Tư"):
        await person.say(words)
        await office.settled(person)
    asked = person.chat[-1]
    assert asked.contact_button
    await person.do("contact_own")
    await office.settled(person)
    question = person.chat[-1]
    assert "xã, phường" in question.text
    assert question.keyboard == {"remove_keyboard": True}
    for words in ("xã Cảnh Thụy", "buổi chiều", "đúng rồi"):
        await person.say(words)
        await office.settled(person)
    assert any("AT0" in shown.text for shown in person.chat)
    assert await office.rows("SELECT source FROM lead WHERE conversation_id = :id", person) == [("telegram",)]


async def test_somebody_elses_number_does_not_become_the_persons(office, person):
    for words in ("đăng ký", "đồng ý", "Nguyễn Văn Tư"):
        await person.say(words)
        await office.settled(person)
    await person.do("contact_foreign")
    await office.settled(person)
    assert "987654321" not in json.dumps(await office.lines(person))
    await person.say("0912345678")
    await office.settled(person)
    assert "xã, phường" in person.chat[-1].text


async def test_where_a_person_came_from_is_kept_with_the_event(office, person, key_ring):
    await person.do("start_source")
    await office.settled(person)
    ((data,),) = await office.rows("SELECT data FROM inbox WHERE conversation_id = :id", person)
    assert json.loads(key_ring.decrypt(data))["metadata"]["source"] == "c7_canhthuy_e12"


async def test_what_was_said_stays_in_the_history_only(office, person, key_ring):
    await person.say("tôi 45 tuổi, đóng bao nhiêu?")
    await office.settled(person)
    ((data,),) = await office.rows("SELECT data FROM inbox WHERE conversation_id = :id", person)
    assert "45" not in key_ring.decrypt(data)
    assert await office.lines(person) == ["tôi 45 tuổi, đóng bao nhiêu?"]


async def test_a_personal_id_is_nowhere_kept(office, person, key_ring):
    await person.say("số căn cước của tôi là 024090001234")
    await office.settled(person)
    queries = [
        "SELECT data FROM inbox WHERE conversation_id = :id",
        "SELECT data FROM outbox WHERE conversation_id = :id",
        "SELECT data FROM conversation_event WHERE conversation_id = :id",
    ]
    kept = [key_ring.decrypt(data) for query in queries for (data,) in await office.rows(query, person)]
    assert len(kept) > 2
    assert not [text for text in kept if "024090001234" in text]


async def test_a_corrected_message_is_answered_once_more(office, person):
    await person.say("chào")
    await office.settled(person)
    update = person.update("edited_text", text="Đóng tiền ở đâu?")
    await person.send(update)
    await person.send(update)
    await office.settled(person)
    assert await office.lines(person) == ["chào", "Đóng tiền ở đâu?"]


async def test_a_group_is_refused_once(office, person):
    group = office.person()
    group.id = -1001500000001
    await person.do("group_added")
    await person.do("group_text")
    await person.do("group_text")
    (refusal,) = await office.settled(group)
    assert refusal.state == "sent"
    assert "nhắn riêng" in group.chat[0].text
    assert "đóng bao nhiêu" not in " ".join(await office.lines(group))


@on_one_database
async def test_letters_that_markup_is_made_of_arrive_as_they_are(office, person):
    words = "Lương < 5 triệu & tuổi > 40: <b>không</b> &amp; *chắc* _lắm_ [ạ](x)"
    await person.say("chào")
    await office.settled(person)
    await office.post(person, OutboundMessage(words))
    assert (await person.hears(2))[1].text == words


@on_one_database
async def test_a_long_text_comes_in_parts_with_the_buttons_under_the_last(office, person):
    paragraph = "Một câu dài để thử. " * 60
    await person.say("chào")
    await office.settled(person)
    await office.post(person, OutboundMessage("\n\n".join([paragraph.strip()] * 8), LONG.buttons))
    await office.settled(person)
    _, *parts = person.chat
    assert len(parts) == 3
    assert [bool(part.buttons) for part in parts] == [False, False, True]
    assert "\n\n".join(part.text for part in parts) == "\n\n".join([paragraph.strip()] * 8)


@on_one_database
async def test_a_picture_comes_with_its_words(office, person):
    await person.say("chào")
    await office.settled(person)
    await office.post(person, OutboundMessage("Kế hoạch của anh/chị", LONG.buttons, image="/pictures/1.png"))
    shown = (await person.hears(2))[1]
    assert (shown.method, shown.photo) == ("sendPhoto", "https://antam.example.vn/pictures/1.png")
    assert (shown.text, list(shown.buttons)) == ("Kế hoạch của anh/chị", ["Đóng năm", "Thôi"])


@on_one_database
async def test_words_too_long_for_a_caption_follow_their_picture(office, person):
    await person.say("chào")
    await office.settled(person)
    await office.post(
        person, OutboundMessage("Dài. " * 300, LONG.buttons, image="https://x.example.vn/1.png")
    )
    _, picture, words = await person.hears(3)
    assert (picture.method, picture.text, words.method) == ("sendPhoto", "", "sendMessage")
    assert list(words.buttons) == ["Đóng năm", "Thôi"]


@on_one_database
async def test_a_picture_that_telegram_cannot_fetch_costs_no_words(office, person):
    await person.say("chào")
    await office.settled(person)
    office.api.fail("sendPhoto", 400, description="Bad Request: failed to get HTTP URL content")
    await office.post(person, OutboundMessage("Kế hoạch", image="/pictures/1.png"))
    shown = (await person.hears(2))[1]
    assert shown.text == "Kế hoạch\nhttps://antam.example.vn/pictures/1.png"
