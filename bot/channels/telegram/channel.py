"""Telegram as one of the channels: the bot's connections, its state for the operator, its introduction."""

import re
from collections.abc import Sequence

from fastapi import APIRouter
from telegram import Bot, BotCommand, WebhookInfo
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.channels.commands import COMMANDS
from bot.channels.delivery import BotChannel, Fate, Outcome, Take
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.receiving import Receiver
from bot.channels.telegram.sending import send
from bot.channels.telegram.shaping import shape
from bot.channels.telegram.updates import ALLOWED_UPDATES, CHANNEL
from bot.channels.telegram.webhook import PATH, webhook_router
from bot.clock import Clock
from bot.errors import SettingsError
from bot.storage import Database, Delivery
from bot.types import OutboundMessage

_TOKEN = re.compile(r"([^\s:/]+):[^\s/]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class TelegramChannel(BotChannel):
    """One bot on Telegram."""

    name = CHANNEL
    title = "Telegram"
    path = PATH
    errors = (TelegramError, TimeoutError)
    # Telegram takes thirty a second from a bot.
    messages_a_second = 28.0

    def __init__(
        self,
        token: str,
        *,
        by_webhook: bool,
        webhook_secret: str | None,
        api_base_url: str,
        public_url: str,
        database: Database,
        clock: Clock,
    ) -> None:
        """Nothing is connected yet.

        :param public_url: where Telegram reaches us; without it the webhook is set by hand, and pictures are left out.
        """
        super().__init__(by_webhook=by_webhook, public_url=public_url)
        self._secret = webhook_secret
        self._well_formed = _TOKEN.fullmatch(token)
        self.account_id = self._well_formed[1] if self._well_formed else "?"
        self._requests = [_requests(connections=64), _requests(connections=2)]
        base_url = f"{api_base_url.rstrip('/')}/bot"
        self._bot = ExtBot(
            token,
            base_url=base_url,
            request=self._requests[0],
            get_updates_request=self._requests[1],
        )
        # Signs must not use up what the answers need.
        signs = ExtBot(
            token, base_url=base_url, request=self._requests[0], get_updates_request=self._requests[1]
        )
        self._receiver = Receiver(signs, account_id=self.account_id, clock=clock)
        self._polling = Polling(self._bot, self._receiver, database=database)
        self._trouble = self._missing()

    def shape(self, message: OutboundMessage) -> Sequence[OutboundMessage]:
        return shape(message, public_url=self._public_url)

    async def send(self, delivery: Delivery) -> Outcome:
        if not self._well_formed:
            return Outcome(Fate.LATER, "ANTAM_TELEGRAM_TOKEN không đúng dạng")
        return await send(self._bot, delivery)

    async def close(self) -> None:
        await self._receiver.close()
        for request in self._requests:
            await request.shutdown()

    def _missing(self) -> str | None:
        if not self._well_formed:
            return "ANTAM_TELEGRAM_TOKEN không đúng dạng → chép lại mã từ @BotFather, ví dụ 123456:ABC…"
        if self._by_webhook and not self._secret:
            return "thiếu ANTAM_TELEGRAM_WEBHOOK_SECRET → đặt một mã bí mật tùy chọn, dài và khó đoán"
        if self._by_webhook and not _SECRET.fullmatch(self._secret or ""):
            return "ANTAM_TELEGRAM_WEBHOOK_SECRET sai dạng → chỉ dùng chữ không dấu, số, _ và -"
        return None

    def _webhook_router(self, take: Take) -> APIRouter:
        return webhook_router(self._receiver, take, secret=self._secret)

    async def _introduce(self) -> str | None:
        """Also its commands."""
        await self._bot.get_me()
        await self._bot.set_my_commands(
            [BotCommand(name, command.description) for name, command in COMMANDS.items()]
        )
        if not self._by_webhook:
            # With a webhook set, fetching gets nothing. What waits at Telegram is kept.
            await self._bot.delete_webhook(drop_pending_updates=False)
        elif self.webhook:
            await self._bot.set_webhook(
                self.webhook, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES
            )
        return None

    async def _look(self) -> str | None:
        """Telegram tells where it delivers to, how many updates wait there and why the last delivery failed."""
        if not self._by_webhook:
            await self._bot.get_me()
            return None
        return webhook_trouble(await self._bot.get_webhook_info(), expected=self.webhook)

    async def _fetch(self, take: Take) -> None:
        await self._polling.run(take)

    def _remedy(self, error: Exception) -> str:
        return remedy(error)


async def bot_username(token: str, *, api_base_url: str) -> str:
    """What the bot is called in links to it.

    :raises SettingsError: when Telegram does not know the token or cannot be reached.
    """
    try:
        async with Bot(token, base_url=f"{api_base_url.rstrip('/')}/bot") as bot:
            return bot.username
    except TelegramError as error:
        reason, _, advice = remedy(error).partition(" → ")
        raise SettingsError(reason, remedy=advice) from None


def webhook_trouble(known: WebhookInfo, *, expected: str | None) -> str | None:
    """What keeps updates from coming, by what Telegram knows of the webhook."""
    if not known.url:
        return "Telegram không còn giữ webhook nào → khởi động lại An Tâm, hoặc gọi setWebhook"
    if expected and known.url != expected:
        return "Telegram đang gửi tin tới địa chỉ khác → kiểm tra ANTAM_PUBLIC_URL, khởi động lại An Tâm"
    if known.pending_update_count and known.last_error_message:
        waiting = known.pending_update_count
        return f"{waiting} tin đang chờ ở Telegram, lần giao gần nhất hỏng: {known.last_error_message}"
    return None


def _requests(*, connections: int) -> HTTPXRequest:
    """Patient where Telegram is slow to answer: a call given up is one whose outcome nobody knows."""
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=5.0,
        read_timeout=15.0,
        write_timeout=10.0,
        pool_timeout=10.0,
    )


def remedy(error: Exception) -> str:
    """What is wrong and what to do, without the token or an address that holds it."""
    if isinstance(error, InvalidToken):
        return "Telegram không nhận ANTAM_TELEGRAM_TOKEN → lấy lại mã ở @BotFather rồi chạy lại"
    if isinstance(error, BadRequest):
        return f"Telegram không nhận webhook ({error.message}) → kiểm tra ANTAM_PUBLIC_URL (https, cổng 443 hoặc 8443)"
    return "không nối được tới Telegram → kiểm tra mạng và ANTAM_TELEGRAM_API_BASE_URL; An Tâm tự thử lại"
