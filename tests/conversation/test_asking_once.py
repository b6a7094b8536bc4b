"""A question is put in full once, then in one line; the consent points to the wording that was shown in full."""

from datetime import date

import pytest
from sqlalchemy import text

from tests.support.talks import Talk, TalkOn

TODAY = date(2026, 11, 25)
IN_FULL, IN_SHORT = "Mục đích:", "như đã nói ở trên"


async def _said(talk: Talk, words: str) -> str:
    return "\n".join(reply.text for reply in await talk.say(words))


async def _wording_versions(talk: Talk) -> list[str]:
    async with talk.database.reading() as session:
        return list((await session.execute(text("SELECT wording_version FROM consent"))).scalars())


async def test_the_wording_of_the_consent_is_shown_in_full_once(talk_on: TalkOn, knowledge) -> None:
    talk = await talk_on(TODAY)
    assert IN_FULL in await _said(talk, "đăng ký")
    for question in ("tiền nộp cho ai", "cho gặp cán bộ"):
        again = await _said(talk, question)
        assert IN_SHORT in again
        assert IN_FULL not in again
    await talk.press("Đồng ý")
    assert await _wording_versions(talk) == [knowledge.texts.wording_version("utter_ask_consent")]


async def test_after_days_the_wording_is_shown_in_full_again(talk_on: TalkOn) -> None:
    talk = await talk_on(TODAY)
    await talk.say("đăng ký")
    talk.wait(days=2)
    assert IN_FULL in await _said(talk, "tiền nộp cho ai")


async def test_a_new_registration_shows_the_wording_in_full(talk_on: TalkOn) -> None:
    talk = await talk_on(TODAY)
    await talk.say("đăng ký")
    await talk.say("không đồng ý")
    assert IN_FULL in await _said(talk, "đăng ký")


@pytest.mark.parametrize(
    "words", ["thông tin của em có bị bán không", "số điện thoại của tôi có bị lộ không"]
)
async def test_a_yes_after_a_question_about_privacy_erases_nothing(talk_on: TalkOn, words: str) -> None:
    talk = await talk_on(TODAY)
    await talk.say("đăng ký")
    assert IN_SHORT in await _said(talk, words)
    assert "họ tên" in await _said(talk, "ok đồng ý")


async def test_a_question_without_an_answer_is_let_go(talk_on: TalkOn) -> None:
    talk = await talk_on(TODAY)
    assert "thu nhập nào" in await _said(talk, "mỗi tháng đóng bao nhiêu")
    assert "mức thu nhập nào" in await _said(talk, "có được thai sản không")
    assert "mức thu nhập nào" not in await _said(talk, "rút một lần được không")
    assert "264.000 đồng mỗi tháng" in await _said(talk, "không thuộc nhóm nào, mức thấp nhất")
