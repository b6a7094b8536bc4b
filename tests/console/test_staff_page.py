"""The accounts of the staff: made with a password that is shown once, given a new one, closed and opened."""

import asyncio
import re

import pytest

from bot.console import Accounts, NewAccount
from bot.console.accounts import AccountError
from bot.registration import Role
from bot.storage import StaffRepository

PASSWORD_SHOWN = re.compile(r"mật khẩu dùng một lần: (\S+)")


@pytest.fixture
async def administrator(console):
    browser = await console.enter("quantri", role=Role.ADMINISTRATOR)
    await browser.open("/console/staff")
    return browser


async def test_an_account_is_made_and_its_password_shown_this_once(console, administrator):
    page = await administrator.press(
        "Thêm cán bộ",
        username=" Lan ",
        display_name=" Trần Thị Lan ",
        role="officer",
        communes=["07441", "x"],
    )
    password = PASSWORD_SHOWN.search(page.words)[1]
    assert "Tài khoản lan" in page.words

    assert password not in (await administrator.open("/console/staff")).response.text
    browser = console.browser()
    assert (await browser.sign_in("lan", password)).path == "/console/password"
    async with console.database.reading() as session:
        staff = StaffRepository(session)
        account = await staff.by_username("lan")
        assert (account.display_name, account.role) == ("Trần Thị Lan", "officer")
        assert await staff.communes_of(account.id) == ("07441",)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"username": "quantri"}, "Đã có tài khoản «quantri»"),
        ({"username": "QUANTRI"}, "Đã có tài khoản «quantri»"),
        ({"username": ""}, "không dùng làm tên đăng nhập được"),
        ({"username": "l"}, "không dùng làm tên đăng nhập được"),
        ({"username": "trần lan"}, "không dùng làm tên đăng nhập được"),
        ({"username": "<b>lan</b>"}, "không dùng làm tên đăng nhập được"),
        ({"username": "a" * 41}, "không dùng làm tên đăng nhập được"),
        ({"display_name": "  "}, "Chưa có họ tên dùng được"),
        ({"display_name": "Lan\x00"}, "Chưa có họ tên dùng được"),
        ({"display_name": "L" * 101}, "Chưa có họ tên dùng được"),
        ({"role": ""}, "Chưa chọn vai trò"),
        ({"role": "king"}, "Chưa chọn vai trò"),
    ],
)
async def test_an_account_that_cannot_be_made_says_why_and_keeps_what_was_typed(
    console, administrator, typed, says
):
    sent = {"username": "lan", "display_name": "Trần Thị Lan", "role": "officer"} | typed
    page = await administrator.press("Thêm cán bộ", **sent)
    assert page.status == 422
    assert says in page.words
    fields = page.form("Thêm cán bộ").fields
    assert (fields["username"], fields["display_name"]) == (sent["username"], sent["display_name"])
    assert "<b>lan" not in page.response.text
    assert len(await console.accounts.list()) == 1


async def test_a_new_password_ends_the_sessions_and_the_lock(console, administrator):
    lan = await console.enter("lan")
    account = next(account for account in await console.accounts.list() if account.username == "lan")
    for _ in range(5):
        await console.browser().sign_in("lan", "sai mật khẩu rồi")
    await administrator.open("/console/staff")

    page = await administrator.press("Cấp mật khẩu mới", within=f"/{account.id}/")

    assert (await lan.open("/console/")).path.startswith("/console/login")
    assert (await lan.sign_in("lan")).status == 400
    assert (await lan.sign_in("lan", PASSWORD_SHOWN.search(page.words)[1])).path == "/console/password"


async def test_an_account_is_closed_and_opened_again(console, administrator):
    lan = await console.enter("lan")
    page = await administrator.open("/console/staff")
    page = await administrator.press("Khóa", within="/2/")
    assert "Đã khóa tài khoản." in page.words
    assert (await lan.open("/console/")).path.startswith("/console/login")
    assert (await lan.sign_in("lan")).status == 400

    page = await administrator.press("Mở lại", within="/2/")

    assert "Đã mở tài khoản." in page.words
    assert (await lan.sign_in("lan")).path == "/console/"


async def test_nobody_closes_their_own_account(console, administrator):
    page = await administrator.open("/console/staff")
    assert not any("Khóa" in form.buttons for form in page.forms)
    token = page.form("Đăng xuất").fields["csrftoken"]
    refused = await administrator.client.post(
        "/console/staff/1/active", data={"csrftoken": token, "active": "no"}
    )
    assert refused.status_code == 422
    assert (await administrator.open("/console/staff")).path == "/console/staff"


@pytest.mark.parametrize("number", ["77", "99999999999999999999999"])
@pytest.mark.parametrize("what", ["reset", "active"])
async def test_an_account_that_is_none_is_not_found(administrator, number, what):
    token = administrator.page.form("Đăng xuất").fields["csrftoken"]
    answer = await administrator.client.post(f"/console/staff/{number}/{what}", data={"csrftoken": token})
    assert answer.status_code == 404


async def test_the_first_administrator_is_made_once(console):
    first = await console.accounts.ensure_administrator()
    assert isinstance(first, NewAccount)
    assert (await console.browser().sign_in(first.username, first.password)).path == "/console/password"
    assert await console.accounts.ensure_administrator() is None


async def test_two_programs_that_start_at_once_make_one_administrator(console):
    other = Accounts(console.database, clock=console.clock, max_failures=5, lock_minutes=15)
    made = await asyncio.gather(console.accounts.ensure_administrator(), other.ensure_administrator())
    assert len([account for account in made if account]) == 1
    assert len(await console.accounts.list()) == 1


async def test_a_password_for_nobody_is_refused_with_where_to_look(console):
    with pytest.raises(AccountError, match="antam staff list"):
        await console.accounts.reset_password("khong-co")


async def test_a_locked_account_is_seen_by_the_administrator(console, administrator):
    await console.account("lan")
    for _ in range(5):
        await console.browser().sign_in("lan", "sai mật khẩu rồi")
    assert "Tạm khóa đến 09:15 23/11/2026" in (await administrator.open("/console/staff")).words
    console.clock.move(minutes=15)
    assert "Tạm khóa" not in (await administrator.open("/console/staff")).words
