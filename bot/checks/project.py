"""The project under check: its files read once, when the first check asks for them."""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from bot.actions import Texts, Toolbox, all_actions
from bot.checks.catalogue_file import Entry, read_catalogue
from bot.checks.sentences import Sentence, read_sentences
from bot.dialogue import Domain, Rules
from bot.dialogue.source import Place
from bot.law import Law
from bot.law.loading import PARAMETERS_DIR
from bot.learning import GoldenQuestion, load_golden
from bot.office import OfficeProfile, Verification, load_profile
from bot.pictures import PictureAddresses
from bot.rendering import Renderer
from bot.settings import ROOT

_NAME = re.compile(r"[a-z][a-z0-9_/]*[a-z0-9]")


@dataclass(frozen=True)
class Project:
    """Where everything lies; what is read from there raises a DataError when it is broken.

    :param code_dir: the package whose strings may name messages, actions and forms.
    :param golden_dir: the golden questions, where there are any.
    :param docs: where settings are documented: files, or folders of Markdown.
    :param texts: the messages, when they are not those of the folder alone.
    :param action_names: the actions there are, when they are not those of `bot.actions`.
    :param province: what messages may say of the province.
    """

    intents_dir: Path
    messages_dir: Path
    code_dir: Path
    today: date
    province: Mapping[str, str]
    docs: tuple[Path, ...] = ()
    parameters_dir: Path = PARAMETERS_DIR
    golden_dir: Path | None = None
    province_file: Path = ROOT / "provinces" / "bac_ninh.yml"
    texts: Renderer | None = field(default=None, repr=False)
    action_names: frozenset[str] | None = field(default=None, repr=False)

    @cached_property
    def domain(self) -> Domain:
        return Domain.load(self.intents_dir)

    @cached_property
    def rules(self) -> Rules:
        return Rules.load(self.intents_dir, domain=self.domain)

    @cached_property
    def catalogue(self) -> Mapping[str, Entry]:
        return read_catalogue(self.intents_dir)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(read_sentences(self.intents_dir))

    @cached_property
    def law(self) -> Law:
        return Law.load(directory=self.parameters_dir)

    @cached_property
    def renderer(self) -> Renderer:
        return self.texts or Renderer(self.messages_dir, law=self.law)

    @cached_property
    def golden(self) -> Sequence[GoldenQuestion]:
        """The golden questions; none where there is no folder for them."""
        return load_golden(self.golden_dir) if self.golden_dir else ()

    @cached_property
    def office(self) -> OfficeProfile:
        return load_profile(self.province_file)

    @cached_property
    def actions(self) -> frozenset[str]:
        """The names of all custom actions."""
        if self.action_names is not None:
            return self.action_names
        toolbox = Toolbox(
            law=self.law,
            local_support_rate=Decimal(0),
            texts=Texts(self.renderer, intents=sorted(self.domain.intents)),
            verification=Verification(self.office),
            commune_codes={},
            pictures=PictureAddresses(secret=str, public_url=""),
        )
        return frozenset(action.name() for action in all_actions(toolbox))

    @cached_property
    def names_in_code(self) -> Mapping[str, Place]:
        """The strings of the code that look like a name, and where each stands first."""
        found: dict[str, Place] = {}
        for file in sorted(self.code_dir.rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and _NAME.fullmatch(node.value)
                ):
                    found.setdefault(node.value, Place(file, node.lineno))
        return found
