"""Estimate cards: opened with the code and nothing else, without a sensitive group, until their time is over."""

import struct
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.law import Law
from bot.registration import Casework
from bot.registration.card_addresses import CardAddresses
from bot.registration.cards import CardMissingError, Cards, spoken_code
from bot.registration.papers import CardOffice, card_pdf, card_png
from bot.storage import AuditRepository, ConversationRepository

OFFICE = CardOffice("Bảo hiểm xã hội tỉnh Bắc Ninh", "1900 9068", "https://antam.example.vn/console/cards")
ADDRESSES = CardAddresses(secret=lambda: "bí mật", public_url="")
LAW = Law.load()


def estimate(category: str = "other"):
    return LAW.estimate("contribution", on="2026-11-24", income=2_000_000, category=category).as_dict()


@pytest.fixture
async def made(database, now):
    async with database.transaction() as session:
        conversation = await ConversationRepository(session).lock("web", "web", "người 1")
        return await Cards(session, now=now).make(conversation.id, estimate())


async def test_a_card_is_opened_with_its_code_however_it_is_typed(database, made, now, hire):
    lan = await hire("lan")
    spoken = spoken_code(made.code)
    async with database.transaction() as session:
        casework = Casework(session, staff=lan, now=now)
        for typed in (made.code, spoken, spoken.lower(), f" {spoken.replace('-', ' ')} "):
            found = await Cards(session, now=now).open(casework, typed)
            assert found.estimate["amounts"]["payable"] == 374_000
        assert (await AuditRepository(session).page(kinds=["card_opened"])).total == 4


@pytest.mark.parametrize("code", ["", "AAAAA-AAAAA", "%", "1"])
async def test_no_other_code_opens_it(database, made, now, hire, code):
    lan = await hire("lan")
    async with database.transaction() as session:
        with pytest.raises(CardMissingError):
            await Cards(session, now=now).open(Casework(session, staff=lan, now=now), code)
        assert (await AuditRepository(session).page()).total == 0


async def test_a_card_ends_and_goes_with_the_conversation(database, made, now):
    async with database.transaction() as session:
        with pytest.raises(CardMissingError):
            await Cards(session, now=now + timedelta(days=90)).find(made.code)
        await session.execute(text("DELETE FROM conversation"))
        with pytest.raises(CardMissingError):
            await Cards(session, now=now).find(made.code)


async def test_neither_code_nor_amount_stands_in_the_database_in_clear(database, made):
    async with database.reading() as session:
        rows = [str(tuple(row)) for row in await session.execute(text("SELECT * FROM estimate_card"))]
    assert len(rows) == 1
    assert made.code not in rows[0]
    assert "374000" not in rows[0]


async def test_a_sensitive_group_is_not_kept(database, now):
    async with database.transaction() as session:
        conversation = await ConversationRepository(session).lock("web", "web", "người 1")
        card = await Cards(session, now=now).make(conversation.id, estimate("ethnic_minority"))
    assert "ethnic" not in str(card.estimate)
    assert card.estimate["amounts"]["payable"] == 341_000


def test_codes_are_never_the_same_twice(made, database):
    assert len(made.code) == 10
    assert not set(made.code) & set("IO01L")


async def test_who_asks_for_the_card_again_keeps_its_code_until_the_estimate_changes(database, now):
    async with database.transaction() as session:
        conversation = await ConversationRepository(session).lock("web", "web", "người 1")
        cards = Cards(session, now=now)
        first = await cards.of_estimate(conversation.id, estimate())
        again = await cards.of_estimate(conversation.id, estimate())
        other = await cards.of_estimate(conversation.id, estimate("poor"))
        later = await Cards(session, now=now + timedelta(days=90)).of_estimate(
            conversation.id, estimate("poor")
        )
    assert first.code == again.code
    assert len({first.code, other.code, later.code}) == 3


async def test_a_card_is_a_page_and_a_square_picture(made):
    assert card_pdf(made, office=OFFICE).startswith(b"%PDF")
    picture = card_png(made, office=OFFICE)
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert width == height >= 1080


def test_a_pages_address_names_the_conversation_signed():
    address = ADDRESSES.offer(7, channel="web")
    token = address.rpartition("/")[2]
    assert ADDRESSES.conversation(token) == 7
    assert ADDRESSES.offer(7, channel="telegram") is None
    for wrong in ("", "x", "7", token[:-1]):
        with pytest.raises(CardMissingError):
            ADDRESSES.conversation(wrong)


def test_a_files_address_holds_the_code_sealed():
    path = ADDRESSES.card("ABCDEFGHJK", kind="pdf")
    assert "ABCDEFGHJK" not in path
    token = path.split("/")[2]
    assert ADDRESSES.code(token) == "ABCDEFGHJK"
    for wrong in ("", "x", token[:-1]):
        with pytest.raises(CardMissingError):
            ADDRESSES.code(wrong)
