"""The one place that builds An Tâm from its parts and joins them into a web application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from httpx import AsyncClient
from pydantic import SecretStr

from bot.actions import InProcessRunner, Texts, Toolbox, all_actions
from bot.api import Hooks, PlanPictures, leads_router, mount_api
from bot.channels.delivery import Channel, Messaging
from bot.channels.rasa import nlg_router
from bot.channels.rest import rest_router
from bot.channels.telegram import TelegramChannel
from bot.channels.web import web_router
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_oa import Access, Connection, ZaloOaChannel
from bot.checks.catalogue_file import read_catalogue
from bot.checks.publishing import TextPublisher
from bot.citizen import citizen_router
from bot.clock import Clock
from bot.console import Accounts, NewAccount, mount_console
from bot.conversation import Conversations, Cues, Reader, StaffSide, TurnTaker
from bot.dialogue import DialogueEngine, Domain, Rules
from bot.errors import SettingsError
from bot.language_model import LanguageModel
from bot.law import Law
from bot.learning import Lessons, LiveUnderstanding, ModelWatch, Publisher, load_golden, repeating
from bot.office import OfficeHours, OfficeProfile, Verification, load_profile
from bot.operations import guard_requests, operations_router
from bot.pictures import PictureAddresses
from bot.registration import RegistrationRules
from bot.registration.card_addresses import CardAddresses
from bot.registration.copy_addresses import CopyAddresses
from bot.registration.declaring import FormAddresses
from bot.registration.papers import CardOffice
from bot.registration.paperwork import Paperwork
from bot.registration.retention import Retention
from bot.rendering import Renderer
from bot.settings import Settings
from bot.storage import Database, KeyRing, private_text
from bot.understanding import CommuneIndex, Model, Understanding, load_communes, load_or_train

_PURGE_SECONDS = 6 * 60 * 60


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is read from the project's files: the law, the texts, the understanding, the rules, where pictures are."""

    law: Law
    texts: Texts
    understanding: Understanding
    engine: DialogueEngine
    toolbox: Toolbox
    communes: CommuneIndex
    pictures: PictureAddresses
    office: OfficeProfile


@dataclass(frozen=True, slots=True)
class AnTam:
    """The assembled program; nothing in it has touched the database yet."""

    settings: Settings
    clock: Clock
    knowledge: Knowledge
    database: Database
    conversations: Conversations
    accounts: Accounts
    messaging: Messaging
    staff_side: StaffSide
    model_watch: ModelWatch
    text_publisher: TextPublisher
    language_model: LanguageModel | None


def load_knowledge(settings: Settings) -> Knowledge:
    """Read all files of data, and train the model where there is none yet for them.

    :raises AnTamError: when a file is not what it should be.
    """
    law = Law.load()
    renderer = Renderer(settings.messages_dir, law=law)
    communes = _communes(settings)
    office = load_profile(settings.province_file)
    understanding = load_understanding(settings, communes=communes)
    pictures = PictureAddresses(secret=lambda: secret_key(settings), public_url=settings.public_url)
    domain = Domain.load(settings.intents_dir)
    texts = Texts(renderer, intents=sorted(domain.intents))
    toolbox = Toolbox(
        law=law,
        local_support_rate=settings.local_support_rate,
        texts=texts,
        verification=Verification(office),
        commune_codes={commune.name: str(commune.code) for commune in communes.communes},
        pictures=pictures,
        paperwork=paperwork_of(settings, law),
        cards=card_addresses(settings),
        copies=copy_addresses(settings),
    )
    engine = _engine(domain, settings=settings, toolbox=toolbox)
    return Knowledge(law, texts, understanding, engine, toolbox, communes, pictures, office)


def _engine(domain: Domain, *, settings: Settings, toolbox: Toolbox) -> DialogueEngine:
    return DialogueEngine(
        domain=domain,
        rules=Rules.load(settings.intents_dir, domain=domain),
        runner=InProcessRunner(all_actions(toolbox)),
        responses=toolbox.texts.responses,
    )


def with_texts(known: Knowledge, renderer: Renderer, *, settings: Settings) -> Knowledge:
    """The same knowledge saying other texts, to try them out beside those in use."""
    domain = known.engine.domain
    toolbox = replace(known.toolbox, texts=Texts(renderer, intents=sorted(domain.intents)))
    engine = _engine(domain, settings=settings, toolbox=toolbox)
    return replace(known, texts=toolbox.texts, toolbox=toolbox, engine=engine)


def load_understanding(settings: Settings, *, communes: CommuneIndex | None = None) -> Understanding:
    """The understanding alone, trained where there is no model yet for the sentences.

    :raises AnTamError: when a file is not what it should be.
    """
    model = load_or_train(settings.intents_dir, settings.resolved_model_dir)
    return understanding_of(model, settings=settings, communes=communes or _communes(settings))


def understanding_of(model: Model, *, settings: Settings, communes: CommuneIndex) -> Understanding:
    """A model ready to read, with the thresholds of the settings."""
    return Understanding(
        model,
        communes=communes,
        answer_threshold=settings.answer_threshold,
        choose_threshold=settings.choose_threshold,
    )


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
        api_key=_secret(settings.llm_api_key),
        timeout_seconds=settings.llm_timeout_seconds,
        meanings=intent_meanings(settings),
    )


def intent_meanings(settings: Settings) -> dict[str, str]:
    """What each intent means, from the catalogue."""
    return {name: entry.meaning for name, entry in read_catalogue(settings.intents_dir).items()}


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


def _communes(settings: Settings) -> CommuneIndex:
    try:
        return load_communes(settings.province_code)
    except ValueError:
        raise SettingsError(
            f"ANTAM_PROVINCE_CODE: không có tỉnh, thành phố nào mang mã {settings.province_code}",
            remedy="dùng mã trong danh mục hành chính từ 01/07/2025, ví dụ 24 là tỉnh Bắc Ninh",
        ) from None


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
    understanding: LiveUnderstanding | None = None,
    adviser: LanguageModel | None = None,
) -> Conversations:
    """The spine over what this installation knows.

    :param understanding: what reads in the place of the known understanding, as it may be replaced later.
    :param adviser: asked about what was read with doubt.
    """
    return Conversations(
        database=database,
        reader=Reader(
            understanding or known.understanding, domain=known.engine.domain, clock=clock, adviser=adviser
        ),
        turns=turns_of(known, settings=settings, clock=clock),
        clock=clock,
        breath=timedelta(seconds=settings.join_seconds),
        floor_time=timedelta(minutes=known.office.floor_minutes),
    )


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
    conversations = conversations_of(
        known,
        database=database,
        settings=settings,
        clock=clock,
        understanding=live,
        adviser=language_model,
    )
    channels = asynchronous_channels(settings, known, database=database, clock=clock)
    staff_side = StaffSide(
        database=database,
        turns=turns_of(known, settings=settings, clock=clock),
        clock=clock,
        floor_time=timedelta(minutes=known.office.floor_minutes),
        shapes={(channel.name, channel.account_id): channel.shape for channel in channels},
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
        conversations,
        accounts,
        messaging,
        staff_side,
        model_watch=watch,
        text_publisher=text_publisher_of(known, database=database, settings=settings, clock=clock),
        language_model=language_model,
    )


def asynchronous_channels(
    settings: Settings, known: Knowledge, *, database: Database, clock: Clock
) -> list[Channel]:
    """The channels that do not wait for the reply; each is on when its token is set."""
    channels: list[Channel] = []
    if token := _secret(settings.telegram_token):
        telegram = TelegramChannel(
            token,
            by_webhook=settings.telegram_mode == "webhook",
            webhook_secret=_secret(settings.telegram_webhook_secret),
            api_base_url=settings.telegram_api_base_url,
            public_url=settings.public_url,
            database=database,
            clock=clock,
        )
        channels.append(telegram)
    if settings.zalo_oa_app_id:
        drawn = PlanPictures(known.law)
        zalo_oa = ZaloOaChannel(
            zalo_oa_access(settings),
            pictures=partial(drawn.at, addresses=known.pictures),
            database=database,
            clock=clock,
        )
        channels.append(zalo_oa)
    if token := _secret(settings.zalo_bot_token):
        zalo_bot = ZaloBotChannel(
            token,
            by_webhook=settings.zalo_bot_mode == "webhook",
            webhook_secret=_secret(settings.zalo_bot_webhook_secret),
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
        app_secret=_secret(settings.zalo_oa_app_secret),
        secret_key=_secret(settings.zalo_oa_secret_key),
        refresh_token=_secret(settings.zalo_oa_refresh_token),
        api_base_url=settings.zalo_oa_api_base_url,
        oauth_base_url=settings.zalo_oauth_base_url,
        public_url=settings.public_url,
        any_signature=settings.zalo_oa_signature_variants,
        sends_proof=settings.zalo_oa_appsecret_proof,
        button_template=settings.zalo_oa_button_template,
        info_image=settings.zalo_oa_info_image,
        code_verifier=_secret(settings.zalo_oa_code_verifier),
    )


def zalo_oa_connection(settings: Settings, database: Database) -> Connection:
    """The first consent of the Official Account.

    :raises SettingsError: when the application or its secret is not set.
    """
    return Connection.begin(zalo_oa_access(settings), database=database, clock=Clock(settings.today))


def load_keys(settings: Settings) -> KeyRing:
    """The keys that open the database, made on the first start.

    :raises KeysError: when they are not in their form.
    """
    return KeyRing.load(keys=_secret(settings.encryption_keys), directory=settings.data_dir)


def open_database(settings: Settings, *, keys: KeyRing | None = None) -> Database:
    """The database with the keys that open it; nothing is connected yet.

    :raises AnTamError: when the address or the keys are not what they should be.
    """
    return Database(settings.resolved_database_url, keys=keys or load_keys(settings))


def accounts_of(settings: Settings, database: Database) -> Accounts:
    """The accounts of the staff in a database."""
    return Accounts(
        database,
        clock=Clock(settings.today),
        max_failures=settings.sign_in_max_failures,
        lock_minutes=settings.sign_in_lock_minutes,
    )


def secret_key(settings: Settings) -> str:
    """The key that signs sessions and seals addresses, made when it is first needed."""
    return _secret(settings.secret_key) or private_text(settings.data_dir / "secret_key")


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None


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


def paperwork_of(settings: Settings, law: Law) -> Paperwork:
    """What declarations and papers are made with."""
    return Paperwork(
        law=law,
        addresses=FormAddresses(secret=lambda: secret_key(settings), public_url=settings.public_url),
        link_lifetime=timedelta(hours=settings.form_link_hours),
        keep=timedelta(days=settings.declaration_days),
        local_support_rate=settings.local_support_rate,
        organisation=settings.collecting_organisation,
        organisation_code=settings.collecting_organisation_code,
    )


@asynccontextmanager
async def telling(antam: AnTam) -> AsyncIterator[None]:
    """Within the block the office's own system is told what happens to leads, where it has an address.

    :raises SettingsError: when it has no secret to sign with.
    """
    settings = antam.settings
    if not settings.lead_webhook_url:
        yield
        return
    secret = _secret(settings.lead_webhook_secret)
    if not secret:
        raise SettingsError(
            "Có ANTAM_LEAD_WEBHOOK_URL nhưng thiếu ANTAM_LEAD_WEBHOOK_SECRET",
            remedy="đặt một khóa ngẫu nhiên dài và ghi cùng khóa ấy ở hệ thống nhận",
        )
    hooks = Hooks(
        antam.database,
        clock=antam.clock,
        url=settings.lead_webhook_url,
        secret=secret,
        client=AsyncClient(),
    )
    async with hooks.running():
        yield


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


async def prepare(antam: AnTam) -> NewAccount | None:
    """Bring the database up to date; the first administrator's account where there was no staff yet.

    :raises AnTamError: when the database cannot be reached or brought up to date.
    """
    await antam.database.migrate()
    return await antam.accounts.ensure_administrator()


@asynccontextmanager
async def learning(antam: AnTam) -> AsyncIterator[None]:
    """Take every newly published model, and delete doubtful questions whose time is over."""
    settings = antam.settings

    async def purge() -> None:
        async with antam.database.transaction() as session:
            lessons = Lessons(session, intents=(), at=antam.clock.now())
            await lessons.purge(days=settings.learning_days)

    async with (
        repeating(antam.model_watch.look, seconds=settings.model_check_seconds, name="model_watch"),
        repeating(antam.text_publisher.look, seconds=settings.text_check_seconds, name="text_watch"),
        repeating(purge, seconds=_PURGE_SECONDS, name="purge_of_doubtful_questions"),
    ):
        yield
    if antam.language_model:
        await antam.language_model.close()


def web_application(antam: AnTam) -> FastAPI:
    """The web application over a prepared database."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with (
            antam.messaging.running(),
            antam.staff_side.keeping_time(),
            learning(antam),
            Retention(antam.database, clock=antam.clock).running(),
            telling(antam),
        ):
            yield
        await antam.database.dispose()

    settings = antam.settings
    app = FastAPI(title="An Tâm", version=version("antam"), lifespan=lifespan)
    guard_requests(app, trusted_hosts=settings.trusted_hosts.split(","))
    app.include_router(operations_router(antam.database, channels=antam.messaging.health))
    app.include_router(rest_router(antam.conversations, clock=antam.clock))
    app.include_router(antam.messaging.router())
    addresses, pictures = antam.knowledge.pictures, PlanPictures(antam.knowledge.law)
    app.include_router(
        leads_router(
            antam.database,
            clock=antam.clock,
            notices=antam.staff_side,
            hooks=bool(settings.lead_webhook_url),
        )
    )
    app.include_router(nlg_router(turns_of(antam.knowledge, settings=settings, clock=antam.clock)))
    mount_api(app, law=antam.knowledge.law, clock=antam.clock, addresses=addresses, pictures=pictures)
    app.include_router(
        web_router(
            antam.conversations,
            clock=antam.clock,
            province_name=settings.province_name,
            office_name=settings.office_name,
            hotline=settings.hotline,
            widget_origins=[origin for origin in settings.widget_origins.split(",") if origin],
        )
    )
    paperwork = paperwork_of(settings, antam.knowledge.law)
    app.include_router(
        citizen_router(
            database=antam.database,
            clock=antam.clock,
            paperwork=paperwork,
            cards=card_addresses(settings),
            copies=copy_addresses(settings),
            office=card_office(settings),
            notices=antam.staff_side,
        )
    )
    mount_console(
        app,
        database=antam.database,
        accounts=antam.accounts,
        clock=antam.clock,
        communes={str(commune.code): commune.name for commune in antam.knowledge.communes.communes},
        staff_side=antam.staff_side,
        texts=antam.text_publisher,
        picture_behind=partial(pictures.at, addresses=addresses, lifetime=None),
        intents=intent_meanings(settings),
        paperwork=paperwork,
        hooks=bool(settings.lead_webhook_url),
        secret_key=secret_key(settings),
        cookie_secure=settings.cookie_secure,
        session_hours=settings.session_hours,
    )
    return app
