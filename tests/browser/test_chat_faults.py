"""The chat page when things go wrong: nothing a person wrote is lost, doubled or out of order."""

import asyncio

import pytest
from playwright.async_api import Locator, Page, Route, expect

MESSAGES = "**/chat/messages"


@pytest.fixture
async def chat(open_page, address) -> Page:
    page = await open_page(address)
    await expect(page.locator(".line.bot").first).to_be_visible()
    return page


@pytest.fixture
def sent(chat) -> list[dict[str, str]]:
    """The bodies of all messages that left the page."""
    bodies: list[dict[str, str]] = []
    chat.on(
        "request", lambda request: bodies.append(request.post_data_json) if request.method == "POST" else None
    )
    return bodies


def user_lines(page: Page) -> Locator:
    return page.locator(".line.user")


async def say(page: Page, text: str) -> None:
    await page.get_by_label("Câu hỏi của anh/chị").fill(text)
    await page.keyboard.press("Enter")


async def abort(route: Route) -> None:
    await route.abort()


async def test_a_message_that_did_not_leave_is_sent_again_by_a_tap(chat, sent, console_errors):
    await chat.route(MESSAGES, abort)
    await say(chat, "xin chào")
    await expect(user_lines(chat)).to_contain_text("Chưa gửi được – Gửi lại")
    await chat.unroute(MESSAGES)

    await chat.get_by_role("button", name="Gửi lại").dblclick()

    await expect(chat.locator(".line.bot")).to_have_count(2)
    await expect(chat.get_by_text("Chưa gửi được")).to_have_count(0)
    assert [message["text"] for message in sent] == ["xin chào"] * 2
    assert len({message["message_id"] for message in sent}) == 1
    # The browser reports the aborted request.
    assert [error for error in console_errors if "ERR_FAILED" not in error] == []
    console_errors.clear()


async def test_a_message_whose_answer_was_lost_is_not_doubled(chat, console_errors):
    async def lose_the_answer(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await chat.route(MESSAGES, lose_the_answer, times=1)
    await say(chat, "xin chào")
    await chat.get_by_role("button", name="Gửi lại").click()
    await expect(chat.locator(".line.bot")).to_have_count(2)
    shown = await chat.locator(".line .said").all_inner_texts()

    await chat.reload()

    await expect(user_lines(chat)).to_have_count(1)
    assert await chat.locator(".line .said").all_inner_texts() == shown
    console_errors.clear()


@pytest.mark.parametrize("status", [500, 502, 503, 429])
async def test_a_troubled_server_is_asked_again(chat, console_errors, status):
    async def trouble(route: Route) -> None:
        await route.fulfill(status=status, body="<html>trouble</html>")

    await chat.route(MESSAGES, trouble, times=1)
    await say(chat, "xin chào")

    await chat.get_by_role("button", name="Gửi lại").click()

    await expect(chat.locator(".line.bot")).to_have_count(2)
    console_errors.clear()


async def test_an_answer_that_is_not_ours_counts_as_not_sent(chat):
    async def sign_in_page(route: Route) -> None:
        await route.fulfill(status=200, content_type="text/html", body="<h1>Đăng nhập Wi-Fi</h1>")

    await chat.route(MESSAGES, sign_in_page, times=1)
    await say(chat, "xin chào")

    await chat.get_by_role("button", name="Gửi lại").click()

    await expect(chat.locator(".line.bot")).to_have_count(2)


async def test_a_message_that_cannot_be_taken_says_why_and_the_talk_goes_on(chat, console_errors):
    await say(chat, "đ" * 10_000)
    await expect(user_lines(chat).first).to_contain_text("Tin nhắn dài quá")
    await expect(chat.get_by_role("button", name="Gửi lại")).to_have_count(0)
    await expect(chat.locator(".choice").first).to_be_enabled()

    await say(chat, "xin chào")

    await expect(chat.locator(".line.bot")).to_have_count(2)
    console_errors.clear()


async def test_several_messages_in_a_row_keep_their_order(chat, sent):
    released = asyncio.Event()

    async def hold(route: Route) -> None:
        await released.wait()
        await route.continue_()

    await chat.route(MESSAGES, hold, times=1)
    texts = ["một", "hai", "ba"]
    for text in texts:
        await say(chat, text)
    await expect(user_lines(chat)).to_have_count(3)
    assert [message["text"] for message in sent] == ["một"]

    released.set()

    await expect(chat.locator(".line.bot")).to_have_count(4)
    assert [message["text"] for message in sent] == texts
    await chat.reload()
    await expect(user_lines(chat).locator(".said")).to_have_text(texts)


async def test_what_is_written_after_a_failure_goes_after_it(chat, console_errors):
    await chat.route(MESSAGES, abort, times=1)
    await say(chat, "một")
    await expect(chat.get_by_role("button", name="Gửi lại")).to_be_visible()

    await say(chat, "hai")

    await expect(chat.locator(".line.bot")).to_have_count(3)
    await chat.reload()
    await expect(user_lines(chat).locator(".said")).to_have_text(["một", "hai"])
    console_errors.clear()


async def test_a_waiting_message_goes_out_when_the_network_returns(chat, console_errors):
    await chat.context.set_offline(True)
    await say(chat, "xin chào")
    await expect(chat.get_by_text("Chưa gửi được")).to_be_visible()

    await chat.context.set_offline(False)

    await expect(chat.locator(".line.bot")).to_have_count(2)
    console_errors.clear()


@pytest.mark.parametrize("name", ["Gửi", "Nói chuyện với cán bộ"])
async def test_a_double_click_sends_once(chat, sent, name):
    await chat.get_by_label("Câu hỏi của anh/chị").fill("xin chào")

    await chat.get_by_role("button", name=name, exact=True).dblclick()

    await expect(chat.locator(".line.bot")).to_have_count(2)
    assert len(sent) == 1


async def test_a_double_click_on_a_choice_takes_one(chat, sent):
    await chat.locator(".choice").first.dblclick()

    await expect(user_lines(chat)).to_have_count(1)
    await expect(chat.locator(".line.bot").nth(1)).to_be_visible()
    assert len(sent) == 1


async def test_choices_rest_while_a_message_is_under_way(chat, console_errors):
    await chat.route(MESSAGES, abort, times=1)
    await say(chat, "xin chào")
    await expect(chat.get_by_role("button", name="Gửi lại")).to_be_visible()

    await expect(chat.locator(".choice").first).to_be_disabled()

    console_errors.clear()


async def test_no_reply_slides_a_button_under_a_double_tap(chat):
    await chat.clock.install(time="2026-11-23T08:00:00")
    await chat.clock.pause_at("2026-11-23T08:00:01")
    async with chat.expect_response(MESSAGES) as answer:
        await chat.locator(".choice").first.click()
    await (await answer.value).finished()

    await chat.clock.run_for(350)
    await expect(chat.locator(".line.bot")).to_have_count(1)
    await chat.clock.run_for(100)
    # The first choice of the welcome is answered in two messages: the lowest payment, and a question.
    await expect(chat.locator(".line.bot")).to_have_count(3)


async def test_a_conversation_that_does_not_open_can_be_opened_again(open_page, address, console_errors):
    page = await open_page(address)
    await expect(page.locator(".line.bot").first).to_be_visible()
    await page.route("**/chat/history", abort, times=2)
    await page.reload()
    await expect(page.get_by_text("Chưa mở được cuộc trò chuyện")).to_be_visible()
    await page.get_by_label("Câu hỏi của anh/chị").fill("câu viết dở")
    await page.get_by_role("button", name="Thử lại").click()
    await expect(page.get_by_role("button", name="Thử lại")).to_be_visible()

    await page.get_by_role("button", name="Thử lại").click()

    await expect(page.locator(".line.bot")).to_have_count(1)
    await expect(page.get_by_text("Chưa mở được cuộc trò chuyện")).to_have_count(0)
    await expect(page.get_by_label("Câu hỏi của anh/chị")).to_have_value("câu viết dở")
    console_errors.clear()
