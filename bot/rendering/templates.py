"""Compiles the templates and refuses, with file and line, what would only fail while somebody waits for an answer."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.errors import DataError
from bot.rendering.collector import ADDITIONS
from bot.rendering.figures import ESTIMATE_FUNCTIONS, PARAMETER_FUNCTIONS, LawSource
from bot.rendering.filters import FILTERS
from bot.rendering.sources import Source

# What every template may use besides the arguments of its message.
_VALUES = ("articles", "channel", "insured", "province", "range", "slots", "today")
CONTEXT = frozenset((*PARAMETER_FUNCTIONS, *ESTIMATE_FUNCTIONS, *ADDITIONS, *_VALUES))
_ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)


class CompiledTexts(BytecodeCache):
    """What templates were compiled to, kept in memory: a text that has not changed is not compiled again."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self._kept.get(f"{bucket.key} {bucket.checksum}"):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[f"{bucket.key} {bucket.checksum}"] = bucket.bytecode_to_string()


def compile_templates(
    sources: Mapping[str, Source],
    *,
    law: LawSource,
    known: Mapping[str, Source] = MappingProxyType({}),
    compiled: BytecodeCache | None = None,
) -> Environment:
    """An environment with every template compiled.

    :param known: templates that were checked before over the same law.
    :param compiled: what templates were compiled to before.
    :raises DataError: for a syntax error, an unknown template, variable, parameter or calculator, or arithmetic.
    """
    environment = _environment(sources, compiled or CompiledTexts())
    for source in sources.values():
        try:
            if not _is_checked(source, sources, known):
                _check(source, environment.parse(source.padded_body, filename=str(source.file)), sources, law)
            environment.get_template(source.path)
        except TemplateSyntaxError as error:
            remedy = "sửa cú pháp Jinja ở dòng này"
            raise source.fail(error.message or "sai cú pháp", line=error.lineno, remedy=remedy) from error
    return environment


def _is_checked(source: Source, sources: Mapping[str, Source], known: Mapping[str, Source]) -> bool:
    """Whether the text, and those that its own check looks at, are the same as when it was checked before."""
    same = all(
        known.get(path) is other for path, other in sources.items() if other.response == source.response
    )
    return same and known.keys() == sources.keys()


def _environment(sources: Mapping[str, Source], compiled: BytecodeCache) -> Environment:
    def load(path: str) -> tuple[str, str, None] | None:
        source = sources.get(path)
        return (source.padded_body, str(source.file), None) if source else None

    # Texts are plain: each channel escapes in its own way, so nothing is escaped here. Editors write
    # templates in the console, so they run in the sandbox.
    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=compiled,
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


def _check(source: Source, tree: nodes.Template, sources: Mapping[str, Source], law: LawSource) -> None:
    for operation in tree.find_all(_ARITHMETIC):
        _refuse(
            source, operation, "phép tính trong lời văn", remedy="để bot/law tính rồi đưa kết quả vào lời văn"
        )
    for reference in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport)):
        path = getattr(getattr(reference, "template", None), "value", None)
        if path not in sources:
            _refuse(source, reference, f"không có tệp «{path}»", remedy="sửa đường dẫn, tính từ messages/")
    for name, call in _law_names(tree, PARAMETER_FUNCTIONS):
        if name not in law.parameters:
            _refuse(source, call, f"không có tham số «{name}»", remedy="xem tên bằng lệnh antam law show")
    for name, node in _law_names(tree, ESTIMATE_FUNCTIONS):
        if name not in law.calculators:
            _refuse(
                source,
                node,
                f"không có phép tính «{name}»",
                remedy=f"dùng: {', '.join(sorted(law.calculators))}",
            )
    if source.is_message:
        _check_variables(source, tree, sources)


def _law_names(tree: nodes.Template, functions: tuple[str, ...]) -> Iterator[tuple[str, nodes.Node]]:
    """The constant first arguments of calls to these functions."""
    for call in tree.find_all(nodes.Call):
        first = call.args[0] if call.args else None
        if (
            isinstance(call.node, nodes.Name)
            and call.node.name in functions
            and isinstance(first, nodes.Const)
        ):
            yield first.value, call


def _check_variables(source: Source, tree: nodes.Template, sources: Mapping[str, Source]) -> None:
    """Every name read is of the context, an argument of the message, or set in the template itself."""
    base = next(
        other
        for other in sources.values()
        if other.is_message and other.response == source.response and other.channel is None
    )
    known = CONTEXT | base.front_matter.arguments.keys() | _assigned(tree)
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name not in known:
            _refuse(
                source,
                name,
                f"tên lạ «{name.name}»",
                remedy="khai báo trong arguments ở đầu tệp, hoặc sửa tên",
            )


def _assigned(tree: nodes.Template) -> set[str]:
    """Names that the template itself gives: set, loops, macros and imports."""
    stored = {name.name for name in tree.find_all(nodes.Name) if name.ctx in {"store", "param"}}
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    imported = {
        name[1] if isinstance(name, tuple) else name
        for statement in tree.find_all(nodes.FromImport)
        for name in statement.names
    }
    loops = {"loop"} if tree.find(nodes.For) else set()
    return stored | macros | imported | loops


def _refuse(source: Source, node: nodes.Node, reason: str, *, remedy: str) -> NoReturn:
    raise source.fail(reason, line=node.lineno, remedy=remedy)
