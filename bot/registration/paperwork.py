"""What declarations and papers are made with: the law, the links' addresses, the office's terms and names."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.law import Law
from bot.law.text import money
from bot.registration.declaring import Declarations, FormAddresses, FormLinks
from bot.registration.papers import CardOffice
from bot.storage import Session


@dataclass(frozen=True, slots=True)
class Paperwork:
    """One installation's paperwork.

    :param link_lifetime: how long a link to the form can be used.
    :param keep: how long a declaration is kept.
    :param local_support_rate: the province's own support, a share of 1.
    :param office: whose name the estimate cards bear.
    :param organisation, organisation_code: who makes the lists D05-TS.
    """

    law: Law
    addresses: FormAddresses
    link_lifetime: timedelta
    keep: timedelta
    local_support_rate: Decimal
    office: CardOffice
    organisation: str = ""
    organisation_code: str = ""

    @property
    def link_hours(self) -> int:
        return int(self.link_lifetime.total_seconds()) // 3600

    def limits(self, today: date) -> dict[str, str]:
        """The least and the highest income that can be chosen on a day, as people read them."""
        found = self.law.estimate("contribution_limits", on=today).amounts
        return {"minimum": money(found["minimum_income"]), "maximum": money(found["maximum_income"])}

    def links(self, session: Session, *, now: datetime) -> FormLinks:
        """The links within a transaction."""
        return FormLinks(session, now=now, lifetime=self.link_lifetime)

    def declarations(self, session: Session, *, now: datetime) -> Declarations:
        """The declarations within a transaction."""
        return Declarations(session, now=now, keep=self.keep)
