"""The calls of Zalo's OpenAPI that An Tâm makes, each with a token that is renewed once where Zalo refuses it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.channels.zalo_oa.client import Answer, Client, Reach, whole_number
from bot.channels.zalo_oa.tokens import Tokens
from bot.errors import AnTamError

# Invalid and expired; the last is that of the template messages.
TOKEN_ERRORS = frozenset({-216, -220, -124, -401})
MAX_IMAGE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Quota:
    """What a person may still be sent for nothing, and when they were last heard of; None where Zalo does not say."""

    left: int | None
    last_heard: datetime | None


class Api:
    """One account."""

    def __init__(self, client: Client, tokens: Tokens) -> None:
        self._client = client
        self._tokens = tokens

    async def send(self, user_id: str, message: Mapping[str, Any]) -> Answer:
        """Send a consultation message."""
        body = {"recipient": {"user_id": user_id}, "message": message}
        return await self._call("POST", "/v3.0/oa/message/cs", json=body)

    async def upload_image(self, png: bytes) -> Answer:
        """Bring a picture to Zalo; its `attachment_id` is good for a week."""
        files = {"file": ("an-tam.png", png, "image/png")}
        return await self._call("POST", "/v2.0/oa/upload/image", files=files)

    async def quota(self, user_id: str) -> Quota:
        """What Zalo says of a person's window; a call of its own, so only where it matters."""
        answer = await self._call("POST", "/v3.0/oa/quota/message", json={"user_id": user_id})
        reply = answer.data.get("cs_reply")
        heard = whole_number(answer.data.get("last_interaction"))
        return Quota(
            left_of(reply) if isinstance(reply, Mapping) else None,
            datetime.fromtimestamp(heard / 1000, UTC) if heard else None,
        )

    async def account(self) -> Answer:
        """The account itself: its name, whether it is verified, its package."""
        return await self._call("GET", "/v2.0/oa/getoa", params={"data": json.dumps({})})

    async def _call(self, method: str, path: str, **request: Any) -> Answer:
        """One call, and once more where only the token was at fault."""
        try:
            token = await self._tokens.current()
            answer = await self._client.call(method, path, token=token, **request)
            if answer.error in TOKEN_ERRORS:
                token = await self._tokens.renewed(token)
                answer = await self._client.call(method, path, token=token, **request)
        except AnTamError as error:
            return Answer(Reach.NOT_SENT, reason=error.reason)
        return answer


def left_of(quota: Mapping[str, Any]) -> int | None:
    """How many more of a kind there are; None where none are counted."""
    return whole_number(quota.get("remain")) if whole_number(quota.get("total")) != 0 else None
