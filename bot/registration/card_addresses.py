"""The addresses of estimate cards: of the page that makes one, and of the card's files, whose code lies in them sealed.

The page's address names a conversation, signed: what is shown there is the estimate that the conversation holds, so
nothing is stored until the person wants a card. No log of addresses tells an income or a code.
"""

from collections.abc import Callable
from functools import cached_property

from cryptography.fernet import Fernet, InvalidToken
from itsdangerous import BadSignature, URLSafeSerializer

from bot.registration.cards import LIFETIME, CardMissingError
from bot.registration.sealing import seal

OFFER_PATH = "/the-uoc-tinh/{token}"
CARD_PATH = "/the-uoc-tinh/{token}/the.{kind}"
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

    def reaches(self, channel: str) -> bool:
        """Whether people on a channel can open our addresses."""
        return bool(self._public_url) or channel in _OWN_PAGES

    def offer(self, conversation_id: int, *, channel: str) -> str | None:
        """The address of the page that makes a card of a conversation's estimate.

        Nothing where it could not be reached.
        """
        if not self.reaches(channel):
            return None
        token = self._signer.dumps(conversation_id)
        return f"{self._public_url}{OFFER_PATH.format(token=token)}"

    def conversation(self, token: str) -> int:
        """The conversation of a page's address.

        :raises CardMissingError: when it was not made here.
        """
        try:
            return int(self._signer.loads(token))
        except BadSignature:
            raise CardMissingError from None

    def card(self, code: str, *, kind: str) -> str:
        """The path of a card as ``pdf`` or ``png``."""
        return CARD_PATH.format(token=self._seal.encrypt(code.encode()).decode(), kind=kind)

    def picture(self, code: str, *, channel: str) -> str | None:
        """The address of a card's picture for a channel, or nothing where it could not be reached."""
        if not self.reaches(channel):
            return None
        return f"{'' if channel in _OWN_PAGES else self._public_url}{self.card(code, kind='png')}"

    def code(self, token: str) -> str:
        """The code in a card's address.

        :raises CardMissingError: when it was not made here or is too old.
        """
        try:
            return self._seal.decrypt(token, ttl=int(LIFETIME.total_seconds())).decode()
        except InvalidToken:
            raise CardMissingError from None

    @cached_property
    def _signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self._secret(), salt="antam estimate card")

    @cached_property
    def _seal(self) -> Fernet:
        return seal(self._secret(), use=b"antam estimate card")
