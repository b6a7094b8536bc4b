"""A talk goes on elsewhere by a code: once, for a while, not by guessing; both sides hear of it, and may end it."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from bot.conversation.linking import link_wish
from bot.registration import linking
from bot.registration.linking import CODE
from tests.support.talks import REGISTERING

TODAY = date(2026, 11, 24)
# What a thing is to us does not depend on the database.
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SHOWN = re.compile(r"(?:[A-Z]\d){2} (?:[A-Z]\d){2}")


async def code_of(talk) -> str:
    """A new code, as it is shown."""
    reply, *_ = await talk.say("mã liên kết")
    return SHOWN.search(reply.text)[0]


def words(replies) -> str:
    return "\n".join(reply.text for reply in replies)


@pytest.fixture
async def two(talk_on):
    """The same person on Telegram, where a form is under way, and on another channel."""
    telegram, other = await talk_on(TODAY, channel="telegram"), await talk_on(TODAY, channel="rest")
    for said in ("đăng ký", "đồng ý", "Nguyễn Văn Tư"):
        await telegram.say(said)
    return telegram, other


async def test_the_form_goes_on_where_the_code_is_typed(two):
    telegram, other = two
    said = words(await other.say(await code_of(telegram)))
    assert "bên Telegram" in said
    assert "số điện thoại" in said.lower()
    for words_ in ("0912345678", "xã Cảnh Thụy", "buổi chiều"):
        await other.say(words_)
    assert "AT0" in words(await other.say("đúng rồi"))
    assert (await other.lead())["full_name"] == "Nguyễn Văn Tư"


@on_one_database
async def test_the_estimate_is_known_on_the_other_side(talk_on):
    first, other = await talk_on(TODAY, channel="zalo_oa"), await talk_on(TODAY, channel="rest")
    await first.say("tôi làm ruộng, không thuộc hộ nghèo, thu nhập 3 triệu thì đóng bao nhiêu")
    await other.say(await code_of(first))
    for said in REGISTERING:
        await other.say(said)
    assert (await other.lead())["payable"]


@on_one_database
async def test_who_gave_the_code_hears_that_it_was_used(two):
    telegram, other = two
    await other.say(await code_of(telegram))
    async with telegram.database.reading() as session:
        query = "SELECT data FROM outbox WHERE inbox_id IS NULL AND state = 'pending'"
        (data,) = (await session.execute(text(query))).scalars()
    told = telegram.keys.decrypt(data)
    assert "vừa được dùng" in told
    assert "hủy liên kết" in told


async def test_a_code_serves_once_and_is_nowhere_kept_as_it_is(two, talk_on):
    telegram, other = two
    code = await code_of(telegram)
    async with telegram.database.reading() as session:
        (kept,) = (await session.execute(text("SELECT code_hash FROM link_code"))).scalars()
    assert code.replace(" ", "").encode() not in kept
    assert "Xong rồi" in words(await other.say(code))
    third = await talk_on(TODAY, channel="rest")
    assert "không đúng hoặc đã hết hạn" in words(await third.say(code))
    async with telegram.database.reading() as session:
        assert (await session.execute(text("SELECT count(*) FROM link_code"))).scalar_one() == 0


async def test_a_new_code_takes_the_place_of_the_old_and_its_own_talk_refuses_it(two):
    telegram, other = two
    old, new = await code_of(telegram), await code_of(telegram)
    assert "không đúng" in words(await other.say(old))
    assert "của chính cuộc trò chuyện này" in words(await telegram.say(new))
    assert "Xong rồi" in words(await other.say(new.lower().replace(" ", "-")))


@on_one_database
async def test_a_code_is_good_for_some_minutes_only(two, monkeypatch):
    telegram, other = two
    monkeypatch.setattr(linking, "LIFETIME", timedelta(seconds=-1))
    assert "không đúng hoặc đã hết hạn" in words(await other.say(await code_of(telegram)))


async def test_guessing_is_stopped_also_for_the_right_code(two):
    telegram, other = two
    for _ in range(5):
        assert "không đúng" in words(await other.say("B0B0B0B0"))
    assert "sai nhiều lần" in words(await other.say(await code_of(telegram)))


@on_one_database
async def test_guessing_under_many_names_is_stopped_too(two, talk_on, monkeypatch):
    monkeypatch.setattr(linking, "_MAX_FAILURES", 3)
    telegram, _ = two
    for _ in range(3):
        await (await talk_on(TODAY)).say("B0B0B0B0")
    assert "sai nhiều lần" in words(await (await talk_on(TODAY)).say(await code_of(telegram)))


async def test_erasing_on_one_side_erases_both(two):
    telegram, other = two
    await other.say(await code_of(telegram))
    await other.say("xóa dữ liệu")
    await other.press("Xóa hết")
    everything = await other.everything_stored()
    assert "Nguyễn Văn Tư" not in everything
    assert "0912345678" not in everything
    async with telegram.database.reading() as session:
        assert (
            await session.execute(
                text(
                    "SELECT count(*) FROM conversation_event WHERE conversation_id = (SELECT min(id) FROM conversation)"
                )
            )
        ).scalar_one() == 0
        links = "SELECT count(*) FROM conversation WHERE linked_to_id IS NOT NULL"
        assert (await session.execute(text(links))).scalar_one() == 0


@on_one_database
async def test_who_gave_the_code_takes_back_what_was_taken_over(two):
    telegram, other = two
    await other.say(await code_of(telegram))
    assert "Đã hủy liên kết" in words(await telegram.say("hủy liên kết"))
    assert "số điện thoại" not in words(await other.say("0912345678")).lower() or await other.lead() is None
    assert "chưa nối với kênh nào" in words(await telegram.say("hủy liên kết"))
    # Its own form goes on.
    assert "xã, phường" in words(await telegram.say("0912345678"))


@on_one_database
async def test_who_took_over_may_leave_and_forgets(two):
    telegram, other = two
    await other.say(await code_of(telegram))
    assert "Đã hủy liên kết" in words(await other.say("huy lien ket"))
    assert "xã, phường" in words(await telegram.say("0912345678"))


@pytest.mark.parametrize(
    "said", ["mã liên kết", "Cho tôi mã liên kết!", "ma lien ket", "liên kết", "LIÊN KẾT"]
)
def test_the_wish_for_a_code_is_read_at_once(said):
    assert link_wish(said).entities == ()


@pytest.mark.parametrize("said", ["hủy liên kết", "Huy lien ket.", "bỏ liên kết", "ngắt liên kết"])
def test_the_wish_to_end_a_link_is_read_at_once(said):
    assert link_wish(said).entities[0].value == "undo"


@pytest.mark.parametrize(
    "said",
    ["B4F7M2X9", "b4f7 m2x9", "mã B4F7 M2X9", "liên kết b4f7-m2x9", "Mã liên kết: B4F7M2X9", "B4 F7 M2 X9"],
)
def test_a_code_is_read_however_it_is_typed_and_not_kept(said):
    wish = link_wish(said)
    assert wish.entities[0].value == "B4F7M2X9"
    assert "B4" not in wish.text.upper()


@pytest.mark.parametrize(
    "said",
    [
        "bhxh 2026",
        "sn 1985",
        "D4F7M2X9",
        "4B7F2M9X",
        "B4F7M2X",
        "B4F7M2X9Z1",
        "tôi 45 tuổi",
        "AT000123",
        "xin chào",
    ],
)
def test_other_words_are_no_code(said):
    assert link_wish(said) is None


@on_one_database
async def test_codes_have_their_form_and_differ(two):
    telegram, _ = two
    codes = {(await code_of(telegram)).replace(" ", "") for _ in range(5)}
    assert len(codes) == 5
    assert all(CODE.fullmatch(code) for code in codes)
