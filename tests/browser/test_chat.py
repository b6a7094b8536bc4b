"""The chat page in a real browser before the real bot: by finger, by keyboard, by ear, on small screens."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, Route, expect

SCREENSHOT = Path(__file__).parents[2] / "docs" / "images" / "chat.png"
QUESTION = "toi lam ruong, moi thang dong bao nhieu"


@pytest.fixture
async def chat(open_page, address) -> Page:
    """The page on a small phone, opened and greeted."""
    page = await open_page(address, has_touch=True)
    await expect(lines(page, "bot").first).to_be_visible()
    return page


def lines(page: Page, author: str) -> Locator:
    return page.locator(f".line.{author}")


def choice(page: Page, title: str) -> Locator:
    """The choice of the newest reply; older ones are disabled."""
    return page.get_by_role("log").get_by_role("button", name=title, exact=True, disabled=False)


async def answers_with(page: Page, text: str, *, buttons: list[str] | None = None, **further: str) -> None:
    """Let the server's part say this text, with further fields of a reply, to whatever comes."""
    reply = {"text": text, "buttons": [{"title": title, "payload": f"/{title}"} for title in buttons or []]}
    answer = {"messages": [reply | further]}

    async def fulfill(route: Route) -> None:
        await route.fulfill(json=answer)

    await page.route("**/chat/messages", fulfill)


async def say(page: Page, text: str) -> None:
    await page.get_by_label("Câu hỏi của anh/chị").fill(text)
    await page.get_by_role("button", name="Gửi", exact=True).click()


async def test_a_whole_talk_by_touch(chat):
    question = chat.get_by_label("Câu hỏi của anh/chị")
    await question.tap()
    await question.fill(QUESTION)
    await chat.get_by_role("button", name="Gửi", exact=True).tap()
    await expect(lines(chat, "user").last).to_contain_text(QUESTION)
    await choice(chat, "Mức thấp nhất").tap()
    await expect(lines(chat, "user").last).to_contain_text("Mức thấp nhất")
    await question.fill("khong thuoc ho ngheo")
    await chat.get_by_role("button", name="Gửi", exact=True).tap()
    await expect(chat.get_by_role("log")).to_contain_text("264.000 đồng mỗi tháng")

    await choice(chat, "Đăng ký").tap()

    await expect(lines(chat, "user").last).to_contain_text("Đăng ký")
    await expect(chat.get_by_text("An Tâm đang trả lời")).to_be_hidden()
    await expect(chat.locator(".line").last).to_have_class("line bot")


async def test_a_whole_talk_by_keyboard(chat):
    press, type_ = chat.keyboard.press, chat.keyboard.type
    await press("Tab")
    await expect(chat.get_by_role("link", name="Đến ô viết câu hỏi")).to_be_focused()
    await press("Enter")
    await type_(QUESTION)
    await press("Enter")
    await expect(choice(chat, "Mức thấp nhất")).to_be_visible()

    # Backwards from the composer come the newest choices; forwards from one's own line come the next ones.
    while not await choice(chat, "Mức thấp nhất").evaluate("node => node === document.activeElement"):
        await press("Shift+Tab")
        assert await chat.evaluate("document.activeElement.className") == "choice"
    await press("Enter")
    await expect(lines(chat, "user").last).to_be_focused()
    await expect(lines(chat, "user").last).to_contain_text("Mức thấp nhất")
    await expect(choice(chat, "Hộ nghèo")).to_be_visible()
    await press("Tab")
    await expect(choice(chat, "Hộ nghèo")).to_be_focused()
    await press("Space")
    await expect(lines(chat, "user").last).to_contain_text("Hộ nghèo")
    await expect(chat.get_by_role("log")).to_contain_text("đồng mỗi tháng")


async def test_the_conversation_is_there_on_return(chat):
    await say(chat, QUESTION)
    await choice(chat, "Mức thấp nhất").click()
    await expect(choice(chat, "Hộ nghèo")).to_be_visible()
    before = await chat.locator(".line .said").all_inner_texts()

    await chat.reload()

    await expect(choice(chat, "Hộ nghèo")).to_be_visible()
    assert await chat.locator(".line .said").all_inner_texts() == before
    await expect(chat.get_by_text("Hôm nay")).to_be_visible()


async def test_only_the_newest_choices_can_be_taken(chat):
    await say(chat, QUESTION)
    await choice(chat, "Mức thấp nhất").click()
    await expect(choice(chat, "Hộ nghèo")).to_be_enabled()

    older = chat.get_by_role("log").get_by_role("button", name="✓ Mức thấp nhất", exact=True)

    await expect(older).to_be_disabled()
    await expect(older).to_have_class("choice chosen")


async def test_an_officer_can_be_asked_for_at_any_time(chat):
    await chat.get_by_role("button", name="Nói chuyện với cán bộ").tap()

    await expect(lines(chat, "user")).to_contain_text("Nói chuyện với cán bộ")
    await expect(lines(chat, "bot")).to_have_count(2)


async def test_new_messages_are_announced(chat):
    log = chat.get_by_role("log", name="Tin nhắn")

    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log).to_have_attribute("aria-busy", "false")
    await say(chat, "xin chào")
    await expect(log.locator(".line.bot")).to_have_count(2)
    assert (await lines(chat, "user").text_content()).startswith("Anh/chị: ")
    assert (await lines(chat, "bot").last.text_content()).startswith("An Tâm: ")
    await expect(chat.locator("#typing")).to_have_attribute("aria-hidden", "true")


async def test_enter_sends_and_shift_enter_begins_a_line(chat):
    question = chat.get_by_label("Câu hỏi của anh/chị")
    await question.focus()
    await chat.keyboard.type("dòng một")
    await chat.keyboard.press("Shift+Enter")
    await chat.keyboard.type("dòng hai")
    await expect(lines(chat, "user")).to_have_count(0)

    await chat.keyboard.press("Enter")

    await expect(lines(chat, "user").locator(".said")).to_have_text("dòng một\ndòng hai", use_inner_text=True)
    await expect(question).to_have_value("")


async def test_an_enter_that_ends_a_syllable_does_not_send(chat):
    question = chat.get_by_label("Câu hỏi của anh/chị")
    await question.fill("tiế")

    await question.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await question.dispatch_event("keydown", {"key": "Enter", "keyCode": 229})

    await expect(question).to_have_value("tiế")
    await expect(lines(chat, "user")).to_have_count(0)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Gọi 1900 9068 nhé.", ["tel:19009068"]),
        (
            "Gọi 0912 345 678, 0912.345.678 hoặc +84 912 345 678.",
            ["tel:0912345678"] * 2 + ["tel:+84912345678"],
        ),
        ("Xem (https://example.vn/luat?id=1).", ["https://example.vn/luat?id=1"]),
        ("Xem baohiemxahoi.gov.vn, vào mục tra cứu.", ["https://baohiemxahoi.gov.vn/"]),
        ("264.000 đồng, 1.500.000 đồng, 01/01/2027, Điều 36, 41/2024/QH15", []),
        ("Mã 001099012345, thư a@example.gov.vn", []),
        ("<b>đậm</b> <img src=x onerror=alert(1)> javascript:alert(1)", []),
    ],
)
async def test_addresses_and_phone_numbers_become_links_and_nothing_else_does(chat, text, links):
    await answers_with(chat, text)
    await say(chat, "hỏi")

    reply = lines(chat, "bot").nth(1).locator(".said")

    await expect(reply).to_have_text(text)
    assert await reply.locator("a").evaluate_all("nodes => nodes.map(node => node.href)") == links
    assert await reply.locator("b, img").count() == 0


async def test_a_picture_is_shown_within_its_reply(chat):
    pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    await answers_with(chat, "Đây là hình", image=pixel, image_text="Bảng các cách đóng")
    await say(chat, "cho xem hình")

    picture = lines(chat, "bot").last.get_by_role("img", name="Bảng các cách đóng")

    await expect(picture).to_have_js_property("naturalWidth", 1)


@pytest.mark.parametrize(("width", "height"), [(320, 480), (320, 640), (360, 740), (900, 560), (1200, 800)])
async def test_nothing_runs_over_the_edge(open_page, address, width, height):
    page = await open_page(address, width=width, height=height)
    await answers_with(
        page, "https://example.vn/" + "a" * 300, buttons=["Ư" * 80, "một lựa chọn có thật nhiều chữ " * 3]
    )
    await say(page, "nghiêng" * 60)
    await expect(choice(page, "Ư" * 80)).to_be_visible()

    for selector in ("html", "#talk", "header", "#composer"):
        wide, seen = await page.locator(selector).evaluate("node => [node.scrollWidth, node.clientWidth]")
        assert wide <= seen, selector
    await expect(page.get_by_role("button", name="Gửi", exact=True)).to_be_in_viewport(ratio=1)


async def test_a_long_answer_begins_at_the_top_and_says_that_it_goes_on(chat):
    await answers_with(chat, "\n".join(f"dòng {number}" for number in range(60)))
    await say(chat, "kể hết đi")

    await expect(lines(chat, "user")).to_be_in_viewport(ratio=1)
    await expect(chat.get_by_text("Xem tiếp")).to_be_visible()
    while await chat.get_by_text("Xem tiếp").is_visible():
        await chat.get_by_text("Xem tiếp").tap()
    assert await chat.locator("#talk").evaluate(
        "node => node.scrollTop + node.clientHeight > node.scrollHeight - 41"
    )


async def test_targets_are_big_and_words_are_large_and_dark(chat):
    await say(chat, QUESTION)
    await expect(choice(chat, "Mức thấp nhất")).to_be_visible()

    heights = await chat.locator("button:visible, .contact a").evaluate_all(
        "nodes => nodes.map(node => node.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
    sizes = await chat.locator("body *:visible").evaluate_all(
        "nodes => nodes.map(node => parseFloat(getComputedStyle(node).fontSize))"
    )
    assert min(sizes) >= 18
    contrasts = await chat.locator("main p, main button, main textarea, .said").evaluate_all(CONTRASTS)
    assert {words: ratio for words, ratio in contrasts if ratio < 4.5} == {}


# Each element's words with the contrast of their colour to the nearest painted ground, as WCAG computes it.
CONTRASTS = """nodes => nodes.filter(node => node.offsetParent).map(node => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => parts(colour).slice(0, 3).map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  let ground = node;
  while (parts(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
  const pair = [getComputedStyle(node).color, getComputedStyle(ground).backgroundColor].map(light);
  return [node.textContent, (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05)];
})"""


async def test_nothing_moves_for_those_who_want_no_motion(open_page, address):
    page = await open_page(address, reduced_motion="reduce")

    animation = await page.locator("#typing span").first.evaluate(
        "node => getComputedStyle(node).animationName"
    )

    assert animation == "none"


async def test_without_scripts_the_page_says_what_to_do(open_page, address):
    page = await open_page(address, java_script_enabled=False)

    await expect(page.get_by_text("tắt JavaScript")).to_be_visible()
    await expect(page.locator("header").get_by_role("link", name="Gọi 1900 9068")).to_be_visible()


async def test_the_page_as_a_picture(open_page, address):
    """The README's picture; it replaces the one in docs/ only when asked to (`make screenshots`)."""
    page = await open_page(address, device_scale_factor=2)
    await say(page, QUESTION)
    await choice(page, "Mức thấp nhất").click()
    await expect(choice(page, "Hộ nghèo")).to_be_visible()
    await say(page, "khong thuoc ho ngheo")
    await expect(choice(page, "Đăng ký")).to_be_attached()

    picture = await page.screenshot(path=SCREENSHOT if os.environ.get("ANTAM_SCREENSHOTS") == "1" else None)

    assert picture.startswith(b"\x89PNG")
