"""Zalo's OAuth v4: the address where the account's administrator consents, and what is exchanged for tokens.

An answer without an access token is a failure, whatever its HTTP status and its fields.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from bot.channels.zalo_oa.access import Access
from bot.channels.zalo_oa.client import read_object
from bot.clock import Clock
from bot.errors import AnTamError
from bot.storage import TokenPair

# All in all: shorter than anybody waits who has the lock.
_TIMEOUT = httpx.Timeout(connect=5.0, read=15.0, write=5.0, pool=5.0)
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
# 25 hours, as Zalo grants.
_LIFETIME = 90_000
_LONGEST_LIFETIME = 31_536_000


class OAuthError(AnTamError):
    """No tokens were had."""


class OAuthRefusedError(OAuthError):
    """Zalo answered, without tokens."""


class OAuthUnreachableError(OAuthError):
    """Nothing went out; what was to be exchanged is still good."""


class OAuthUnclearError(OAuthError):
    """Nobody can tell whether it was exchanged."""


@dataclass(frozen=True, slots=True)
class Consent:
    """One attempt to get the administrator's consent: what it is known by, and what proves that it is ours (PKCE)."""

    state: str
    verifier: str = field(repr=False)

    @classmethod
    def begin(cls, *, verifier: str | None = None) -> "Consent":
        """:param verifier: a fixed one, where its challenge is registered at Zalo; else a new one of 43 characters."""
        return cls(secrets.token_urlsafe(16), verifier or secrets.token_urlsafe(32))

    @property
    def challenge(self) -> str:
        """S256: the verifier's hash in base64 for URLs, without padding."""
        return urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()

    def code_of(self, answer: str) -> str:
        """The code in the address to which the administrator was sent back, or the code itself.

        :raises OAuthRefusedError: when there is none or it is not of this attempt.
        """
        fields = parse_qs(urlsplit(answer.strip()).query)
        if not fields and answer.strip() and "/" not in answer:
            return answer.strip()
        if fields.get("state", [self.state]) != [self.state]:
            raise OAuthRefusedError(
                "Địa chỉ này là của một lần kết nối khác",
                remedy="chạy lại antam zalo connect và mở liên kết mới",
            )
        if not fields.get("code"):
            raise OAuthRefusedError(
                "Địa chỉ này không có mã (code)",
                remedy="bấm Cho phép trên trang của Zalo rồi chép cả địa chỉ mà trình duyệt được đưa tới",
            )
        return fields["code"][0]


class OAuth:
    """The exchange of codes and refresh tokens of one application."""

    def __init__(self, base_url: str, *, app_id: str, app_secret: str, clock: Clock) -> None:
        self._base_url = base_url.rstrip("/")
        self._app_id = app_id
        self._app_secret = app_secret
        self._clock = clock

    @classmethod
    def of(cls, access: Access, *, clock: Clock) -> "OAuth":
        """The exchange of an application; without its secret Zalo refuses everything."""
        return cls(
            access.oauth_base_url, app_id=access.app_id, app_secret=access.app_secret or "", clock=clock
        )

    def permission_url(self, consent: Consent, *, redirect_uri: str) -> str:
        """Where the administrator of the account consents."""
        fields = {
            "app_id": self._app_id,
            "redirect_uri": redirect_uri,
            "code_challenge": consent.challenge,
            "state": consent.state,
        }
        return f"{self._base_url}/v4/oa/permission?{urlencode(fields)}"

    async def exchange(self, code: str, *, consent: Consent) -> TokenPair:
        """The first pair for a code, which is good for ten minutes and once.

        :raises OAuthError: when there is none.
        """
        fields = {"code": code, "grant_type": "authorization_code", "code_verifier": consent.verifier}
        return await self._ask(fields, used="")

    async def renew(self, refresh_token: str) -> TokenPair:
        """The pair that follows; the refresh token and the access token beside it are dead at once.

        :raises OAuthError: when there is none.
        """
        fields = {"refresh_token": refresh_token, "grant_type": "refresh_token"}
        return await self._ask(fields, used=refresh_token)

    async def _ask(self, fields: dict[str, str], *, used: str) -> TokenPair:
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT) as http:
                response = await http.post(
                    f"{self._base_url}/v4/oa/access_token",
                    data=fields | {"app_id": self._app_id},
                    headers={"secret_key": self._app_secret},
                )
        except _NOT_SENT as error:
            raise OAuthUnreachableError(
                f"không nối được tới máy chủ cấp mã ({type(error).__name__})",
                remedy="kiểm tra mạng và ANTAM_ZALO_OAUTH_BASE_URL; An Tâm tự thử lại",
            ) from None
        except httpx.HTTPError as error:
            raise _unclear(type(error).__name__) from None
        return self._read(response, used=used)

    def _read(self, response: httpx.Response, *, used: str) -> TokenPair:
        body = read_object(response)
        access_token = body.get("access_token") if body else None
        if body and isinstance(access_token, str) and access_token:
            # Without a new one the old one is all there is.
            refresh_token = str(body.get("refresh_token") or used)
            lifetime = timedelta(seconds=_lifetime(body.get("expires_in")))
            return TokenPair(access_token, refresh_token, self._clock.now() + lifetime)
        if body is None or response.status_code >= 500 or response.status_code == 429:
            raise _unclear(f"HTTP {response.status_code}")
        # What Zalo says in words could repeat what it was sent.
        told = " ".join(str(body[name])[:40] for name in ("error", "error_name") if name in body)
        raise OAuthRefusedError(
            f"Zalo không cấp mã mới ({told or f'HTTP {response.status_code}'})",
            remedy="người quản trị OA cấp quyền lại: antam zalo connect",
        )


def _unclear(why: str) -> OAuthUnclearError:
    return OAuthUnclearError(
        f"không rõ máy chủ cấp mã đã làm gì ({why})", remedy="An Tâm tự thử lại; kiểm tra mạng nếu kéo dài"
    )


def _lifetime(value: object) -> int:
    """Seconds, which Zalo writes as a text."""
    try:
        seconds = int(str(value))
    except ValueError:
        return _LIFETIME
    return seconds if 0 < seconds <= _LONGEST_LIFETIME else _LIFETIME
