"""The chat in a frame on a commune's page: another site, where the browser keeps nothing for us but for that site."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import FrameLocator, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.support.loopback import served

# The commune's own policy: no inline script or style, scripts and frames of the office only.
POLICY = "default-src 'none'; img-src data:; style-src 'self'; script-src {office}; frame-src {office}"


class CommuneSite:
    """A commune's web site with the one script tag."""

    def __init__(self) -> None:
        self.office = ""
        self.app = Starlette(routes=[Route("/", self._page)])

    async def _page(self, _: Request) -> Response:
        body = f"""<!doctype html><html lang="vi"><meta name="viewport" content="width=device-width"><title>Xã</title>
        <link rel="icon" href="data:,"><h1>Trang của xã</h1>
        <script src="{self.office}/widget.js" data-nguon="x-7738_trang-xa" defer></script></html>"""
        return HTMLResponse(body, headers={"content-security-policy": POLICY.format(office=self.office)})


@pytest.fixture(scope="module")
async def commune(serve) -> AsyncIterator[str]:
    """The address of a commune's page that may have the frame; its name makes it another site than the office's."""
    site = CommuneSite()
    async with served(site.app) as address:
        own = address.replace("127.0.0.1", "localhost")
        settings = {"ANTAM_TODAY": "2026-11-23", "ANTAM_WIDGET_ORIGINS": own}
        server = await asyncio.to_thread(serve, **settings)
        site.office = server.base_url
        yield own


def frame(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


async def say(page: Page, text: str) -> None:
    await frame(page).get_by_label("Câu hỏi của anh/chị").fill(text)
    await frame(page).get_by_role("button", name="Gửi", exact=True).click()


async def test_a_talk_in_the_frame_goes_on_after_the_page_is_opened_again(open_page, commune):
    page = await open_page(commune, has_touch=True)
    assert await page.locator("iframe").count() == 0
    await page.get_by_role("button", name="Hỏi về bảo hiểm xã hội").tap()
    await expect(frame(page).locator(".line.bot").first).to_be_visible()
    await say(page, "toi lam ruong, moi thang dong bao nhieu")
    await expect(frame(page).locator(".line.user")).to_contain_text("toi lam ruong")
    await expect(frame(page).locator(".line.bot").nth(1)).to_be_visible()
    # What is kept is kept for this site alone, out of the reach of any script.
    (kept,) = await page.context.cookies()
    assert (kept["name"], kept["httpOnly"], kept["sameSite"]) == ("antam_framed", True, "None")
    assert "localhost" in kept["partitionKey"]
    await page.reload()
    await page.get_by_role("button", name="Hỏi về bảo hiểm xã hội").tap()
    await expect(frame(page).locator(".line.user")).to_contain_text("toi lam ruong")


async def test_the_keyboard_opens_and_closes_it_and_keeps_its_place(open_page, commune):
    page = await open_page(commune, width=1000)
    opener = page.get_by_role("button", name="Hỏi về bảo hiểm xã hội")
    await page.keyboard.press("Tab")
    await expect(opener).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="Hỏi về bảo hiểm xã hội")).to_be_visible()
    await expect(page.get_by_role("button", name="Đóng ✕")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(opener).to_be_focused()
    await page.keyboard.press("Enter")
    await frame(page).get_by_label("Câu hỏi của anh/chị").press("Escape")
    await expect(opener).to_be_focused()
    await expect(page.locator("iframe")).to_have_attribute("title", "An Tâm – hỏi về bảo hiểm xã hội")


async def test_it_fills_a_small_screen_and_leaves_room_on_a_large_one(open_page, commune):
    small = await open_page(commune, width=320, height=560)
    await small.get_by_role("button", name="Hỏi về bảo hiểm xã hội").click()
    box = await small.get_by_role("dialog").bounding_box()
    assert (box["width"], box["height"]) == (320, 560)
    large = await open_page(commune, width=1200, height=800)
    await large.get_by_role("button", name="Hỏi về bảo hiểm xã hội").click()
    assert (await large.get_by_role("dialog").bounding_box())["width"] == 400


async def test_a_site_that_is_not_allowed_gets_no_chat(open_page, commune, console_errors):
    page = await open_page(commune.replace("localhost", "127.0.0.1"))
    await page.get_by_role("button", name="Hỏi về bảo hiểm xã hội").click()
    await page.wait_for_function("document.querySelector('iframe')")
    await expect(frame(page).locator("#log")).to_have_count(0)
    await page.wait_for_timeout(300)
    assert any("frame-ancestors" in error for error in console_errors)
    console_errors.clear()
