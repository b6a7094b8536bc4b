"""People talk with An Tâm on Zalo, end to end: their events in, what stands in their chat afterwards."""

import unicodedata
from pathlib import Path

import pytest
import yaml

from bot.pictures import PictureKind
from bot.types import Button, OutboundMessage
from tests.support.zalo_oa_api import SEND, UPLOAD

KINDS = yaml.safe_load((Path(__file__).parent / "kinds.yml").read_text(encoding="utf-8"))
# What a thing is to us does not depend on the database.
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_a_question_is_answered(office, person):
    await person.say("Mỗi tháng đóng bao nhiêu?")
    assert "264.000 đồng" in (await person.hears(1))[0].text


@on_one_database
async def test_each_thing_a_person_can_do_gets_its_answer(office):
    for case in KINDS:
        person = office.person()
        await person.do(case["does"])
        await person.hears(1)
        await office.settled(person)
        said = "\n".join(shown.text for shown in person.chat)
        assert [words for words in case["hears"] if words not in said] == [], case["does"]


async def test_a_pressed_button_comes_back_as_a_text_and_is_answered(office, person):
    await person.do("follow")
    (welcome,) = await person.hears(1)
    assert 1 <= len(welcome.buttons) <= 5
    assert not [payload for payload in welcome.buttons.values() if not payload.startswith("#")]
    await person.press("Được những gì?")
    assert "hưu" in (await person.hears(2))[1].text
    assert await office.lines(person) == ["[Bắt đầu]", "/benefits_overview"]


@on_one_database
async def test_a_button_of_somebody_else_is_politely_refused(office, person):
    await person.do("follow")
    key = (await person.hears(1))[0].buttons["Được những gì?"]
    stranger = office.person()
    await stranger.say(key)
    assert "không còn dùng được" in (await stranger.hears(1))[0].text


@on_one_database
async def test_a_typed_payload_is_no_button(office, person):
    await person.say('/give_information{"phone": "0912345678"}')
    await office.settled(person)
    assert await office.lines(person) == ["[Trợ giúp]"]


MANY = OutboundMessage("Chọn một mục", tuple(Button(f"Mục {n}", "/benefits_overview") for n in range(1, 8)))


@on_one_database
async def test_more_choices_than_zalo_takes_are_numbered_lines(office, person):
    await person.say("chào")
    await office.settled(person)
    await office.post(person, MANY)
    offer = (await person.hears(2))[1]
    assert (offer.buttons, "7. Mục 7" in offer.text) == ({}, True)


@on_one_database
async def test_buttons_may_be_called_a_template(open_office):
    office = await open_office(zalo_oa_button_template="button")
    person = office.person()
    await person.do("follow")
    await person.hears(1)
    (sent,) = [given for path, given in office.api.calls if path == SEND]
    assert sent["message"]["attachment"]["payload"]["template_type"] == "button"


async def test_name_and_phone_are_shared_with_one_tap(office, person):
    for words in ("đăng ký", "đồng ý", "Nguyễn Văn Tư"):
        await person.say(words)
        await office.settled(person)
    card = person.chat[-1].card
    assert card["title"] == "Chia sẻ số điện thoại"
    assert "Số điện thoại" in card["subtitle"]
    await person.do("user_submit_info")
    await office.settled(person)
    assert "xã, phường" in person.chat[-1].text
    for words in ("xã Cảnh Thụy", "buổi chiều", "đúng rồi"):
        await person.say(words)
        await office.settled(person)
    assert any("AT0" in shown.text for shown in person.chat)
    assert await office.rows("SELECT source FROM lead WHERE conversation_id = :id", person) == [("zalo_oa",)]


@on_one_database
async def test_a_card_that_zalo_refuses_is_asked_in_words(office, person):
    for words in ("đăng ký", "đồng ý"):
        await person.say(words)
        await office.settled(person)
    await person.say("Nguyễn Văn Tư")
    office.api.fail(SEND, -201, user_id=person.id)
    await office.settled(person)
    assert "Số điện thoại" in person.chat[-1].text
    assert person.chat[-1].card is None


@on_one_database
async def test_a_shared_contact_fills_the_phone(office, person):
    for words in ("đăng ký", "đồng ý", "Nguyễn Văn Tư"):
        await person.say(words)
        await office.settled(person)
    await person.do("user_send_business_card")
    await office.settled(person)
    assert "xã, phường" in person.chat[-1].text


@on_one_database
async def test_a_long_text_comes_in_parts_with_the_buttons_under_the_last(office, person):
    paragraph = ("Một câu dài để thử. " * 45).strip()
    await person.say("chào")
    await office.settled(person)
    await office.post(person, OutboundMessage("\n\n".join([paragraph] * 4), (Button("Có", "/affirm"),)))
    await office.settled(person)
    _, *parts = person.chat
    assert [bool(part.buttons) for part in parts] == [False, True]
    assert "\n\n".join(part.text for part in parts) == "\n\n".join([paragraph] * 4)


@on_one_database
async def test_letters_with_their_marks_apart_are_put_together_before_they_are_counted(office, person):
    words = ("Đóng bảo hiểm xã hội tự nguyện thế nào? " * 50).strip()
    await person.say("chào")
    await office.settled(person)
    await office.post(person, OutboundMessage(unicodedata.normalize("NFD", words)))
    assert (await person.hears(2))[1].text == words


@on_one_database
async def test_a_picture_of_ours_comes_uploaded_with_its_words(office, person, knowledge):
    await person.say("chào")
    await office.settled(person)
    address = plan_address(knowledge)
    await office.post(person, OutboundMessage("Kế hoạch của anh/chị", image=address))
    shown = (await person.hears(2))[1]
    assert shown.text == "Kế hoạch của anh/chị"
    assert office.api.uploads[shown.picture["attachment_id"]].startswith(b"\x89PNG")


@on_one_database
async def test_an_upload_that_died_is_made_again(office, person, knowledge):
    await person.say("chào")
    await office.settled(person)
    office.api.fail(SEND, -100, user_id=person.id)
    await office.post(person, OutboundMessage("Kế hoạch", image=plan_address(knowledge)))
    assert (await person.hears(2))[1].picture["attachment_id"] == "attachment-1"
    assert office.api.count(UPLOAD) == 2


@on_one_database
async def test_a_picture_that_zalo_does_not_take_costs_no_words(office, person, knowledge):
    await person.say("chào")
    await office.settled(person)
    office.api.fail(UPLOAD, -201)
    await office.post(
        person, OutboundMessage("Kế hoạch", (Button("Có", "/affirm"),), plan_address(knowledge))
    )
    await office.settled(person)
    assert (person.chat[-1].text, list(person.chat[-1].buttons)) == ("Kế hoạch", ["Có"])


@on_one_database
async def test_a_picture_waits_for_a_server_that_is_busy(office, person, knowledge):
    await person.say("chào")
    await office.settled(person)
    office.api.fail(UPLOAD, status=503, body={})
    await office.post(person, OutboundMessage("Kế hoạch", image=plan_address(knowledge)))
    assert [sent.attempts for sent in await office.settled(person)] == [1, 2]
    assert person.chat[-1].picture == {"media_type": "image", "attachment_id": "attachment-0"}


@on_one_database
async def test_a_picture_without_words_that_zalo_does_not_take_is_left_out(office, person, knowledge):
    await person.say("chào")
    await office.settled(person)
    office.api.fail(UPLOAD, -201)
    await office.post(person, OutboundMessage("", image=plan_address(knowledge)), OutboundMessage("hai"))
    assert [sent.state for sent in await office.settled(person)] == ["sent", "failed", "sent"]
    assert person.chat[-1].text == "hai"


@on_one_database
async def test_a_picture_elsewhere_is_sent_by_its_address(office, person):
    await person.say("chào")
    await office.settled(person)
    await office.post(person, OutboundMessage("Hình", image="https://x.example.vn/1.png"))
    shown = (await person.hears(2))[1]
    assert shown.picture == {"media_type": "image", "url": "https://x.example.vn/1.png"}


def plan_address(knowledge) -> str:
    inputs = {"birth_date": "1980-05-01", "gender": "male", "income": 3_000_000}
    return knowledge.pictures.address(PictureKind.PLAN, {"on": "2026-11-24"} | inputs, channel="zalo_oa")
