"""The spine over what an installation knows."""

from datetime import timedelta
from functools import partial
from typing import Any

from bot.clock import Clock
from bot.conversation import Conversations, Cues, Reader, TurnTaker
from bot.errors import SettingsError
from bot.language_model import LanguageModel
from bot.learning import LiveUnderstanding
from bot.office import OfficeHours, Verification, load_profile
from bot.registration import RegistrationRules
from bot.settings import Settings
from bot.storage import Database

from .knowledge import Knowledge, intent_meanings
from .opening import secret_value


def turns_of(known: Knowledge, *, settings: Settings, clock: Clock) -> TurnTaker:
    """What takes the turns, over what this installation knows."""
    intents = sorted(known.engine.domain.intents)
    hours = OfficeHours(known.office)
    return TurnTaker(
        known.engine,
        texts=known.texts,
        cues=Cues(known.texts, verification=Verification(known.office), intents=intents),
        hours=hours,
        province=province_facts(settings),
        clock=clock,
        rules=registration_rules(settings, hours),
    )


def registration_rules(settings: Settings, hours: OfficeHours) -> RegistrationRules:
    """Until when somebody is called, and whether the office's own system is told."""
    days = hours.profile.promise_working_days
    return RegistrationRules(
        hooks=bool(settings.lead_webhook_url),
        contact_due=partial(hours.end_of_working_days, count=days),
    )


def conversations_of(
    known: Knowledge,
    *,
    database: Database,
    settings: Settings,
    clock: Clock,
    turns: TurnTaker | None = None,
    understanding: LiveUnderstanding | None = None,
    adviser: LanguageModel | None = None,
) -> Conversations:
    """The spine over what this installation knows.

    :param turns: what takes the turns, where others share it.
    :param understanding: what reads in the place of the known understanding, as it may be replaced later.
    :param adviser: asked about what was read with doubt.
    """
    return Conversations(
        database=database,
        reader=Reader(
            understanding or known.understanding, domain=known.engine.domain, clock=clock, adviser=adviser
        ),
        turns=turns or turns_of(known, settings=settings, clock=clock),
        clock=clock,
        breath=timedelta(seconds=settings.join_seconds),
        floor_time=timedelta(minutes=known.office.floor_minutes),
    )


def province_facts(settings: Settings) -> dict[str, Any]:
    """What the messages may say of the province and its office."""
    return {
        "name": settings.province_name,
        "office": settings.office_name,
        "address": settings.office_address,
        "hours": settings.office_hours,
        "website": settings.office_website,
        "hotline": settings.hotline,
        "consent_retention": settings.consent_retention,
        "local_support_rate": settings.local_support_rate,
        "emergency": load_profile(settings.province_file).emergency,
    }


def language_model_of(settings: Settings) -> LanguageModel | None:
    """What is asked about doubtful texts; None unless it is set.

    :raises SettingsError: when its address is set but not its name.
    """
    if not settings.llm_base_url:
        return None
    if not settings.llm_model:
        raise SettingsError("ANTAM_LLM_MODEL: trống", remedy="ghi tên mô hình, hoặc bỏ ANTAM_LLM_BASE_URL")
    return LanguageModel(
        settings.llm_base_url,
        model=settings.llm_model,
        api_key=secret_value(settings.llm_api_key),
        timeout_seconds=settings.llm_timeout_seconds,
        meanings=intent_meanings(settings),
    )
