"""The console in a real browser before the real bot: an officer's day, by mouse, by keyboard, on a phone."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count, product
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Dialog, Locator, Page, expect

from tests.support.server import Server

SCREENSHOT = Path(__file__).parents[2] / "docs" / "images" / "console.png"
PASSWORD = "lúa chín vàng đồng"
QUESTION = "toi lam ruong, moi thang dong bao nhieu"
LONG_NAME = "Công Tằng Tôn Nữ Thị Huyền Trang"
PAGES = ("/console/", "/console/leads", "/console/staff", "/console/password", "/console/nowhere")
SEARCH = "Tên, xã, mã hoặc số cuối điện thoại"


@pytest.fixture(scope="session")
def office(serve) -> Server:
    """A server whose administrator nobody knows yet."""
    return serve(ANTAM_TODAY="2026-11-23")


@pytest.fixture(scope="session")
async def administrator(office: Server, browser: Browser) -> AsyncIterator[Page]:
    """The administrator's page, past the one-time password that the server's start told."""
    context = await browser.new_context(locale="vi-VN")
    page = await context.new_page()
    await page.goto(f"{office.base_url}/console")
    await sign_in(page, "quantri", office.administrator_password)
    await change_password(page, office.administrator_password)
    yield page
    await context.close()


NUMBERS = count(1)
Hire = Callable[[str], Awaitable[tuple[str, str]]]


@pytest.fixture
def hire(office: Server, administrator: Page) -> Hire:
    """``await hire("Trần Thị Lan")``: an officer's user name and one-time password."""

    async def hire_(name: str) -> tuple[str, str]:
        username = f"canbo{next(NUMBERS)}"
        await administrator.goto(f"{office.base_url}/console/staff")
        await administrator.get_by_label("Tên đăng nhập").fill(username)
        await administrator.get_by_label("Họ tên", exact=True).fill(name)
        await administrator.get_by_label("Vai trò", exact=True).select_option("Cán bộ")
        await administrator.get_by_role("button", name="Thêm cán bộ").click()
        return username, await administrator.locator("#one-time-password").inner_text()

    return hire_


async def sign_in(page: Page, username: str, password: str) -> None:
    await page.get_by_label("Tên đăng nhập").fill(username)
    await page.get_by_label("Mật khẩu").fill(password)
    await page.get_by_role("button", name="Đăng nhập").click()


async def change_password(page: Page, old: str) -> None:
    await expect(page.get_by_text("Đây là mật khẩu dùng một lần")).to_be_visible()
    await page.get_by_label("Mật khẩu hiện tại").fill(old)
    await page.get_by_label("Mật khẩu mới (").fill(PASSWORD)
    await page.get_by_label("Nhập lại mật khẩu mới").fill(PASSWORD)
    await page.get_by_role("button", name="Đổi mật khẩu").click()
    await expect(page.get_by_text("Đã đổi mật khẩu.")).to_be_visible()


async def register(office: Server, full_name: str, phone: str) -> None:
    """A farmer asks, is told the amount and registers, over Rasa's REST channel."""
    talk = [
        QUESTION,
        "Mức thấp nhất",
        "khong thuoc ho ngheo",
        "Đăng ký",
        "Đồng ý",
        full_name,
        phone,
        "xã Cảnh Thụy",
        "buổi chiều",
        "Đúng rồi",
    ]
    offered: dict[str, str] = {}
    async with httpx.AsyncClient(base_url=office.base_url) as farmer:
        for words in talk:
            message = {"sender": full_name, "message": offered.get(words, words)}
            replies = (await farmer.post("/webhooks/rest/webhook", json=message)).json()
            offered = {
                button["title"]: button["payload"] for reply in replies for button in reply.get("buttons", [])
            }
    # What is asked next comes behind the receipt.
    assert "AT0" in replies[0]["text"]


async def open_lead(page: Page, office: Server, full_name: str) -> None:
    await page.goto(f"{office.base_url}/console/leads")
    await page.get_by_label(SEARCH).fill(full_name)
    await page.get_by_label(SEARCH).press("Enter")
    await page.get_by_role("link", name=full_name).click()


async def test_an_officer_finds_reads_takes_and_works_a_lead(open_page, office, hire):
    await register(office, "Nguyễn Thị Đào", "0912345678")
    username, one_time_password = await hire("Trần Thị Lan")
    page = await open_page(f"{office.base_url}/console", width=1280, height=900)
    await sign_in(page, username, one_time_password)
    await change_password(page, one_time_password)

    await page.get_by_role("link", name="Đăng ký", exact=True).click()
    await page.get_by_label(SEARCH).fill("nguyen thi dao")
    await page.get_by_role("button", name="Tìm", exact=True).click()
    await expect(page.get_by_text("1 đăng ký")).to_be_visible()
    await page.get_by_role("link", name="Nguyễn Thị Đào").click()

    talk = page.get_by_role("region", name="Cuộc trò chuyện")
    await expect(talk).to_contain_text(QUESTION)
    await expect(talk).to_contain_text("Người dân: Mức thấp nhất")
    estimate = page.locator(".card").filter(has_text="Ước tính đã cho xem")
    await expect(estimate).to_contain_text("264.000 đồng mỗi tháng")
    await expect(estimate).to_contain_text("22 % × 1.500.000 = 330.000")
    await is_beside(talk, estimate)

    await page.get_by_role("button", name="Hiện số").click()
    await expect(page.get_by_role("link", name="0912 345 678")).to_have_attribute("href", "tel:+84912345678")
    await page.get_by_role("button", name="Nhận đăng ký này").click()
    await expect(page.get_by_text("Anh/chị đang giữ đăng ký này.")).to_be_visible()
    await page.get_by_label("Chuyển sang").select_option("Đã liên hệ")
    await page.get_by_role("button", name="Đổi trạng thái").click()
    await page.get_by_label("Ghi chú").fill("Hẹn chiều mai mang tờ khai đến nhà")
    await page.get_by_role("button", name="Thêm ghi chú").click()

    await expect(page.locator("#history li")).to_contain_text(
        [
            "Trần Thị Lan ghi chú Hẹn chiều mai mang tờ khai đến nhà",
            "Trần Thị Lan chuyển từ «Đã nhận» sang «Đã liên hệ»",
            "Trần Thị Lan nhận đăng ký này",
            "Trần Thị Lan xem số điện thoại",
            "Người dân đăng ký qua API",
        ]
    )
    await page.get_by_role("link", name="Hôm nay").click()
    await expect(page.get_by_role("link", name="Của tôi 1")).to_be_visible()


async def is_beside(one: Locator, other: Locator) -> None:
    """Both can be read at once: neither is under the other."""
    first, second = await one.bounding_box(), await other.bounding_box()
    assert first["y"] < second["y"] + second["height"]
    assert second["y"] < first["y"] + first["height"]


async def tab_to(page: Page, wanted: Locator) -> None:
    """Go on with the Tab key until the wanted element has the focus, and can be seen to have it."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("node => node === document.activeElement"):
            break
    await expect(wanted).to_be_focused()
    outline, shadow = await wanted.evaluate(
        "node => [getComputedStyle(node).outlineStyle, getComputedStyle(node).boxShadow]"
    )
    assert outline != "none" or shadow != "none"


async def test_an_officer_signs_in_and_takes_a_lead_by_keyboard_alone(open_page, office, hire):
    await register(office, "Phạm Văn Sáu", "0987654321")
    username, one_time_password = await hire("Lê Văn Minh")
    page = await open_page(f"{office.base_url}/console", width=1280, height=900)
    keyboard = page.keyboard
    await expect(page.get_by_label("Tên đăng nhập")).to_be_focused()
    await keyboard.type(username)
    await keyboard.press("Tab")
    await keyboard.type(one_time_password)
    await keyboard.press("Enter")

    await tab_to(page, page.get_by_label("Mật khẩu hiện tại"))
    for typed in (one_time_password, PASSWORD, PASSWORD):
        await keyboard.type(typed)
        await keyboard.press("Tab")
    await keyboard.press("Enter")
    await expect(page.get_by_text("Đã đổi mật khẩu.")).to_be_visible()

    await tab_to(page, page.get_by_role("link", name="Đăng ký", exact=True))
    await keyboard.press("Enter")
    await tab_to(page, page.get_by_label(SEARCH))
    await keyboard.type("321")
    await keyboard.press("Enter")
    await expect(page.get_by_text("1 đăng ký")).to_be_visible()
    await tab_to(page, page.get_by_role("link", name="Phạm Văn Sáu"))
    await keyboard.press("Enter")
    await tab_to(page, page.get_by_role("button", name="Nhận đăng ký này"))
    await keyboard.press("Enter")
    await expect(page.get_by_text("Anh/chị đang giữ đăng ký này.")).to_be_visible()
    await tab_to(page, page.get_by_label("Tài khoản của tôi").last)
    await keyboard.press("Enter")
    await tab_to(page, page.get_by_role("button", name="Đăng xuất").last)
    await keyboard.press("Enter")
    await expect(page.get_by_text("Đăng nhập trang quản trị")).to_be_visible()


async def test_a_note_begun_is_not_lost_by_pressing_something_else(open_page, office, hire):
    await register(office, "Vũ Thị Bảy", "0356789123")
    username, one_time_password = await hire("Hoàng Văn Nam")
    page = await open_page(f"{office.base_url}/console")
    await sign_in(page, username, one_time_password)
    await change_password(page, one_time_password)
    await open_lead(page, office, "Vũ Thị Bảy")
    asked: list[str] = []

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    page.on("dialog", stay)
    await page.get_by_label("Ghi chú").fill("Gọi lại sau mùa gặt")
    await page.get_by_role("button", name="Nhận đăng ký này").click()
    await expect(page.get_by_label("Ghi chú")).to_have_value("Gọi lại sau mùa gặt")
    assert asked == ["beforeunload"]

    await page.get_by_role("button", name="Thêm ghi chú").click()

    await expect(page.locator("#history li").first).to_contain_text("ghi chú Gọi lại sau mùa gặt")
    assert asked == ["beforeunload"]


async def test_nothing_runs_over_the_edge(office, administrator):
    await register(office, LONG_NAME, "0912345000")
    await open_lead(administrator, office, LONG_NAME)
    lead = administrator.url.removeprefix(office.base_url)
    await administrator.get_by_label("Ghi chú").fill("nghiêng" * 60)
    await administrator.get_by_role("button", name="Thêm ghi chú").click()
    for width, path in product((320, 360, 768, 1280), (lead, *PAGES)):
        await administrator.set_viewport_size({"width": width, "height": 740})
        await administrator.goto(f"{office.base_url}{path}")
        wide, seen = await administrator.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= seen, (width, path)


async def test_on_a_phone_the_menu_opens_and_leads_on(open_page, office, hire):
    username, one_time_password = await hire("Đỗ Thị Hà")
    page = await open_page(f"{office.base_url}/console", has_touch=True)
    await sign_in(page, username, one_time_password)
    await change_password(page, one_time_password)
    await expect(page.get_by_role("link", name="Đăng ký", exact=True)).to_be_hidden()

    await page.get_by_role("button", name="Mở trình đơn").tap()
    await page.get_by_role("link", name="Đăng ký", exact=True).tap()

    await expect(page.get_by_role("heading", name="Đăng ký")).to_be_visible()


async def test_the_page_as_a_picture(open_page, office, hire):
    """The README's picture; it replaces the one in docs/ only when asked to (`make screenshots`)."""
    await register(office, "Nguyễn Văn Tư", "0912345678")
    username, one_time_password = await hire("Trần Thị Lan")
    page = await open_page(f"{office.base_url}/console", width=1280, height=900)
    await sign_in(page, username, one_time_password)
    await change_password(page, one_time_password)
    await open_lead(page, office, "Nguyễn Văn Tư")
    await page.get_by_role("button", name="Nhận đăng ký này").click()
    await expect(page.get_by_text("Anh/chị đang giữ đăng ký này.")).to_be_visible()

    picture = await page.screenshot(path=SCREENSHOT if os.environ.get("ANTAM_SCREENSHOTS") == "1" else None)

    assert picture.startswith(b"\x89PNG")
