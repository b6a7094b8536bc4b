"""The addresses of estimate cards: what was estimated, and later the card's code, lie in them sealed.

So nothing is stored until a person wants a card, and no log of addresses tells an income or a code.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import orjson
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.registration.cards import LIFETIME, CardMissingError

OFFER_PATH = "/the-uoc-tinh/{token}"
CARD_PATH = "/the-uoc-tinh/{token}.{kind}"
# Our own page shows a path as a link; everybody else needs the whole address.
_OWN_PAGES = frozenset({"web"})


class CardAddresses:
    """Makes addresses and reads them again."""

    def __init__(self, *, secret: Callable[[], str], public_url: str) -> None:
        """:param secret: asked for only when the first address is made or read.

        :param public_url: where people reach us; without it only our own page shows the link.
        """
        self._secret = secret
        self._public_url = public_url.rstrip("/")

    def offer(self, estimate: Mapping[str, Any], *, conversation_id: int, channel: str) -> str | None:
        """The address of the page that makes a card of an estimate, or nothing where it could not be reached.

        :param estimate: the calculator, the day and the inputs, in JSON's types.
        """
        if not self._public_url and channel not in _OWN_PAGES:
            return None
        token = self._sealed({"estimate": dict(estimate), "conversation": conversation_id})
        return f"{self._public_url}{OFFER_PATH.format(token=token)}"

    def card(self, code: str, *, kind: str) -> str:
        """The path of a card as ``pdf`` or ``png``."""
        return CARD_PATH.format(token=self._sealed({"code": code}), kind=kind)

    def content(self, token: str) -> dict[str, Any]:
        """What lies in an address.

        :raises CardMissingError: when it was not made here or is too old.
        """
        try:
            content: dict[str, Any] = orjson.loads(
                self._seal.decrypt(token, ttl=int(LIFETIME.total_seconds()))
            )
        except InvalidToken:
            raise CardMissingError from None
        return content

    def _sealed(self, content: Mapping[str, Any]) -> str:
        return self._seal.encrypt(orjson.dumps(dict(content))).decode()

    @cached_property
    def _seal(self) -> Fernet:
        key = HKDF(SHA256(), length=32, salt=None, info=b"antam estimate card").derive(
            self._secret().encode()
        )
        return Fernet(urlsafe_b64encode(key))
