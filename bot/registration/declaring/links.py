"""One-time links to the form: signed, for a time, for one person, who shows it by the phone's last digits.

The address holds the link's number and a signature, nothing about the person. Opening it tells nothing either:
a platform that looks at the addresses in its messages uses nothing up.
"""

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from bot.errors import AnTamError
from bot.storage import FormLinkRepository, LeadRepository, PersonRepository, Session, StoredFormLink

PATH = "/to-khai/{token}"
PROOF_DIGITS = 4
MAX_FAILURES = 5
# Our own pages show a path as a link; everybody else needs the whole address.
_OWN_PAGES = frozenset({"web"})


class LinkRefusal(StrEnum):
    """Why a link opens nothing."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    ENDED = "ended"
    LOCKED = "locked"


_REASONS = {
    LinkRefusal.UNKNOWN: "Đường dẫn này không phải của cơ quan bảo hiểm xã hội cấp, hoặc chép thiếu",
    LinkRefusal.EXPIRED: "Đường dẫn này đã hết hạn",
    LinkRefusal.ENDED: "Tờ khai qua đường dẫn này đã gửi xong, hoặc đã có đường dẫn mới",
    LinkRefusal.LOCKED: "Đường dẫn này đã khóa vì nhập sai số điện thoại nhiều lần",
}


class LinkError(AnTamError):
    """A link opens nothing (any more)."""

    def __init__(self, refusal: LinkRefusal) -> None:
        super().__init__(_REASONS[refusal], remedy="nhắn An Tâm hoặc nhờ cán bộ gửi đường dẫn mới")
        self.refusal = refusal


class FormAddresses:
    """Makes the addresses of links and reads them again."""

    def __init__(self, *, secret: Callable[[], str], public_url: str) -> None:
        """:param secret: asked for only when the first address is made or read.

        :param public_url: where people reach us; without it only our own pages can show a link.
        """
        self._secret = secret
        self._public_url = public_url.rstrip("/")

    def reaches(self, channel: str) -> bool:
        """Whether people on a channel can open our addresses."""
        return bool(self._public_url) or channel in _OWN_PAGES

    def address(self, link_id: int, *, channel: str) -> str | None:
        """The address of a link for a channel, or nothing where it could not be reached."""
        if not self.reaches(channel):
            return None
        return f"{self._public_url}{PATH.format(token=self.token(link_id))}"

    def token(self, link_id: int) -> str:
        """The signed part of the address."""
        return str(self._signer.dumps(link_id))

    def link_id(self, token: str) -> int:
        """The number of the link.

        :raises LinkError: when the token was not made here.
        """
        try:
            number = self._signer.loads(token)
        except BadSignature:
            raise LinkError(LinkRefusal.UNKNOWN) from None
        return int(number)

    @cached_property
    def proofs(self) -> URLSafeTimedSerializer:
        """Signs what a browser keeps once its user has shown that a link is theirs."""
        return URLSafeTimedSerializer(self._secret(), salt="antam form proof")

    @cached_property
    def _signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self._secret(), salt="antam form link")


class FormLinks:
    """Links within one transaction; the caller commits."""

    def __init__(self, session: Session, *, now: datetime, lifetime: timedelta) -> None:
        self._links = FormLinkRepository(session)
        self._leads = LeadRepository(session)
        self._people = PersonRepository(session)
        self._now = now
        self._lifetime = lifetime

    async def make(self, lead_id: int, *, created_by: int | None) -> StoredFormLink:
        """A new link for a lead; earlier ones open nothing from now on."""
        return await self._links.add(
            lead_id, created_by=created_by, at=self._now, expires_at=self._now + self._lifetime
        )

    async def open(self, link_id: int) -> StoredFormLink:
        """A link that can still be used.

        :raises LinkError: when it cannot.
        """
        link = await self._links.get(link_id)
        if link is None:
            raise LinkError(LinkRefusal.UNKNOWN)
        if link.failures >= MAX_FAILURES:
            raise LinkError(LinkRefusal.LOCKED)
        if link.ended_at is not None:
            raise LinkError(LinkRefusal.ENDED)
        if link.expires_at <= self._now:
            raise LinkError(LinkRefusal.EXPIRED)
        return link

    async def claim(self, link: StoredFormLink) -> StoredFormLink:
        """The link as it is now, kept from others; its lead is locked before it, as everybody does.

        :raises LinkError: when it cannot be used any more.
        """
        await self._leads.lock(link.lead_id)
        return await self.open(link.id)

    async def prove(self, link: StoredFormLink, digits: str) -> bool:
        """Whether somebody knows the last digits of the phone that registered; a wrong answer counts."""
        lead = await self._leads.get(link.lead_id)
        person = await self._people.get(lead.person_id) if lead else None
        right = person.phone[-PROOF_DIGITS:] if person else ""
        if right and hmac.compare_digest(right.encode(), digits.encode()):
            return True
        await self._links.count_failure(link.id)
        return False

    async def use_up(self, link: StoredFormLink) -> None:
        """Let the link open nothing any more."""
        await self._links.end(link.id, at=self._now)

    async def newest(self, lead_id: int) -> StoredFormLink | None:
        """The newest link of a lead, whether or not it can still be used."""
        return await self._links.newest(lead_id)
