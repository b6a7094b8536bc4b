"""The estimate card as its person meets it: shown, made when wanted, taken along as picture and print."""

import pytest
from sqlalchemy import text

from bot.storage import ConversationRepository
from tests.citizen.conftest import CARDS, LAW
from tests.support.pages import Page

ESTIMATE = LAW.estimate("contribution", on="2026-11-24", income=2_000_000, category="other").as_dict()


@pytest.fixture
async def person(office):
    async with office.client() as client:
        yield client


@pytest.fixture
async def path(office) -> str:
    """Where a person is led who asked what they would pay."""
    await remember(office, {"estimate": ESTIMATE})
    return CARDS.offer(office.conversation_id, channel="web")


async def remember(office, slots) -> None:
    async with office.database.transaction() as session:
        conversations = ConversationRepository(session)
        conversation = await conversations.get(office.conversation_id)
        await conversations.save_turn(
            conversation, snapshot={"slots": slots}, events=[], at=office.clock.now()
        )


async def count(office) -> int:
    async with office.database.reading() as session:
        return (await session.execute(text("SELECT count(*) FROM estimate_card"))).scalar_one()


async def test_looking_at_the_estimate_stores_nothing(office, person, path):
    page = Page(await person.get(path))
    assert "Mỗi lần nộp: 374.000 đồng" in page.words
    assert "Tính theo luật ngày 24/11/2026" in page.words
    assert await count(office) == 0


async def test_a_card_has_a_code_a_picture_and_a_print(office, person, path):
    page = Page(await person.post(path))
    assert "Mã thẻ:" in page.words
    assert 'src="data:image/svg+xml;base64,' in page.response.text
    assert await count(office) == 1
    picture, paper = (
        await person.get(page.links["Tải ảnh"]),
        await person.get(page.links["Bản in khổ A5 (PDF)"]),
    )
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert (paper.headers["content-type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    assert paper.headers["cache-control"] == "no-store"


async def test_a_card_is_gone_when_its_time_is_over(office, person, path):
    page = Page(await person.post(path))
    office.clock.move(days=90)
    assert (await person.get(page.links["Tải ảnh"])).status_code == 404


async def test_after_everything_was_erased_no_card_is_made(office, person, path):
    async with office.database.transaction() as session:
        await session.execute(text("DELETE FROM conversation"))
    assert (await person.post(path)).status_code == 404


@pytest.mark.parametrize(
    "broken",
    ["/the-uoc-tinh/x", "/the-uoc-tinh/x/the.png", "/the-uoc-tinh/x/the.exe", "/the-uoc-tinh/gAAAAA/the.pdf"],
)
async def test_a_made_up_address_opens_nothing(office, person, broken):
    answer = await person.get(broken)
    assert answer.status_code == 404
    assert "Không mở được" in Page(answer).words


async def test_a_conversation_without_an_estimate_has_no_card(office, person, path):
    await remember(office, {})
    assert (await person.get(path)).status_code == 404
    assert (await person.post(path)).status_code == 404
