"""The channels that do not wait for the reply; a platform's library is imported only where its channel is on."""

from functools import partial
from typing import TYPE_CHECKING

from bot.api import Pictures
from bot.channels.delivery import Channel
from bot.clock import Clock
from bot.settings import Settings
from bot.storage import Database

from .knowledge import Knowledge
from .opening import secret_value

if TYPE_CHECKING:
    from bot.channels.zalo_oa import Access, Connection


def asynchronous_channels(
    settings: Settings, known: Knowledge, *, drawn: Pictures, database: Database, clock: Clock
) -> list[Channel]:
    """The channels that do not wait for the reply; each is on when its token is set."""
    channels: list[Channel] = []
    if token := secret_value(settings.telegram_token):
        channels.append(_telegram(token, settings, database=database, clock=clock))
    if settings.zalo_oa_app_id:
        channels.append(_zalo_oa(settings, known, drawn=drawn, database=database, clock=clock))
    if token := secret_value(settings.zalo_bot_token):
        channels.append(_zalo_bot(token, settings, database=database, clock=clock))
    return channels


def _telegram(token: str, settings: Settings, *, database: Database, clock: Clock) -> Channel:
    from bot.channels.telegram import TelegramChannel

    return TelegramChannel(
        token,
        by_webhook=settings.telegram_mode == "webhook",
        webhook_secret=secret_value(settings.telegram_webhook_secret),
        api_base_url=settings.telegram_api_base_url,
        public_url=settings.public_url,
        database=database,
        clock=clock,
    )


def _zalo_oa(
    settings: Settings, known: Knowledge, *, drawn: Pictures, database: Database, clock: Clock
) -> Channel:
    from bot.channels.zalo_oa import ZaloOaChannel

    return ZaloOaChannel(
        zalo_oa_access(settings),
        pictures=partial(drawn.at, addresses=known.pictures),
        database=database,
        clock=clock,
    )


def _zalo_bot(token: str, settings: Settings, *, database: Database, clock: Clock) -> Channel:
    from bot.channels.zalo_bot import ZaloBotChannel

    return ZaloBotChannel(
        token,
        by_webhook=settings.zalo_bot_mode == "webhook",
        webhook_secret=secret_value(settings.zalo_bot_webhook_secret),
        api_base_url=settings.zalo_bot_api_base_url,
        public_url=settings.public_url,
        database=database,
        clock=clock,
    )


def zalo_oa_access(settings: Settings) -> "Access":
    """What opens the Official Account."""
    from bot.channels.zalo_oa import Access

    return Access(
        app_id=settings.zalo_oa_app_id,
        app_secret=secret_value(settings.zalo_oa_app_secret),
        secret_key=secret_value(settings.zalo_oa_secret_key),
        refresh_token=secret_value(settings.zalo_oa_refresh_token),
        api_base_url=settings.zalo_oa_api_base_url,
        oauth_base_url=settings.zalo_oauth_base_url,
        public_url=settings.public_url,
        any_signature=settings.zalo_oa_signature_variants,
        sends_proof=settings.zalo_oa_appsecret_proof,
        button_template=settings.zalo_oa_button_template,
        info_image=settings.zalo_oa_info_image,
        code_verifier=secret_value(settings.zalo_oa_code_verifier),
    )


def zalo_oa_connection(settings: Settings, database: Database) -> "Connection":
    """The first consent of the Official Account.

    :raises SettingsError: when the application or its secret is not set.
    """
    from bot.channels.zalo_oa import Connection

    return Connection.begin(zalo_oa_access(settings), database=database, clock=Clock(settings.today))
