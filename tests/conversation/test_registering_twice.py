"""Whoever registers again is recognised, told what exists and asked; of a stranger's registration nothing is told."""

from datetime import date

from tests.support.talks import Talk, TalkOn

TODAY = date(2026, 11, 24)
FULL_NAME, PHONE = "Nguyễn Văn Tư", "0912345678"


async def _up_to_the_summary(talk: Talk, *, full_name: str = FULL_NAME, phone: str = PHONE) -> str:
    for words in ("đăng ký", "đồng ý", f"{full_name} {phone} xã Cảnh Thụy"):
        await talk.say(words)
    return "\n".join(reply.text for reply in await talk.say("gọi buổi sáng"))


async def _register(talk: Talk, **who: str) -> None:
    await _up_to_the_summary(talk, **who)
    await talk.press("Đúng rồi")


async def test_the_same_name_and_phone_are_told_of_the_registration_and_can_change_it(
    talk_on: TalkOn,
) -> None:
    first, again = await talk_on(TODAY), await talk_on(TODAY, channel="web")
    await _register(first)
    said = await _up_to_the_summary(again, full_name="Nguyễn Văn Tư")
    assert "đã có đăng ký AT000001" in said
    (changed,) = await again.press("Đổi")
    assert "đã sửa trong đăng ký AT000001" in changed.text


async def test_who_keeps_it_as_it_was_makes_no_second_registration(talk_on: TalkOn) -> None:
    first, again = await talk_on(TODAY), await talk_on(TODAY, channel="web")
    await _register(first)
    await _up_to_the_summary(again)
    await again.press("Giữ như cũ")
    assert await again.lead() is None


async def test_of_the_same_phone_under_another_name_only_that_it_is_known_is_told(talk_on: TalkOn) -> None:
    first, other = await talk_on(TODAY), await talk_on(TODAY, channel="web")
    await _register(first)
    said = await _up_to_the_summary(other, full_name="Trần Thị Bé")
    assert "Số điện thoại này đã có trong một đăng ký khác" in said
    assert FULL_NAME not in said
    assert "AT0" not in said
    await other.press("Đúng rồi")
    assert (await other.lead())["full_name"] == "Trần Thị Bé"


async def test_a_second_registration_of_the_same_talk_needs_no_such_word(talk_on: TalkOn) -> None:
    talk = await talk_on(TODAY)
    await _register(talk)
    await talk.say("đăng ký")
    await talk.press("Cho con")
    await talk.say("Nguyễn Thị Sáu")
    said = "\n".join(reply.text for reply in await talk.say("xã Cảnh Thụy"))
    assert "đăng ký khác" not in said
    assert "Nguyễn Thị Sáu (con của anh/chị)" in said
