"""What is read from the project's files: the law, the texts, the understanding, the rules."""

from dataclasses import dataclass, replace

from bot.actions import InProcessRunner, Texts, Toolbox, all_actions
from bot.checks.catalogue_file import read_catalogue
from bot.dialogue import DialogueEngine, Domain, Rules
from bot.errors import SettingsError
from bot.law import Law
from bot.office import OfficeProfile, Verification, load_profile
from bot.pictures import PictureAddresses
from bot.rendering import Renderer
from bot.settings import Settings
from bot.understanding import CommuneIndex, Model, Understanding, load_communes, load_or_train

from .opening import secret_key
from .papers import card_addresses, copy_addresses, paperwork_of


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


def load_knowledge(settings: Settings) -> Knowledge:
    """Read all files of data, and train the model where there is none yet for them.

    :raises AnTamError: when a file is not what it should be.
    """
    law = Law.load()
    renderer = Renderer(settings.messages_dir, law=law, kept_in=settings.resolved_model_dir / "templates.bin")
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


def intent_meanings(settings: Settings) -> dict[str, str]:
    """What each intent means, from the catalogue."""
    return {name: entry.meaning for name, entry in read_catalogue(settings.intents_dir).items()}


def _communes(settings: Settings) -> CommuneIndex:
    try:
        return load_communes(settings.province_code)
    except ValueError:
        raise SettingsError(
            f"ANTAM_PROVINCE_CODE: không có tỉnh, thành phố nào mang mã {settings.province_code}",
            remedy="dùng mã trong danh mục hành chính từ 01/07/2025, ví dụ 24 là tỉnh Bắc Ninh",
        ) from None
