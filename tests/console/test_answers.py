"""The editor of answers: found by words, tried out, refused with reasons, published, put back."""

from datetime import date

import pytest

from bot.app import with_texts
from bot.checks.publishing import TextPublisher
from bot.clock import Clock
from bot.registration import Role

PATH = "payment/pause_contributions.j2"


@pytest.fixture
async def editing(build_console, knowledge, settings, sqlite_url, open_database):
    database = open_database(sqlite_url)
    await database.migrate()
    known = with_texts(knowledge, knowledge.texts.renderer, settings=settings)
    texts = TextPublisher(
        known.texts,
        original=known.texts.renderer,
        database=database,
        clock=Clock(date(2026, 11, 24)),
        law=known.law,
        golden=[],
        bot_with=lambda *_: None,
    )
    return await build_console(database, texts=texts), texts


async def test_an_editor_changes_a_text_and_puts_it_back(editing):
    console, texts = editing
    browser = await console.enter(role=Role.EDITOR)
    page = await browser.open("/console/answers?q=nghỉ+lúc+nào+cũng+được")
    assert page.links[PATH]
    await browser.open(page.links[PATH])
    body = texts.text(PATH).replace("không mất", "chẳng mất")
    page = await browser.press("Kiểm tra và đăng", body=body, note="đổi chữ")
    assert "khác bản gốc" in page.words
    assert "đổi chữ" in page.words
    page = await browser.press("Trở lại bản gốc")
    assert "chẳng mất" not in texts.text(PATH)


async def test_a_broken_text_is_refused_with_its_reasons_and_kept_in_the_form(editing):
    console, texts = editing
    browser = await console.enter(role=Role.EDITOR)
    await browser.open(f"/console/answers/edit?path={PATH}")
    body = texts.text(PATH).replace("không mất", "mất 5 triệu đồng")
    page = await browser.press("Kiểm tra và đăng", body=body, note="thử")
    assert page.status == 422
    assert "con số «5»" in page.words
    assert "mất 5 triệu đồng" in page.response.text


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.EDITOR, 200), (Role.ADMINISTRATOR, 200), (Role.OFFICER, 403), (Role.AUDITOR, 403)],
    ids=["biên tập", "quản trị", "cán bộ", "kiểm tra"],
)
async def test_who_may_edit(editing, role, status):
    console, _ = editing
    browser = await console.enter(role=role)
    assert (await browser.open("/console/answers")).status == status


async def test_an_unknown_text_is_told(editing):
    console, _ = editing
    browser = await console.enter(role=Role.EDITOR)
    assert (await browser.open("/console/answers/edit?path=../settings.py")).status == 404


async def test_the_radar_shows_what_a_day_changes(editing):
    console, _ = editing
    browser = await console.enter(role=Role.EDITOR)
    page = await browser.open("/console/impact?on=2027-01-01")
    assert "contribution/state_support.j2" in page.words
    assert (await browser.open("/console/impact?on=hôm-nay")).status == 400
