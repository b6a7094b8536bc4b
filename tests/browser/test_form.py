"""The one-time form and the estimate card on a phone: by keyboard alone, without a script, under axe-core's rules."""

import re
from uuid import uuid4

import httpx
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

TALK = (
    "mỗi tháng đóng bao nhiêu",
    "2 triệu",
    "không",
    "tôi muốn đăng ký",
    "đồng ý",
    "Nguyễn Thị Hường",
    "{phone}",
    "xã Cảnh Thụy",
    "buổi chiều",
    "đúng rồi",
)


@pytest.fixture
def phone() -> str:
    """A number that nobody has registered with on this server."""
    return f"0912{uuid4().int % 1_000_000:06d}"


@pytest.fixture
async def said(address, phone) -> str:
    """All that the chat page answered to somebody who asked for a sum and then registered."""
    answers = []
    async with httpx.AsyncClient(base_url=address) as browser:
        for words in TALK:
            sent = {"text": words.format(phone=phone), "message_id": str(uuid4())}
            replies = (await browser.post("/chat/messages", json=sent)).json()["messages"]
            answers += [reply["text"] for reply in replies]
    return "\n".join(answers)


@pytest.fixture
def form_address(address, said) -> str:
    return address + re.search(r"/to-khai/[\w.-]+", said)[0]


@pytest.fixture
def card_address(address, said) -> str:
    return address + re.search(r"/the-uoc-tinh/[\w.-]+", said)[0]


async def keep_rules(page: Page) -> None:
    """axe-core finds nothing to complain of, and nothing is wider than the screen."""
    results = await Axe().run(page)
    complaints = [(found["id"], found["nodes"][0]["html"]) for found in results.response["violations"]]
    assert complaints == []
    wide, seen = await page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= seen


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until a field of this name has the focus."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"{name} is not reached by keyboard")


async def test_the_form_is_filled_in_by_keyboard_alone_and_keeps_axe_cores_rules(
    open_page, form_address, phone, console_errors
):
    page = await open_page(form_address)
    await keep_rules(page)
    # The field has the focus already.
    await page.keyboard.type(phone[-4:])
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Tờ khai tham gia")).to_be_visible()
    await keep_rules(page)

    await tab_to(page, "birth_date")
    await page.keyboard.type("05/09/1985")
    await tab_to(page, "personal_id")
    await page.keyboard.type("024085000001")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("chỗ cần sửa")).to_be_visible()
    # The browser complains of the 422 that was provoked.
    console_errors.clear()
    await expect(page.get_by_label("Ngày, tháng, năm sinh")).to_have_value("05/09/1985")
    await keep_rules(page)

    await tab_to(page, "gender")
    await page.keyboard.press("ArrowDown")
    await tab_to(page, "personal_id")
    await page.keyboard.press("Control+A")
    await page.keyboard.type("024185000001")
    await tab_to(page, "payment_method")
    await page.keyboard.press("ArrowDown")
    await tab_to(page, "result_form")
    await page.keyboard.press("Space")
    await tab_to(page, "agreed")
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Đã nhận tờ khai")).to_be_visible()
    await keep_rules(page)


async def test_the_form_works_without_a_script(open_page, form_address, phone):
    page = await open_page(form_address, width=320, java_script_enabled=False)
    await page.get_by_label("4 số cuối điện thoại").fill(phone[-4:])
    await page.get_by_role("button", name="Mở tờ khai").click()
    await expect(page.get_by_label("Họ và tên")).to_have_value("Nguyễn Thị Hường")
    await expect(page.get_by_label("Thu nhập tháng")).to_have_value("2000000")
    await page.get_by_label("Nữ").check()
    await page.get_by_label("Ngày, tháng, năm sinh").fill("5/9/1985")
    await page.get_by_label("Số định danh").fill("024 185 000 001")
    await page.get_by_label("Cách đóng").select_option("quarterly")
    await page.get_by_label("Bản điện tử", exact=True).check()
    await page.get_by_label("Tôi đã đọc và đồng ý").check()
    await page.get_by_role("button", name="Gửi tờ khai").click()
    await expect(page.get_by_text("••• ••• ••• 001")).to_be_visible()


async def test_a_card_is_made_on_a_phone(open_page, card_address):
    page = await open_page(card_address)
    await expect(page.get_by_text("374.000 đồng").first).to_be_visible()
    await keep_rules(page)
    await page.get_by_role("button", name="Tạo thẻ").click()
    await expect(page.get_by_text("Mã thẻ:")).to_be_visible()
    await expect(page.get_by_role("img", name="Mã QR của thẻ")).to_be_visible()
    await keep_rules(page)
