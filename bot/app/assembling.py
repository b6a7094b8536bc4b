"""The assembled program, and what its first start prepares."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.api import Pictures
from bot.channels.delivery import Messaging
from bot.checks.publishing import TextPublisher
from bot.clock import Clock
from bot.console import Accounts, NewAccount
from bot.conversation import Conversations, StaffSide, TurnTaker
from bot.language_model import LanguageModel
from bot.learning import LiveUnderstanding, ModelWatch
from bot.settings import Settings
from bot.storage import Database

from .channels import asynchronous_channels
from .knowledge import Knowledge, load_knowledge, understanding_of
from .opening import accounts_of, open_database
from .publishing import text_publisher_of
from .talking import conversations_of, language_model_of, turns_of


@dataclass(frozen=True, slots=True)
class AnTam:
    """The assembled program; nothing in it has touched the database yet."""

    settings: Settings
    clock: Clock
    knowledge: Knowledge
    database: Database
    turns: TurnTaker
    conversations: Conversations
    drawn: Pictures
    accounts: Accounts
    messaging: Messaging
    staff_side: StaffSide
    model_watch: ModelWatch
    text_publisher: TextPublisher
    language_model: LanguageModel | None


def assemble(settings: Settings, *, knowledge: Knowledge | None = None) -> AnTam:
    """Join the parts; knowledge that was loaded before can be shared.

    :raises AnTamError: when a setting, a file of data or a key is not what it should be.
    """
    settings.make_data_dir()
    known = knowledge or load_knowledge(settings)
    clock = Clock(settings.today)
    database = open_database(settings)
    live = LiveUnderstanding(known.understanding)
    language_model = language_model_of(settings)
    turns = turns_of(known, settings=settings, clock=clock)
    # One for all who show them, so that a picture is drawn once.
    drawn = Pictures(known.law)
    conversations = conversations_of(
        known,
        turns=turns,
        database=database,
        settings=settings,
        clock=clock,
        understanding=live,
        adviser=language_model,
    )
    channels = asynchronous_channels(settings, known, drawn=drawn, database=database, clock=clock)
    staff_side = StaffSide(
        database=database,
        turns=turns,
        clock=clock,
        floor_time=timedelta(minutes=known.office.floor_minutes),
        shapes={(channel.name, channel.account_id): channel.shape for channel in channels},
        windows={channel.name: channel.unasked_within for channel in channels if channel.unasked_within},
    )
    messaging = Messaging(
        channels,
        database=database,
        conversations=conversations,
        clock=clock,
        join_seconds=settings.join_seconds,
        silence=timedelta(hours=settings.silent_hours),
        person_pause_seconds=settings.person_pause_seconds,
    )
    accounts = accounts_of(settings, database)
    watch = ModelWatch(
        live,
        database=database,
        build=partial(understanding_of, settings=settings, communes=known.communes),
    )
    return AnTam(
        settings,
        clock,
        known,
        database,
        turns,
        conversations,
        drawn,
        accounts,
        messaging,
        staff_side,
        model_watch=watch,
        text_publisher=text_publisher_of(known, database=database, settings=settings, clock=clock),
        language_model=language_model,
    )


async def prepare(antam: AnTam) -> NewAccount | None:
    """Bring the database up to date; the first administrator's account where there was no staff yet.

    :raises AnTamError: when the database cannot be reached or brought up to date.
    """
    await antam.database.migrate()
    return await antam.accounts.ensure_administrator()
