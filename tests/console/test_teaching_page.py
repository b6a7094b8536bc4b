"""Doubtful questions in the console: an editor teaches a group with one press, or discards it."""

import pytest

from bot.registration import Role
from bot.storage import (
    ConversationRepository,
    DoubtfulQuestionRepository,
    LearnedSentenceRepository,
)

INTENTS = {
    "pension_estimate": "Lương hưu được bao nhiêu",
    "lump_sum_withdrawal": "Rút một lần",
    "thanks": "Cảm ơn",
}


@pytest.fixture
async def taught_console(build_console, database):
    """A console whose queue holds two questions that are alike and a third."""
    console = await build_console(database, intents=INTENTS)
    async with database.transaction() as session:
        conversation_id = await ConversationRepository(session).ensure("web", "web", "x")
        questions = DoubtfulQuestionRepository(session)
        for text in ("bao lâu thì lấy lại vốn", "bao lau thi lay lai von", "<b>gửi</b> ••• rồi mà chưa thấy"):
            await questions.add(
                conversation_id,
                reason="choose",
                text=text,
                ranking={"lump_sum_withdrawal": 0.5, "pension_estimate": 0.3},
                at=console.clock.now(),
            )
    return console


@pytest.fixture
async def editor(taught_console):
    browser = await taught_console.enter("bientap", role=Role.EDITOR)
    await browser.open("/console/teaching")
    return browser


def form_of(page, sentence: str):
    """The form that teaches a sentence."""
    (form,) = [form for form in page.forms if form.fields.get("sentence") == sentence]
    return form


async def teach(browser, shown: str, **values: str):
    form = form_of(browser.page, shown)
    headers = {"referer": str(browser.page.response.url)}
    browser.page = type(browser.page)(
        await browser.client.post(form.action, data=form.fields | values, headers=headers)
    )
    return browser.page


async def sentences_of(console) -> list[tuple[str, str]]:
    async with console.database.reading() as session:
        return [(one.intent, one.text) for one in await LearnedSentenceRepository(session).all()]


async def test_alike_questions_stand_together_and_markup_stays_text(editor):
    page = editor.page
    assert "Đang chờ 3 câu hỏi" in page.words
    assert "2 câu giống nhau" in page.words
    assert "<b>gửi</b> •••" in page.words


async def test_a_group_is_taught_with_one_press(taught_console, editor):
    page = await teach(
        editor, "bao lau thi lay lai von", intent="pension_estimate", sentence="bao lâu thì lấy lại vốn"
    )
    assert "Đã ghi câu mẫu cho 2 câu hỏi" in page.words
    assert "Đang chờ 1 câu hỏi; đã dạy 1 câu mẫu" in page.words
    assert await sentences_of(taught_console) == [("pension_estimate", "bao lâu thì lấy lại vốn")]


async def test_what_cannot_be_learned_is_told_and_what_was_typed_stays(taught_console, editor):
    page = await teach(editor, "<b>gửi</b> ••• rồi mà chưa thấy", intent="thanks", sentence="gửi ••• rồi")
    assert page.status == 422
    assert "Câu mẫu còn chỗ đã che" in page.words
    assert form_of(page, "gửi ••• rồi")
    assert await sentences_of(taught_console) == []


async def test_a_group_is_discarded(taught_console, editor):
    form = next(form for form in editor.page.forms if form.action.endswith("/discard"))
    headers = {"referer": str(editor.page.response.url)}
    page = type(editor.page)(await editor.client.post(form.action, data=form.fields, headers=headers))
    assert "Đã bỏ 2 câu hỏi" in page.words
    assert await sentences_of(taught_console) == []


@pytest.mark.parametrize("ids", ["", "x", "1,", "1,2,x", ",".join(["1"] * 501), "9" * 30])
async def test_a_list_that_is_none_is_refused(editor, ids: str):
    form = next(form for form in editor.page.forms if form.action.endswith("/discard"))
    headers = {"referer": str(editor.page.response.url)}
    response = await editor.client.post(form.action, data=form.fields | {"ids": ids}, headers=headers)
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.EDITOR, 200),
        (Role.MANAGER, 200),
        (Role.ADMINISTRATOR, 200),
        (Role.OFFICER, 403),
        (Role.AUDITOR, 403),
    ],
)
async def test_the_queue_is_for_those_who_teach(taught_console, role: Role, status: int):
    browser = await taught_console.enter("ai", role=role)
    assert (await browser.open("/console/teaching")).status == status
