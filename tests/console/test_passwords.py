"""Passwords: the one-time one is changed first, a new one is hard to guess, and the keyboard does not matter."""

import re
import unicodedata
from pathlib import Path

import pytest
import yaml

from bot.console.passwords import PasswordError, check_new_password, one_time_password
from bot.storage import StaffRepository
from tests.console.conftest import PASSWORD

NEW = "mưa thuận gió hòa"
RULES = yaml.safe_load(Path(__file__).with_name("passwords.yml").read_text(encoding="utf-8"))
ELSEWHERE = ["/console/", "/console/leads", "/console/leads/1", "/console/staff", "/console/nowhere"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in RULES["refused"]])
def test_refused(case):
    with pytest.raises(PasswordError, match=case["says"]):
        check_new_password(
            case["new"], old=case.get("old", "khác hẳn"), username=case.get("username", "lanhuong")
        )


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in RULES["accepted"]])
def test_accepted(case):
    check_new_password(case["new"], old="khác hẳn", username=case.get("username", "lanhuong"))


def test_one_time_passwords_are_easy_to_read_aloud_and_never_the_same():
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password) for password in made)
    assert not any(letter in password for password in made for letter in "ilo01")


@pytest.mark.parametrize("path", ELSEWHERE)
async def test_a_one_time_password_leads_to_its_change_and_nowhere_else(small_console, path):
    await small_console.lead()
    await small_console.account("lan", must_change_password=True)
    browser = small_console.browser()
    assert (await browser.sign_in("lan")).path == "/console/password"

    page = await browser.open(path)

    assert page.path == "/console/password"
    assert "mật khẩu dùng một lần" in page.words
    assert page.form("Đổi mật khẩu").fields["username"] == "lan"


async def test_with_a_one_time_password_no_form_works_but_its_change(small_console):
    lead_id = await small_console.lead()
    browser = await small_console.enter()
    await browser.open(f"/console/leads/{lead_id}")
    async with small_console.database.transaction() as session:
        await StaffRepository(session).update(1, must_change_password=True)

    page = await browser.press("Nhận đăng ký này")

    assert page.path == "/console/password"
    assert (await small_console.stored(lead_id)).officer_id is None


async def test_with_a_one_time_password_one_may_still_sign_out(small_console):
    await small_console.account("lan", must_change_password=True)
    browser = small_console.browser()
    await browser.sign_in("lan")
    assert (await browser.press("Đăng xuất")).path.startswith("/console/login")


async def test_after_the_change_the_console_is_open_and_the_old_password_is_worth_nothing(console):
    await console.account("lan", must_change_password=True)
    browser, other = console.browser(), console.browser()
    await browser.sign_in("lan")
    await other.sign_in("lan")
    await browser.open("/console/password")

    page = await browser.press("Đổi mật khẩu", old=PASSWORD, new=NEW, repeated=NEW)

    assert page.path == "/console/"
    assert "Đã đổi mật khẩu." in page.words
    assert "Đã đổi mật khẩu." not in (await browser.open("/console/leads")).words
    assert (await other.open("/console/")).path.startswith("/console/login")
    assert (await other.sign_in("lan", PASSWORD)).status == 400
    assert (await other.sign_in("lan", NEW)).path == "/console/"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"old": "không phải", "new": NEW, "repeated": NEW}, "Mật khẩu hiện tại không đúng"),
        ({"old": PASSWORD, "new": NEW, "repeated": NEW + "!"}, "không giống nhau"),
        ({"old": PASSWORD, "new": "ngắn", "repeated": "ngắn"}, "ít nhất 10 ký tự"),
        ({"old": PASSWORD, "new": PASSWORD, "repeated": PASSWORD}, "không được giống mật khẩu cũ"),
        ({"old": "", "new": "", "repeated": ""}, "Mật khẩu hiện tại không đúng"),
    ],
    ids=["sai mật khẩu cũ", "hai lần khác nhau", "ngắn", "như cũ", "để trống"],
)
async def test_a_change_that_is_refused_says_why_and_changes_nothing(small_console, typed, says):
    browser = await small_console.enter()
    await browser.open("/console/password")
    page = await browser.press("Đổi mật khẩu", **typed)
    assert page.status == 422
    assert says in page.words
    assert not any(value and value in page.response.text for value in typed.values())
    assert (await small_console.browser().sign_in("lan")).path == "/console/"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
async def test_a_password_is_the_same_on_every_keyboard(small_console, form):
    """Some keyboards send «ậ» as one code point, some as a letter and its marks."""
    await small_console.account("lan")
    browser = small_console.browser()
    assert (await browser.sign_in("lan", unicodedata.normalize(form, PASSWORD))).path == "/console/"
