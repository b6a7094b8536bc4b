"""Sends one piece of a message in one call, within the person's window and what they may still be sent."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeAlias

import structlog

from bot.channels.delivery import Fate, Outcome
from bot.channels.zalo_oa.access import Access
from bot.channels.zalo_oa.api import MAX_IMAGE_BYTES, Api
from bot.channels.zalo_oa.client import Answer, Reach
from bot.channels.zalo_oa.outcomes import (
    EXPIRED_ATTACHMENT,
    WRONG_CONTENT,
    needs_human,
    outcome_of,
    reason_of,
)
from bot.channels.zalo_oa.shaping import contact_content, picture_content, text_content
from bot.clock import Clock
from bot.errors import AnTamError
from bot.storage import Database, Delivery, InboxRepository

# After that Zalo takes no consultation message any more.
WINDOW = timedelta(days=7)
WINDOW_OVER = "người dân không tương tác quá 7 ngày, Zalo không cho gửi"
NO_QUOTA = "hết lượt gửi miễn phí, chờ người dân nhắn lại"
PICTURE_LEFT_OUT = "bỏ hình để dành lượt gửi cho lời"
PICTURE_REFUSED = "Zalo không nhận hình"
TOO_SLOW = "Zalo chậm, tin chưa gửi đi"
_KEPT_UPLOADS = 256
# What comes before the message itself; given up, nothing went out.
PREPARING_SECONDS = 10.0
PATIENT_ATTEMPTS = 3

log = structlog.get_logger(__name__)

# The bytes of a picture of ours, by its address; None for an address that is not ours.
Pictures: TypeAlias = Callable[[str], Awaitable[bytes | None]]


class Sender:
    """Sends the messages of one account."""

    def __init__(
        self, api: Api, *, access: Access, pictures: Pictures, database: Database, clock: Clock
    ) -> None:
        self._api = api
        self._access = access
        self._pictures = pictures
        self._database = database
        self._clock = clock
        # A message that must be sent again does not bring its picture again.
        self._uploads: OrderedDict[str, str] = OrderedDict()
        # What only somebody at Zalo's console can mend.
        self.shut: str | None = None

    async def send(self, delivery: Delivery) -> Outcome:
        """Send a piece; never raises for what Zalo or the network does."""
        if await self._is_too_late(delivery):
            return Outcome(Fate.UNREACHABLE, WINDOW_OVER)
        ready = await self._prepare(delivery)
        if ready is None:
            return Outcome(Fate.LATER, TOO_SLOW)
        if ready.left == 0:
            return Outcome(Fate.HELD, NO_QUOTA)
        is_last = ready.left == 1 and delivery.waiting > 0
        address = delivery.message.image
        if address and is_last:
            return Outcome(Fate.FAILED, PICTURE_LEFT_OUT)
        if address and not (ready.uploaded or delivery.message.text or _is_public(address)):
            return Outcome(Fate.FAILED, PICTURE_REFUSED)
        answer = (
            await self._put_picture(delivery, address, ready.uploaded)
            if address
            else await self._put(delivery, offers_rest=is_last)
        )
        if needs_human(answer):
            self.shut = reason_of(answer)
        elif answer.is_success:
            self.shut = None
        outcome = outcome_of(answer, attempts=delivery.attempts, now=self._clock.now())
        return replace(outcome, rest_offered=is_last and outcome.fate is Fate.SENT)

    async def _prepare(self, delivery: Delivery) -> "_Ready | None":
        """What must be known and at Zalo before the message; None where that is better tried again later."""
        address = delivery.message.image
        try:
            async with asyncio.timeout(PREPARING_SECONDS):
                return _Ready(
                    left=await self._left(delivery),
                    uploaded=await self._upload(address) if address else None,
                )
        except (TimeoutError, _UploadFailedError):
            # At last the words go out as they are: they are worth more than all that.
            return _Ready() if delivery.attempts >= PATIENT_ATTEMPTS else None

    async def _is_too_late(self, delivery: Delivery) -> bool:
        """Answers come at once; what nobody asked for may find its window closed."""
        if delivery.answers is not None:
            return False
        async with self._database.reading() as session:
            heard = await InboxRepository(session).last_heard(delivery.conversation_id)
        return heard is None or self._clock.now() - heard > WINDOW

    async def _left(self, delivery: Delivery) -> int | None:
        """How many more the person may be sent, this one included, where it matters: before the parts of an answer."""
        if delivery.continues:
            return delivery.quota_left
        if not delivery.waiting:
            return None
        # What Zalo said before is of another window: the person has written since.
        return (await self._api.quota(delivery.user_id)).left

    async def _put(self, delivery: Delivery, *, offers_rest: bool) -> Answer:
        message = delivery.message
        if message.ask_contact:
            card = contact_content(message, image=self._access.info_image)
            answer = await self._api.send(delivery.user_id, card)
            if answer.error not in WRONG_CONTENT:
                return answer
            # Refused for certain, so nothing is said twice: the question goes out without its card.
            message = replace(message, text=message.text or message.ask_contact)
        content = text_content(
            message,
            outbox_id=delivery.id,
            template=self._access.button_template,
            offers_rest=offers_rest,
        )
        return await self._api.send(delivery.user_id, content)

    async def _put_picture(self, delivery: Delivery, address: str, uploaded: str | None) -> Answer:
        """With the picture that was uploaded; without one by its address, and at last the words alone."""
        if uploaded:
            answer = await self._send_picture(delivery, {"attachment_id": uploaded})
            if answer.error == EXPIRED_ATTACHMENT:
                self._uploads.pop(address, None)
                with suppress(_UploadFailedError):
                    if uploaded := await self._upload(address):
                        answer = await self._send_picture(delivery, {"attachment_id": uploaded})
        elif _is_public(address):
            answer = await self._send_picture(delivery, {"url": address})
        else:
            return await self._send_words(delivery, address)
        refused = answer.error in WRONG_CONTENT or answer.error == EXPIRED_ATTACHMENT
        return await self._send_words(delivery, address) if refused else answer

    async def _send_picture(self, delivery: Delivery, picture: dict[str, str]) -> Answer:
        return await self._api.send(delivery.user_id, picture_content(delivery.message, picture))

    async def _send_words(self, delivery: Delivery, address: str) -> Answer:
        link = address if _is_public(address) else ""
        words = "\n\n".join(part for part in (delivery.message.text, link) if part)
        return await self._api.send(delivery.user_id, {"text": words})

    async def _upload(self, address: str) -> str | None:
        """The id of a picture of ours at Zalo; None where it is not ours or Zalo does not take it.

        :raises _UploadFailedError: when it may take it later.
        """
        if address in self._uploads:
            return self._uploads[address]
        try:
            png = await self._pictures(address)
        except AnTamError as error:
            log.warning("zalo_oa_picture_not_drawn", reason=error.reason)
            return None
        answer = await self._api.upload_image(png) if png and len(png) <= MAX_IMAGE_BYTES else None
        if answer and answer.reach is not Reach.ANSWERED:
            raise _UploadFailedError(answer.reason)
        uploaded = str(answer.data.get("attachment_id") or "") if answer and answer.is_success else None
        if uploaded:
            self._uploads[address] = uploaded
            if len(self._uploads) > _KEPT_UPLOADS:
                self._uploads.popitem(last=False)
        return uploaded or None


@dataclass(frozen=True, slots=True)
class _Ready:
    """How many more the person may be sent, this one included, where that is few; the picture's id at Zalo."""

    left: int | None = None
    uploaded: str | None = None


class _UploadFailedError(Exception):
    """A picture could not be brought to Zalo now."""


def _is_public(address: str) -> bool:
    return address.startswith("https://")
