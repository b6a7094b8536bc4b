"""Compiles the templates and refuses, with file and line, what would only fail while somebody waits for an answer."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.errors import DataError
from bot.rendering.figures import LawSource
from bot.rendering.filters import FILTERS
from bot.rendering.kept import KeptTemplates
from bot.rendering.sources import Source
from bot.rendering.vetting import vet


class _CompiledLoader(BaseLoader):
    """Hands out what was compiled and checked before anybody asked for it."""

    def __init__(self, compiled: Mapping[str, CodeType]) -> None:
        self._compiled = compiled

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  (as the library calls it)
    ) -> Template:
        """:raises TemplateNotFound: when there is no such template."""
        if name not in self._compiled:
            raise TemplateNotFound(name)
        found = environment.make_globals(globals)
        return environment.template_class.from_code(environment, self._compiled[name], found)


class Templates:
    """All templates, checked and compiled; `environment` renders them."""

    def __init__(
        self,
        sources: Mapping[str, Source],
        *,
        law: LawSource,
        like: "Templates | None" = None,
        kept: KeptTemplates | None = None,
    ) -> None:
        """Check and compile everything.

        :param like: others over the same law; what is the same there is taken over.
        :param kept: where all of them may be kept from an earlier start, and are kept for later ones.
        :raises DataError: for a syntax error, an unknown template, variable, parameter or calculator, or arithmetic.
        """
        self._sources = sources
        self._families = _families(sources)
        self._compiled = kept.load() if kept else {}
        self.environment = _environment(_CompiledLoader(self._compiled))
        if not self._compiled:
            self._compiled.update(self._compile_all(law, like))
            if kept:
                kept.save(self._compiled)

    def _compile_all(self, law: LawSource, like: "Templates | None") -> Iterator[tuple[str, CodeType]]:
        for path, source in self._sources.items():
            same = like is not None and self._same_in(like, source)
            yield path, like._compiled[path] if like and same else self._compile(source, law)

    def _same_in(self, other: "Templates", source: Source) -> bool:
        """Whether the text, and those that its own check looks at, are the same there."""
        family = _family(source)
        return self._families[family] == other._families.get(family) and (
            self._sources.keys() == other._sources.keys()
        )

    def _compile(self, source: Source, law: LawSource) -> CodeType:
        try:
            tree = self.environment.parse(source.padded_body, filename=str(source.file))
            vet(source, tree, base=self._families[_family(source)][0], templates=self._sources, law=law)
            return self.environment.compile(tree, name=source.path, filename=str(source.file))
        except TemplateSyntaxError as error:
            remedy = "sửa cú pháp Jinja ở dòng này"
            raise source.fail(error.message or "sai cú pháp", line=error.lineno, remedy=remedy) from error


def _families(sources: Mapping[str, Source]) -> Mapping[str, Sequence[Source]]:
    """The texts that are looked at together: those of one response, that for all channels first."""
    families: defaultdict[str, list[Source]] = defaultdict(list)
    for source in sorted(sources.values(), key=lambda source: source.channel or ""):
        families[_family(source)].append(source)
    return families


def _family(source: Source) -> str:
    return source.response if source.is_message else source.path


def _environment(loader: BaseLoader) -> Environment:
    # Texts are plain: each channel escapes in its own way, so nothing is escaped here. Editors write
    # templates in the console, so they run in the sandbox.
    environment = ImmutableSandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters.update(FILTERS)
    return environment


def template_line(error: BaseException, *, file: Path) -> int | None:
    """The line of a template file on which rendering failed."""
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(file):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def render_failed(error: Exception, *, source: Source) -> DataError:
    """The error of a template that failed while it was rendered."""
    remedy = "sửa tên hoặc giá trị ở dòng này"
    return source.fail(str(error), line=template_line(error, file=source.file), remedy=remedy)
