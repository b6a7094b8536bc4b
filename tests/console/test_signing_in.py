"""Signing in and out: who gets in, who does not and learns nothing by it, and when a session ends."""

import asyncio
import json
from base64 import b64decode

import pytest
from structlog.testing import capture_logs

from tests.console.conftest import ORIGIN, PASSWORD

WRONG = "mật khẩu khác hẳn"
REFUSALS = {
    "mật khẩu sai": ("lan", WRONG),
    "mật khẩu của người khác": ("lan", "mật khẩu của Minh"),
    "không có tên này": ("lanh", PASSWORD),
    "tài khoản đã khóa": ("minh", PASSWORD),
    "tên trống": ("", PASSWORD),
    "mật khẩu trống": ("lan", ""),
    "tên có ký tự điều khiển": ("lan\x00", PASSWORD),
    "tên dài": ("a" * 10_000, PASSWORD),
    "câu lệnh trong tên": ("' OR 1=1 --", PASSWORD),
}


@pytest.mark.parametrize(("username", "password"), REFUSALS.values(), ids=REFUSALS)
async def test_every_refusal_is_the_same_answer(console, username, password):
    await console.account("lan")
    closed = await console.account("minh")
    await console.accounts.set_active(closed.id, active=False)
    browser = console.browser()

    page = await browser.sign_in(username, password)

    assert page.status == 400
    assert (
        "Tên đăng nhập hoặc mật khẩu không đúng. Xin kiểm tra lại; "
        "sau 5 lần sai liên tiếp, tài khoản tạm khóa 15 phút." in page.words
    )
    assert "antam_console" not in browser.client.cookies
    assert (await browser.open("/console/leads")).path.startswith("/console/login")


async def test_the_right_password_opens_the_first_page(console):
    await console.account("lan", display_name="Trần Thị Lan")
    page = await console.browser().sign_in("lan")
    assert (page.status, page.path) == (200, "/console/")
    assert "Trần Thị Lan" in page.words
    (account,) = await console.accounts.list()
    assert account.last_sign_in_at == console.clock.now()


@pytest.mark.parametrize("username", ["LAN", "  lan "])
async def test_capitals_and_spaces_around_a_name_do_not_matter(small_console, username):
    await small_console.account("lan")
    assert (await small_console.browser().sign_in(username)).path == "/console/"


async def test_a_refused_name_need_not_be_typed_again(small_console):
    browser = small_console.browser()
    page = await browser.sign_in('"><script>alert(1)</script>', WRONG)
    assert page.form("Đăng nhập").fields["username"] == '"><script>alert(1)</script>'
    assert "<script>alert" not in page.response.text


async def test_after_signing_in_one_is_where_one_wanted_to_be(small_console):
    await small_console.account("lan")
    page = await small_console.browser().sign_in("lan", path="/console/leads?view=mine")
    assert page.path == "/console/leads?view=mine"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
async def test_signing_in_never_leads_to_another_site(small_console, address):
    await small_console.account("lan")
    browser = small_console.browser()
    await browser.open(f"/console/login?next={address}")
    page = await browser.press("Đăng nhập", username="lan", password=PASSWORD)
    assert str(page.response.url) == f"{ORIGIN}/console/"


async def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(console):
    await console.account("lan")
    browser = console.browser()
    refused = [await browser.sign_in("lan", WRONG) for _ in range(5)]

    locked = await browser.sign_in("lan")
    assert locked.status == 400
    assert locked.words == refused[0].words
    console.clock.move(minutes=14, seconds=59)
    assert (await browser.sign_in("lan")).status == 400
    console.clock.move(seconds=1)
    assert (await browser.sign_in("lan")).path == "/console/"


async def test_a_right_password_forgets_the_wrong_ones(console):
    await console.account("lan")
    for _ in range(3):
        browser = console.browser()
        for _ in range(4):
            assert (await browser.sign_in("lan", WRONG)).status == 400
        assert (await browser.sign_in("lan")).path == "/console/"


async def test_many_attempts_at_once_gain_nothing(console):
    await console.account("lan")

    async def attempt(password: str) -> bool:
        return (await console.browser().sign_in("lan", password)).status == 400

    assert all(await asyncio.gather(*(attempt(WRONG) for _ in range(8))))
    assert await attempt(PASSWORD)


async def test_a_lock_is_one_account_s_own(console):
    await console.account("lan")
    await console.account("minh")
    for _ in range(5):
        await console.browser().sign_in("lan", WRONG)
    assert (await console.browser().sign_in("minh")).path == "/console/"


async def test_a_session_lasts_as_long_as_set(console):
    browser = await console.enter()
    console.clock.move(hours=8)
    assert (await browser.open("/console/leads")).path == "/console/leads"
    console.clock.move(seconds=1)
    assert (await browser.open("/console/leads")).path.startswith("/console/login")


async def test_a_form_sent_after_the_session_s_end_leads_back_to_its_page(small_console):
    lead_id = await small_console.lead()
    browser = await small_console.enter()
    await browser.open(f"/console/leads/{lead_id}")
    small_console.clock.move(hours=9)

    sign_in = await browser.press("Thêm ghi chú", text="đã gọi")
    assert sign_in.path.startswith("/console/login")
    page = await browser.press("Đăng nhập", username="lan", password=PASSWORD)

    assert page.path == f"/console/leads/{lead_id}"
    assert "đã gọi" not in page.words


async def test_signing_out_ends_every_session_of_the_account(console):
    browser, forgotten = await console.enter(), console.browser()
    await forgotten.sign_in("lan")
    other = await console.enter("minh")

    page = await browser.press("Đăng xuất")

    assert page.path.startswith("/console/login")
    assert "antam_console" not in browser.client.cookies
    assert (await forgotten.open("/console/")).path.startswith("/console/login")
    assert (await other.open("/console/")).path == "/console/"


async def test_a_cookie_kept_from_before_signing_out_opens_nothing(small_console):
    browser = await small_console.enter()
    kept = browser.client.cookies["antam_console"]
    await browser.press("Đăng xuất")
    browser.client.cookies.set("antam_console", kept, domain="antam.example.vn", path="/console")
    assert (await browser.open("/console/")).path.startswith("/console/login")


async def test_a_closed_account_is_out_at_once_and_stays_out_when_opened_again(console):
    browser = await console.enter()
    (account,) = await console.accounts.list()
    await console.accounts.set_active(account.id, active=False)
    assert (await browser.open("/console/")).path.startswith("/console/login")
    await console.accounts.set_active(account.id, active=True)
    assert (await browser.open("/console/")).path.startswith("/console/login")
    assert (await browser.sign_in("lan")).path == "/console/"


async def test_a_cookie_made_elsewhere_is_nobody_s(small_console):
    browser = await small_console.enter()
    value = browser.client.cookies["antam_console"]
    data, _, signature = value.partition(".")
    for forged in (data, f"{data[:-4]}AAAA.{signature}", "null", "x" * 4000):
        stranger = small_console.browser()
        stranger.client.cookies.set("antam_console", forged, domain="antam.example.vn", path="/console")
        assert (await stranger.open("/console/")).path.startswith("/console/login")


@pytest.mark.parametrize("secure", [True, False], ids=["qua HTTPS", "mạng kín không HTTPS"])
async def test_the_session_s_cookie_is_for_this_console_alone(
    build_console, sqlite_url, open_database, secure
):
    console = await build_console(open_database(sqlite_url), cookie_secure=secure)
    await console.account("lan")
    browser = console.browser()
    page = await browser.sign_in("lan")

    (cookie,) = [
        header
        for header in page.response.history[-1].headers.get_list("set-cookie")
        if header.startswith("antam_console=")
    ]

    flags = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert flags == {"path=/console", "max-age=28800", "httponly", "samesite=strict"} | (
        {"secure"} if secure else set()
    )


async def test_the_cookie_tells_only_who_and_since_when(small_console):
    browser = await small_console.enter()
    value = browser.client.cookies["antam_console"].strip('"').split(".")[0]
    kept = json.loads(b64decode(value))
    assert kept.keys() == {"staff"}
    assert kept["staff"].keys() == {"id", "epoch", "at"}


async def test_words_that_the_one_before_searched_are_gone(small_console):
    browser = await small_console.enter("lan")
    await browser.open("/console/leads")
    assert "Đang tìm “Đào”" in (await browser.press("Tìm", words="Đào")).words
    small_console.clock.move(hours=9)
    await small_console.account("minh")

    page = await browser.sign_in("minh", path="/console/leads")

    assert page.path == "/console/leads"
    assert "Đào" not in page.response.text


async def test_logs_name_nobody(small_console, caplog):
    caplog.set_level("INFO")
    await small_console.account("lanhuong")
    browser = small_console.browser()
    with capture_logs() as events:
        await browser.sign_in("lanhuong", WRONG)
        await browser.sign_in("lanhuong", path="/console/leads?commune=07441")
        await browser.press("Đăng xuất")

    said = f"{events}" + "".join(record.getMessage() for record in caplog.records if record.name != "httpx")

    assert "sign_in_refused" in said
    assert all(word not in said for word in ("lanhuong", WRONG, PASSWORD, "07441"))
