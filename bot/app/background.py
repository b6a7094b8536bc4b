"""What runs beside the requests: taking new models, purging, telling other systems."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from httpx import AsyncClient

from bot.api import Hooks
from bot.errors import SettingsError
from bot.learning import Lessons, repeating

from .assembling import AnTam
from .opening import secret_value

_PURGE_SECONDS = 6 * 60 * 60


@asynccontextmanager
async def telling(antam: AnTam) -> AsyncIterator[None]:
    """Within the block the office's own system is told what happens to leads, where it has an address.

    :raises SettingsError: when it has no secret to sign with.
    """
    settings = antam.settings
    if not settings.lead_webhook_url:
        yield
        return
    secret = secret_value(settings.lead_webhook_secret)
    if not secret:
        raise SettingsError(
            "Có ANTAM_LEAD_WEBHOOK_URL nhưng thiếu ANTAM_LEAD_WEBHOOK_SECRET",
            remedy="đặt một khóa ngẫu nhiên dài và ghi cùng khóa ấy ở hệ thống nhận",
        )
    hooks = Hooks(
        antam.database,
        clock=antam.clock,
        url=settings.lead_webhook_url,
        secret=secret,
        client=AsyncClient(),
    )
    async with hooks.running():
        yield


@asynccontextmanager
async def learning(antam: AnTam) -> AsyncIterator[None]:
    """Take every newly published model, and delete doubtful questions whose time is over."""
    settings = antam.settings

    async def purge() -> None:
        async with antam.database.transaction() as session:
            lessons = Lessons(session, intents=(), at=antam.clock.now())
            await lessons.purge(days=settings.learning_days)

    async with (
        repeating(antam.model_watch.look, seconds=settings.model_check_seconds, name="model_watch"),
        repeating(antam.text_publisher.look, seconds=settings.text_check_seconds, name="text_watch"),
        repeating(purge, seconds=_PURGE_SECONDS, name="purge_of_doubtful_questions"),
    ):
        yield
    if antam.language_model:
        await antam.language_model.close()
