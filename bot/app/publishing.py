"""What publishes: texts and trained models go live through their checks."""

from datetime import date

from bot.checks.publishing import TextPublisher
from bot.clock import Clock
from bot.conversation import Conversations
from bot.learning import Publisher, load_golden
from bot.rendering import Renderer
from bot.settings import Settings
from bot.storage import Database

from .knowledge import Knowledge, with_texts
from .talking import conversations_of


def text_publisher_of(
    known: Knowledge, *, database: Database, settings: Settings, clock: Clock
) -> TextPublisher:
    """What puts texts in force, as long as the known texts are those that came with the program."""

    def bot_with(renderer: Renderer, scratch: Database, day: date) -> Conversations:
        other = with_texts(known, renderer, settings=settings)
        return conversations_of(other, database=scratch, settings=settings, clock=Clock(day))

    return TextPublisher(
        known.texts,
        original=known.texts.renderer,
        database=database,
        clock=clock,
        law=known.law,
        golden=load_golden(settings.golden_dir),
        bot_with=bot_with,
    )


def publisher_of(settings: Settings) -> Publisher:
    """What trains models and publishes them."""
    clock = Clock(settings.today)
    return Publisher(
        intents_dir=settings.intents_dir,
        model_dir=settings.resolved_model_dir,
        golden=load_golden(settings.golden_dir),
        at=clock.now(),
        today=clock.today(),
    )
