"""What a person on Zalo meets: numbered choices, pictures, kind words for what cannot be read, groups refused."""

import pytest

from bot.types import Button, OutboundMessage
from tests.support.talks import REGISTERING

# What a thing is to us does not depend on the database.
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CHOICES = (Button("Đóng năm", '/give_information{"payment_method":"yearly"}'), Button("Thôi", "/deny"))


async def test_a_choice_is_made_by_its_number(office, person):
    await person.do("start_source", text="/start")
    (welcome,) = await person.hears(1)
    assert "2. Được những gì?" in welcome.text
    await person.say("số 2")
    assert "hưu" in (await person.hears(2))[1].text
    assert await office.lines(person) == ["[Bắt đầu]", "/benefits_overview"]
    await office.api.until(lambda: office.api.count("sendChatAction", person.id) == 2)


@on_one_database
async def test_a_number_means_the_choices_that_were_offered_last(office, person):
    await person.say("chào")
    await office.settled(person)
    await office.post(person, OutboundMessage("Chọn cách đóng", CHOICES))
    await office.settled(person)
    await person.say("7")
    await office.settled(person)
    assert (await office.lines(person))[-1] == "7"


async def test_the_phone_is_typed_and_the_registration_ends_with_a_receipt(office, person):
    for words in ("đăng ký", "1", "Nguyễn Văn Tư", "0912345678", "xã Cảnh Thụy", "buổi chiều", "1"):
        await person.say(words)
        await office.settled(person)
    assert any("AT0" in shown.text for shown in person.chat)
    assert await office.rows("SELECT source FROM lead WHERE conversation_id = :id", person) == [("zalo_bot",)]


@on_one_database
async def test_a_long_text_comes_in_parts_with_the_choices_under_the_last(office, person):
    paragraph = ("Một câu dài để thử. " * 40).strip()
    await person.say("chào")
    await office.settled(person)
    before = len(person.chat)
    await office.post(person, OutboundMessage("\n\n".join([paragraph] * 5), CHOICES))
    await office.settled(person)
    parts = person.chat[before:]
    assert all(len(part.text) <= 2000 for part in parts)
    assert ["1. Đóng năm\n2. Thôi" in part.text for part in parts] == [False] * (len(parts) - 1) + [True]
    assert sum(part.text.count("Một câu dài") for part in parts) == 200


@on_one_database
async def test_letters_with_their_marks_apart_are_sent_as_one(office, person):
    await person.say("chào")
    await office.settled(person)
    await office.post(person, OutboundMessage("Ba\u0309o hie\u0302\u0309m"))
    await office.settled(person)
    assert person.chat[-1].text == "Bảo hiểm"


@on_one_database
async def test_a_picture_comes_with_its_words(office, person):
    await person.say("chào")
    await office.settled(person)
    await office.post(person, OutboundMessage("Kế hoạch", CHOICES, image="/pictures/1.png"))
    await office.settled(person)
    shown = person.chat[-1]
    assert shown.photo == "https://antam.example.vn/pictures/1.png"
    assert shown.text.startswith("Kế hoạch\n\n1. Đóng năm\n2. Thôi")


@on_one_database
async def test_a_picture_that_zalo_cannot_fetch_costs_no_words(office, person):
    await person.say("chào")
    await office.settled(person)
    office.api.fail("sendPhoto", 400, description="Bad Request: photo")
    await office.post(person, OutboundMessage("Kế hoạch", image="/pictures/1.png"))
    await office.settled(person)
    assert person.chat[-1].text == "Kế hoạch\nhttps://antam.example.vn/pictures/1.png"


@on_one_database
@pytest.mark.parametrize(
    ("did", "words"),
    [
        ("sticker", "nhận được rồi"),
        ("voice", "tiếng nói"),
        ("image_without_words", "không xem ảnh"),
        ("unsupported", "chỉ đọc được chữ"),
    ],
)
async def test_what_cannot_be_read_gets_a_fitting_answer(office, person, did, words):
    await person.do(did)
    await office.settled(person)
    assert words in person.chat[0].text.lower()


async def test_a_group_is_refused_once(office, person):
    for _ in range(3):
        await person.do("group_text")
    group = office.person()
    group.id = "g0017"
    (refusal,) = await office.settled(group)
    assert refusal.state == "sent"
    assert "nhắn riêng" in group.chat[0].text
    assert "đóng bao nhiêu" not in " ".join(await office.lines(group))
    assert person.chat == []


@on_one_database
async def test_stopping_and_erasing_work_as_commands(office, person):
    await person.do("command_stop")
    await office.settled(person)
    assert "không chủ động nhắn" in person.chat[-1].text


@on_one_database
async def test_where_a_person_came_from_is_known_of_the_registration(office, person):
    await person.do("start_source")
    for words in REGISTERING:
        await office.settled(person)
        await person.say(words)
    await office.settled(person)
    found = await office.rows("SELECT source FROM lead WHERE conversation_id = :id", person)
    assert found == [("x-07633_hoi-nong-dan",)]
