"""Texts go live only through the checks and the golden questions; every version stays, and servers take the newest."""

from datetime import date

import pytest

from bot.app import conversations_of, with_texts
from bot.checks.publishing import TextPublisher, TextRefusedError, UnknownTextError
from bot.clock import Clock
from bot.errors import DataError
from bot.learning import GoldenQuestion

TODAY = date(2026, 11, 24)
PATH = "payment/pause_contributions.j2"
GOLDEN = [
    GoldenQuestion("Muốn ngừng đóng thì có bị phạt không?", "pause_contributions", ("không bị phạt",), TODAY),
    GoldenQuestion(
        "Nghỉ đóng tối đa được bao lâu thì mất?",
        "pause_contributions",
        ("Nghỉ bao lâu cũng được",),
        TODAY,
        "pause_contributions_how_long",
    ),
]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def publisher_on(knowledge, settings):
    """``publisher_on(database)``: a server's publisher, with texts of its own."""

    def build(database) -> TextPublisher:
        known = with_texts(knowledge, knowledge.texts.renderer, settings=settings)

        def bot_with(renderer, scratch, day):
            other = with_texts(known, renderer, settings=settings)
            return conversations_of(other, database=scratch, settings=settings, clock=Clock(day))

        return TextPublisher(
            known.texts,
            original=known.texts.renderer,
            database=database,
            clock=Clock(TODAY),
            law=known.law,
            golden=GOLDEN,
            bot_with=bot_with,
        )

    return build


@pytest.fixture
def publisher(publisher_on, database) -> TextPublisher:
    return publisher_on(database)


def changed(publisher: TextPublisher, old: str, new: str) -> str:
    text = publisher.text(PATH)
    assert old in text
    return text.replace(old, new)


async def test_a_text_that_passes_goes_live_and_other_servers_take_it(publisher, publisher_on, database):
    other = publisher_on(database)
    await publisher.publish({PATH: changed(publisher, "không mất", "chẳng mất")}, note="đổi chữ")
    assert "chẳng mất" in publisher.text(PATH)
    assert "chẳng mất" not in other.text(PATH)
    await other.look()
    assert "chẳng mất" in other.text(PATH)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("không bị phạt", "chẳng sao", "Câu hỏi mẫu"),
        ("{% include", "{% inklude", "inklude"),
        ("Nghỉ lúc nào", "Nghỉ 3 tháng", "con số «3»"),
        ('"registration_start"', '"registration_begin"', "registration_begin"),
    ],
    ids=["câu hỏi mẫu hỏng", "cú pháp hỏng", "gõ con số", "nút lạc"],
)
async def test_a_text_that_fails_stays_out(publisher, old, new, says):
    before = publisher.text(PATH)
    with pytest.raises(TextRefusedError) as refused:
        await publisher.publish({PATH: changed(publisher, old, new)}, note="hỏng")
    assert any(says in problem for problem in refused.value.problems)
    assert publisher.text(PATH) == before
    assert await publisher.versions(PATH) == []


async def test_any_version_can_be_put_back(publisher):
    original = publisher.text(PATH)
    await publisher.publish({PATH: changed(publisher, "không mất", "chẳng mất")}, note="một")
    await publisher.publish({PATH: None}, note="gốc")
    assert publisher.text(PATH) == original
    versions = await publisher.versions(PATH)
    assert [version.note for version in versions] == ["gốc", "một"]
    assert await publisher.roll_back(versions[-1].id) == PATH
    assert "chẳng mất" in publisher.text(PATH)
    assert len(await publisher.versions(PATH)) == 3


async def test_a_finer_answer_that_loses_its_words_is_noticed(publisher):
    path = "payment/pause_contributions_how_long.j2"
    text = publisher.text(path).replace("bao lâu / tối đa", "bao xa")
    with pytest.raises(TextRefusedError) as refused:
        await publisher.publish({path: text}, note="mất từ")
    assert any("Nghỉ đóng tối đa" in problem for problem in refused.value.problems)


async def test_a_text_is_previewed_without_being_published(publisher):
    messages = await publisher.preview(PATH, changed(publisher, "không mất", "chẳng mất"))
    assert "chẳng mất" in messages[0].text
    assert "chẳng mất" not in publisher.text(PATH)
    with pytest.raises(DataError):
        await publisher.preview(PATH, "---\n{{ nobody")


async def test_what_does_not_exist_is_told(publisher):
    with pytest.raises(UnknownTextError, match="phiên bản 99"):
        await publisher.roll_back(99)
    with pytest.raises(UnknownTextError, match=r"no\.j2"):
        publisher.text("no.j2")


async def test_a_change_of_the_law_shows_answers_and_saved_estimates(publisher, database, add_estimated_lead):
    lead_id = await add_estimated_lead(database, income=1_500_000)
    unchanged = await add_estimated_lead(database, income=50_600_000, category="poor")
    answers, estimates = await publisher.impact(date(2027, 1, 1))
    assert "contribution/state_support.j2" in {change.path for change in answers}
    found = {change.lead_id: change for change in estimates}
    assert (found[lead_id].before, found[lead_id].after, found[lead_id].raised_to) == (
        264_000,
        387_200,
        2_200_000,
    )
    assert "2.200.000" in found[lead_id].reason
    assert found[unchanged].after == found[unchanged].before - 77_000
    assert await publisher.impact(date(2027, 1, 2)) == ([], [])


@pytest.fixture
def add_estimated_lead(knowledge):
    from bot.registration import Applicant, Registration
    from bot.storage import ConversationRepository

    async def add(database, *, income: int, category: str = "other") -> int:
        inputs = {"income": income, "category": category, "payment_method": "monthly"}
        estimate = knowledge.law.estimate("contribution", on=TODAY, **inputs).as_dict()
        async with database.transaction() as session:
            conversation = await ConversationRepository(session).lock("web", "web", f"{income} {category}")
            receipt = await Registration(session, now=Clock().now()).submit(
                Applicant("Nguyễn Văn Tư", "+84912345678", "Phường Kinh Bắc", "buổi chiều", estimate),
                conversation_id=conversation.id,
                lead_id=None,
                commune_code="09163",
                source="web",
            )
        return receipt.lead_id

    return add
