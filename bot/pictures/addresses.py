"""The addresses of plans' pictures: what the plan was computed from lies in them, sealed.

So nothing is stored, any process can draw any picture, and nobody reads a birth date or a group out of an address
that platforms and proxies write into their logs.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cached_property
from typing import Any

import orjson
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import AnTamError

PATH = "/api/estimate/plan/{token}.png"
# A chat is scrolled back for a season; an address found later opens nothing.
LIFETIME = timedelta(days=90)
_TOKEN = re.compile(re.escape(PATH).replace(r"\{token\}", "([A-Za-z0-9_=-]+)") + "$")
# Shown on our own pages, or given to the platform as a picture: a path is an address for them.
_NEARBY = frozenset({"web", "rest", "zalo_oa"})


class PictureLinkError(AnTamError):
    """The address was not made here, or its time is over."""


class PictureAddresses:
    """Makes addresses and reads them again."""

    def __init__(self, *, secret: Callable[[], str], public_url: str) -> None:
        """:param secret: asked for only when the first address is made or read.

        :param public_url: where platforms reach us; without it they get no picture.
        """
        self._secret = secret
        self._public_url = public_url.rstrip("/")

    def plan(self, inputs: Mapping[str, Any], *, channel: str) -> str | None:
        """The address of a plan's picture for a channel, or nothing where it could not be reached.

        :param inputs: the day and the inputs of the calculator, in JSON's types.
        """
        if not self._public_url and channel not in _NEARBY:
            return None
        token = self._seal.encrypt(orjson.dumps(dict(inputs))).decode()
        return f"{'' if channel == 'web' else self._public_url}{PATH.format(token=token)}"

    def inputs(self, token: str, *, lifetime: timedelta | None = LIFETIME) -> dict[str, Any]:
        """What a plan was computed from.

        :param lifetime: how old the address may be; None where whoever asks may see it at any time.
        :raises PictureLinkError: when the token was not made here or is too old.
        """
        ttl = None if lifetime is None else int(lifetime.total_seconds())
        try:
            content = self._seal.decrypt(token, ttl=ttl)
        except InvalidToken:
            raise PictureLinkError(
                "Hình này không còn xem được", remedy="hỏi lại trong trò chuyện để có hình mới"
            ) from None
        inputs: dict[str, Any] = orjson.loads(content)
        return inputs

    def inputs_at(self, address: str, *, lifetime: timedelta | None = LIFETIME) -> dict[str, Any] | None:
        """What the plan behind an address was computed from; None where it is no address of ours that still holds."""
        found = _TOKEN.search(address)
        if not found or not address.startswith(("/", self._public_url or "/")):
            return None
        try:
            return self.inputs(found[1], lifetime=lifetime)
        except PictureLinkError:
            return None

    @cached_property
    def _seal(self) -> Fernet:
        key = HKDF(SHA256(), length=32, salt=None, info=b"antam plan picture").derive(self._secret().encode())
        return Fernet(urlsafe_b64encode(key))
