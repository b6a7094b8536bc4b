"""Zalo OA as one of the channels: its connections, its state for the operator, its tokens renewed in time."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog
from fastapi import APIRouter

from bot.channels.delivery import Outcome, Take
from bot.channels.zalo_oa.access import Access
from bot.channels.zalo_oa.api import Api
from bot.channels.zalo_oa.client import Answer, Client, Reach
from bot.channels.zalo_oa.events import CHANNEL
from bot.channels.zalo_oa.oauth import OAuth
from bot.channels.zalo_oa.outcomes import needs_human, reason_of
from bot.channels.zalo_oa.receiving import Receiver
from bot.channels.zalo_oa.sending import WINDOW, Pictures, Sender
from bot.channels.zalo_oa.shaping import shape
from bot.channels.zalo_oa.tokens import Tokens
from bot.channels.zalo_oa.webhook import PATH, webhook_router
from bot.clock import Clock
from bot.errors import AnTamError
from bot.storage import Database, Delivery
from bot.types import OutboundMessage

CHECK_SECONDS = 8.0
LOOK_SECONDS = 30.0

log = structlog.get_logger(__name__)


class ZaloOaChannel:
    """One Official Account, served by one application."""

    name = CHANNEL
    # Zalo takes 4,000 requests a minute from an application, the uploads and questions among them.
    messages_a_second = 50.0
    unasked_within: timedelta | None = WINDOW
    is_called = True

    def __init__(self, access: Access, *, pictures: Pictures, database: Database, clock: Clock) -> None:
        """Nothing is connected yet.

        :param pictures: the bytes of a picture of ours, by its address.
        """
        self.account_id = access.app_id
        self._access = access
        self._database = database
        self._clock = clock
        oauth = OAuth.of(access, clock=clock)
        self._tokens = Tokens.of(access, oauth, database=database, clock=clock)
        proof_secret = access.app_secret if access.sends_proof else None
        self._client = Client(access.api_base_url, proof_secret=proof_secret)
        self._api = Api(self._client, self._tokens)
        self._sender = Sender(self._api, access=access, pictures=pictures, database=database, clock=clock)
        self._trouble: str | None = None
        self._account = ""

    @property
    def trouble(self) -> str | None:
        shut = self._sender.shut
        closed = f"{shut} → mở trang quản trị OA và ứng dụng của Zalo để xử lý" if shut else None
        return self._missing() or self._tokens.trouble or closed or self._trouble

    def router(self, take: Take) -> APIRouter:
        receiver = Receiver(take, account_id=self.account_id, database=self._database, clock=self._clock)
        return webhook_router(receiver, access=self._access)

    def status(self) -> str:
        if self.trouble:
            return f"Zalo OA chưa chạy được: {self.trouble}"
        account = f" {self._account}" if self._account else ""
        if not self._access.public_url:
            return f"Zalo OA{account} đang bật (webhook {PATH}; địa chỉ công khai do anh/chị đặt ở trang ứng dụng)."
        return f"Zalo OA{account} đang bật (webhook {self._access.public_url.rstrip('/')}{PATH})."

    async def check(self) -> None:
        if self._missing():
            return
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                self._note(await self._api.account())
        except (TimeoutError, AnTamError) as error:
            self._trouble = _unreachable()
            log.warning("zalo_oa_check_failed", error=type(error).__name__)

    async def inspect(self) -> str | None:
        """Zalo tells nothing of its deliveries."""
        return None

    async def run(self, take: Take) -> None:
        """Renew the tokens in time, and look again after what was wrong; until cancelled."""
        while True:
            try:
                if not self._missing():
                    await self._tokens.refresh_when_due()
                    if self._trouble:
                        await self.check()
            except AnTamError as error:
                log.warning("zalo_oa_look_failed", reason=error.reason)
            await asyncio.sleep(LOOK_SECONDS)

    def shape(self, message: OutboundMessage) -> Sequence[OutboundMessage]:
        return shape(message)

    async def send(self, delivery: Delivery) -> Outcome:
        return await self._sender.send(delivery)

    async def close(self) -> None:
        """A renewal that is under way comes to its end first: what it brings must not be lost."""
        await self._tokens.close()
        await self._client.close()

    def _missing(self) -> str | None:
        if not self._access.app_secret:
            return "thiếu ANTAM_ZALO_OA_APP_SECRET → chép Khóa bí mật ở trang Cài đặt của ứng dụng"
        if not self._access.secret_key:
            return "thiếu ANTAM_ZALO_OA_SECRET_KEY → chép OA Secret Key ở trang Webhook của ứng dụng"
        return None

    def _note(self, answer: Answer) -> None:
        """What Zalo says of the account. An answer that says nothing of it is no reason to stop."""
        if answer.is_success:
            self._trouble = None
            self._account = str(answer.data.get("name") or "")[:60]
            if answer.data.get("is_verified") is False:
                log.warning("zalo_oa_not_verified", remedy="xác thực OA để được gửi tin đầy đủ")
        elif needs_human(answer):
            self._trouble = f"{reason_of(answer)} → mở trang quản trị OA và ứng dụng của Zalo để xử lý"
        elif answer.reach is not Reach.ANSWERED:
            self._trouble = _unreachable()
        else:
            self._trouble = None
            log.warning("zalo_oa_account_unknown", reason=reason_of(answer))


def _unreachable() -> str:
    return "không nối được tới Zalo → kiểm tra mạng và ANTAM_ZALO_OA_API_BASE_URL; An Tâm tự thử lại"
