"""The channels that do not wait for the reply."""

from functools import partial

from bot.api import PlanPictures
from bot.channels.delivery import Channel
from bot.channels.telegram import TelegramChannel
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_oa import Access, Connection, ZaloOaChannel
from bot.clock import Clock
from bot.settings import Settings
from bot.storage import Database

from .knowledge import Knowledge
from .opening import secret_value


def asynchronous_channels(
    settings: Settings, known: Knowledge, *, drawn: PlanPictures, database: Database, clock: Clock
) -> list[Channel]:
    """The channels that do not wait for the reply; each is on when its token is set."""
    channels: list[Channel] = []
    if token := secret_value(settings.telegram_token):
        telegram = TelegramChannel(
            token,
            by_webhook=settings.telegram_mode == "webhook",
            webhook_secret=secret_value(settings.telegram_webhook_secret),
            api_base_url=settings.telegram_api_base_url,
            public_url=settings.public_url,
            database=database,
            clock=clock,
        )
        channels.append(telegram)
    if settings.zalo_oa_app_id:
        zalo_oa = ZaloOaChannel(
            zalo_oa_access(settings),
            pictures=partial(drawn.at, addresses=known.pictures),
            database=database,
            clock=clock,
        )
        channels.append(zalo_oa)
    if token := secret_value(settings.zalo_bot_token):
        zalo_bot = ZaloBotChannel(
            token,
            by_webhook=settings.zalo_bot_mode == "webhook",
            webhook_secret=secret_value(settings.zalo_bot_webhook_secret),
            api_base_url=settings.zalo_bot_api_base_url,
            public_url=settings.public_url,
            database=database,
            clock=clock,
        )
        channels.append(zalo_bot)
    return channels


def zalo_oa_access(settings: Settings) -> Access:
    """What opens the Official Account."""
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


def zalo_oa_connection(settings: Settings, database: Database) -> Connection:
    """The first consent of the Official Account.

    :raises SettingsError: when the application or its secret is not set.
    """
    return Connection.begin(zalo_oa_access(settings), database=database, clock=Clock(settings.today))
