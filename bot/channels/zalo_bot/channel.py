"""A bot of the Zalo Bot Platform as one of the channels: its connection and its state for the operator."""

import re
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter

from bot.channels.delivery import BotChannel, Outcome, Take
from bot.channels.zalo_bot.api import BotApi, RefusedError
from bot.channels.zalo_bot.events import CHANNEL
from bot.channels.zalo_bot.polling import Polling
from bot.channels.zalo_bot.receiving import Receiver
from bot.channels.zalo_bot.sending import CALL_ERRORS, send
from bot.channels.zalo_bot.shaping import shape
from bot.channels.zalo_bot.webhook import PATH, webhook_router
from bot.clock import Clock
from bot.storage import Database, Delivery
from bot.types import OutboundMessage

_SECRET = range(8, 257)
_NO_WEBHOOK = 404


class ZaloBotChannel(BotChannel):
    """One bot on the Zalo Bot Platform."""

    name = CHANNEL
    title = "Zalo Bot"
    path = PATH
    errors = (*CALL_ERRORS, TimeoutError)
    # Zalo tells no figure; a bot of fifty people needs no more.
    messages_a_second = 10.0

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

        :param public_url: where Zalo reaches us; without it the webhook is set by hand, and pictures are left out.
        """
        super().__init__(by_webhook=by_webhook, public_url=public_url)
        self._secret = webhook_secret
        # The part before the colon is the bot's number, the rest its secret.
        self.account_id = re.split(r"[:\s]", token)[0][:64] if ":" in token else "bot"
        self._api = BotApi(token, base_url=api_base_url)
        self._receiver = Receiver(self._api, account_id=self.account_id, clock=clock)
        self._polling = Polling(self._api, self._receiver, database=database)
        self._trouble = self._missing()

    def shape(self, message: OutboundMessage) -> Sequence[OutboundMessage]:
        return shape(message, public_url=self._public_url)

    async def send(self, delivery: Delivery) -> Outcome:
        return await send(self._api, delivery)

    async def close(self) -> None:
        await self._receiver.close()
        await self._api.close()

    def _missing(self) -> str | None:
        if self._by_webhook and not self._secret:
            return "thiếu ANTAM_ZALO_BOT_WEBHOOK_SECRET → đặt một mã bí mật tùy chọn, từ 8 ký tự, khó đoán"
        if self._by_webhook and len(self._secret or "") not in _SECRET:
            return "ANTAM_ZALO_BOT_WEBHOOK_SECRET sai độ dài → dùng từ 8 đến 256 ký tự"
        return None

    def _webhook_router(self, take: Take) -> APIRouter:
        return webhook_router(self._receiver, take, secret=self._secret)

    async def _introduce(self) -> str | None:
        """Fetching gets nothing while a webhook is set."""
        await self._api.call("getMe")
        if not self._by_webhook:
            await self._forget_webhook()
        if self.webhook is None:
            return None
        return _unverified(await self._api.call("setWebhook", url=self.webhook, secret_token=self._secret))

    async def _look(self) -> str | None:
        """Zalo tells which address it delivers to, and nothing of how that goes."""
        if self.webhook is None:
            await self._api.call("getMe")
            return None
        known = await self._webhook_address()
        if known is None:
            return "Zalo không còn giữ webhook nào → khởi động lại An Tâm"
        if known != self.webhook:
            return "Zalo đang gửi tin tới địa chỉ khác → kiểm tra ANTAM_PUBLIC_URL, khởi động lại An Tâm"
        return None

    async def _fetch(self, take: Take) -> None:
        await self._polling.run(take)

    async def _webhook_address(self) -> str | None:
        try:
            known = await self._api.call("getWebhookInfo")
        except RefusedError as error:
            if error.code != _NO_WEBHOOK:
                raise
            return None
        return known.get("url") if isinstance(known, dict) else None

    async def _forget_webhook(self) -> None:
        try:
            await self._api.call("deleteWebhook")
        except RefusedError as error:
            if error.code != _NO_WEBHOOK:
                raise

    def _remedy(self, error: Exception) -> str:
        if isinstance(error, RefusedError) and error.code in {401, 403, 404}:
            return "Zalo không nhận ANTAM_ZALO_BOT_TOKEN → lấy lại mã ở Zalo Bot Creator rồi chạy lại"
        if isinstance(error, RefusedError) and error.code == 400:
            return f"Zalo không nhận webhook ({error.description}) → ANTAM_PUBLIC_URL phải là địa chỉ https công khai"
        return "không nối được tới Zalo → kiểm tra mạng và ANTAM_ZALO_BOT_API_BASE_URL; An Tâm tự thử lại"


def _unverified(answer: Any) -> str | None:
    """Zalo keeps an address also when it could not reach it, and says so."""
    verification = answer.get("verification") if isinstance(answer, dict) else None
    if not isinstance(verification, dict) or verification.get("ok") is not False:
        return None
    hint = str(verification.get("hint") or verification.get("outcome") or "")[:120]
    return f"Zalo không tới được webhook ({hint}) → kiểm tra ANTAM_PUBLIC_URL từ bên ngoài"
