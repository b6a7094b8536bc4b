"""Debian's Chromium before the real server: one browser a run, a fresh profile for every page."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

OpenPage = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="session")
def address(serve) -> str:
    """Where the real server of these tests answers, on a day whose figures are known."""
    return serve(ANTAM_TODAY="2026-11-23").base_url


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest.fixture
def console_errors() -> list[str]:
    """What the pages of a test complained about; a test that provokes a complaint clears it."""
    return []


@pytest.fixture
async def open_page(browser: Browser, console_errors: list[str]) -> AsyncIterator[OpenPage]:
    """``open_page(address, width=…, height=…, **context)``: a new profile's page; its console stays clean."""
    contexts: list[BrowserContext] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            console_errors.append(message.text)

    async def open_(address: str, *, width: int = 360, height: int = 740, **options: object) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        contexts.append(context)
        page = await context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: console_errors.append(str(error)))
        await page.goto(address)
        return page

    yield open_
    for context in contexts:
        await context.close()
    assert console_errors == []
