"""What declarations, papers, cards and copies are made with."""

from datetime import timedelta

from bot.law import Law
from bot.registration.card_addresses import CardAddresses
from bot.registration.copy_addresses import CopyAddresses
from bot.registration.declaring import FormAddresses
from bot.registration.papers import CardOffice
from bot.registration.paperwork import Paperwork
from bot.settings import Settings

from .opening import secret_key


def paperwork_of(settings: Settings, law: Law) -> Paperwork:
    """What declarations and papers are made with."""
    return Paperwork(
        law=law,
        addresses=FormAddresses(secret=lambda: secret_key(settings), public_url=settings.public_url),
        link_lifetime=timedelta(hours=settings.form_link_hours),
        keep=timedelta(days=settings.declaration_days),
        local_support_rate=settings.local_support_rate,
        office=card_office(settings),
        organisation=settings.collecting_organisation,
        organisation_code=settings.collecting_organisation_code,
    )


def card_addresses(settings: Settings) -> CardAddresses:
    """Where the estimate cards are."""
    return CardAddresses(secret=lambda: secret_key(settings), public_url=settings.public_url)


def copy_addresses(settings: Settings) -> CopyAddresses:
    """Where the copies of people's own data are."""
    return CopyAddresses(secret=lambda: secret_key(settings), public_url=settings.public_url)


def card_office(settings: Settings) -> CardOffice:
    """Whose name the estimate cards bear, and where officers open them."""
    console = f"{settings.public_url.rstrip('/')}/console/cards" if settings.public_url else ""
    return CardOffice(settings.office_name, settings.hotline, console)
