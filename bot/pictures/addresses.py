"""The addresses of pictures: what a picture is drawn from lies in its address, sealed.

So nothing is stored, any process can draw any picture, and nobody reads a birth date or a group out of an address
that platforms and proxies write into their logs.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import orjson
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import AnTamError

PATH = "/api/estimate/{kind}/{token}.png"
# A chat is scrolled back for a season; an address found later opens nothing.
LIFETIME = timedelta(days=90)
# Shown on our own pages, or given to the platform as a picture: a path is an address for them.
_NEARBY = frozenset({"web", "rest", "zalo_oa"})


class PictureKind(StrEnum):
    """What is drawn: one plan, the ways of paying beside it, or a table of choices."""

    PLAN = "plan"
    ALTERNATIVES = "alternatives"
    CHOICES = "choices"


_ADDRESS = re.compile(rf"/api/estimate/({'|'.join(PictureKind)})/([A-Za-z0-9_=-]+)\.png$")


def is_drawn(address: str) -> bool:
    """Whether an address is of a picture that is drawn here, and not of a file or of somebody else's."""
    return _ADDRESS.search(address) is not None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to draw, and from what: the day and the inputs of the calculation, in JSON's types."""

    kind: PictureKind
    inputs: Mapping[str, Any]


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
        self._seals: dict[PictureKind, Fernet] = {}

    def address(self, kind: PictureKind, inputs: Mapping[str, Any], *, channel: str) -> str | None:
        """The address of a picture for a channel, or nothing where it could not be reached.

        :param inputs: the day and the inputs of the calculation, in JSON's types.
        """
        if not self._public_url and channel not in _NEARBY:
            return None
        token = self._seal(kind).encrypt(orjson.dumps(dict(inputs))).decode()
        return f"{'' if channel == 'web' else self._public_url}{PATH.format(kind=kind, token=token)}"

    def wanted(self, kind: PictureKind, token: str, *, lifetime: timedelta | None = LIFETIME) -> Wanted:
        """What is to be drawn for a token of an address of this kind.

        :param lifetime: how old the address may be; None where whoever asks may see it at any time.
        :raises PictureLinkError: when the token was not made here or is too old.
        """
        ttl = None if lifetime is None else int(lifetime.total_seconds())
        try:
            content = self._seal(kind).decrypt(token, ttl=ttl)
        except InvalidToken:
            raise PictureLinkError(
                "Hình này không còn xem được", remedy="hỏi lại trong trò chuyện để có hình mới"
            ) from None
        return Wanted(kind, orjson.loads(content))

    def wanted_at(self, address: str, *, lifetime: timedelta | None = LIFETIME) -> Wanted | None:
        """What is to be drawn behind an address; None where it is no address of ours that still holds."""
        found = _ADDRESS.search(address)
        if not found or not address.startswith(("/", self._public_url or "/")):
            return None
        try:
            return self.wanted(PictureKind(found[1]), found[2], lifetime=lifetime)
        except PictureLinkError:
            return None

    def _seal(self, kind: PictureKind) -> Fernet:
        """The seal of one kind, so that an address of one opens nothing of another."""
        if kind not in self._seals:
            use = f"antam {kind} picture".encode()
            key = HKDF(SHA256(), length=32, salt=None, info=use).derive(self._secret().encode())
            self._seals[kind] = Fernet(urlsafe_b64encode(key))
        return self._seals[kind]
