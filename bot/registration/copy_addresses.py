"""The addresses of copies of a person's own data: the copy's number, sealed, which opens for a day."""

from collections.abc import Callable
from functools import cached_property

from cryptography.fernet import Fernet, InvalidToken

from bot.registration.personal_data import COPY_LIFETIME, CopyMissingError
from bot.registration.sealing import seal

PATH = "/ban-sao/{token}"
# Our own page shows a path as a link; everybody else needs the whole address.
_OWN_PAGES = frozenset({"web"})


class CopyAddresses:
    """Makes addresses and reads them again."""

    def __init__(self, *, secret: Callable[[], str], public_url: str) -> None:
        """:param secret: asked for only when the first address is made or read.

        :param public_url: where people reach us; without it only our own page shows the link.
        """
        self._secret = secret
        self._public_url = public_url.rstrip("/")

    def address(self, request_id: int, *, channel: str) -> str | None:
        """The address of a copy for a channel, or nothing where it could not be reached."""
        if not self._public_url and channel not in _OWN_PAGES:
            return None
        token = self._seal.encrypt(str(request_id).encode()).decode()
        return f"{self._public_url}{PATH.format(token=token)}"

    def request_id(self, token: str) -> int:
        """The number in an address.

        :raises CopyMissingError: when it was not made here or is too old.
        """
        try:
            return int(self._seal.decrypt(token, ttl=int(COPY_LIFETIME.total_seconds())))
        except InvalidToken:
            raise CopyMissingError from None

    @cached_property
    def _seal(self) -> Fernet:
        return seal(self._secret(), use=b"antam copy of data")
