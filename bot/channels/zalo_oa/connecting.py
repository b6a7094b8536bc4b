"""The first consent: the administrator of the account lets An Tâm send, and the first pair of tokens is kept."""

from typing import Self

from bot.channels.zalo_oa.access import Access
from bot.channels.zalo_oa.oauth import Consent, OAuth
from bot.channels.zalo_oa.tokens import Tokens
from bot.clock import Clock
from bot.errors import SettingsError
from bot.storage import Database


class Connection:
    """One attempt to connect the account."""

    def __init__(self, oauth: OAuth, *, tokens: Tokens, consent: Consent) -> None:
        self._oauth = oauth
        self._tokens = tokens
        self._consent = consent

    @classmethod
    def begin(cls, access: Access, *, database: Database, clock: Clock) -> Self:
        """:raises SettingsError: when the application or its secret is not set."""
        if not access.app_id or not access.app_secret:
            raise SettingsError(
                "Chưa có mã ứng dụng hoặc khóa bí mật của ứng dụng Zalo",
                remedy="đặt ANTAM_ZALO_OA_APP_ID và ANTAM_ZALO_OA_APP_SECRET; xem docs/howto/zalo-oa.md",
            )
        oauth = OAuth.of(access, clock=clock)
        tokens = Tokens.of(access, oauth, database=database, clock=clock)
        return cls(oauth, tokens=tokens, consent=Consent.begin(verifier=access.code_verifier))

    def address(self, *, redirect_uri: str) -> str:
        """Where the administrator consents; from there they are sent to ``redirect_uri`` with a code."""
        return self._oauth.permission_url(self._consent, redirect_uri=redirect_uri)

    async def finish(self, answer: str) -> None:
        """Keep the tokens for the code in the address to which the administrator was sent, or for the code itself.

        :raises OAuthError: when there is no code, or Zalo gives no tokens for it.
        :raises StorageError: when the tokens cannot be kept.
        """
        pair = await self._oauth.exchange(self._consent.code_of(answer), consent=self._consent)
        await self._tokens.keep(pair)
