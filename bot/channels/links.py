"""The addresses that bring a person to each channel, with the source that a link or QR code is to tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.registration.source import Source

# In the address of the chat page.
SOURCE_PARAMETER = "nguon"


@dataclass(frozen=True, slots=True)
class Link:
    """One address; ``tells_source`` is False where the platform passes nothing on."""

    channel: str
    title: str
    address: str
    tells_source: bool


def links(
    source: Source, *, public_url: str, telegram_username: str | None, zalo_oa_link: str, zalo_bot_link: str
) -> list[Link]:
    """The addresses of all channels that can be reached; an empty setting leaves its channel out."""
    return list(_links(source.code, public_url.rstrip("/"), telegram_username, zalo_oa_link, zalo_bot_link))


def _links(
    code: str, public_url: str, telegram_username: str | None, zalo_oa_link: str, zalo_bot_link: str
) -> Iterator[Link]:
    if public_url:
        query = f"?{urlencode({SOURCE_PARAMETER: code})}" if code else ""
        yield Link("web", "Trang trò chuyện", f"{public_url}/{query}", tells_source=True)
    if telegram_username:
        query = f"?{urlencode({'start': code})}" if code else ""
        yield Link("telegram", "Telegram", f"https://t.me/{telegram_username}{query}", tells_source=True)
    # Zalo documents no parameter that would reach us.
    if zalo_oa_link:
        yield Link("zalo_oa", "Zalo OA", zalo_oa_link, tells_source=not code)
    if zalo_bot_link:
        yield Link("zalo_bot", "Zalo Bot", zalo_bot_link, tells_source=not code)
