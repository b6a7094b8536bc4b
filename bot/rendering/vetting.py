"""What a template may not do: it is refused with file, line and remedy before anybody waits for an answer."""

from collections.abc import Collection, Iterator, Sequence
from typing import NoReturn

from jinja2 import nodes

from bot.rendering.collector import ADDITIONS
from bot.rendering.figures import ESTIMATE_FUNCTIONS, PARAMETER_FUNCTIONS, LawSource
from bot.rendering.sources import Source

# What every template may use besides the arguments of its message.
_VALUES = ("articles", "channel", "insured", "province", "range", "slots", "today")
CONTEXT = frozenset((*PARAMETER_FUNCTIONS, *ESTIMATE_FUNCTIONS, *ADDITIONS, *_VALUES))
_ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)


def vet(
    source: Source, tree: nodes.Template, *, base: Source, templates: Collection[str], law: LawSource
) -> None:
    """Look at everything that a template names.

    :param base: the text for all channels, whose front matter counts for the variants.
    :param templates: the paths that can be included.
    :raises DataError: for an unknown template, variable, parameter or calculator, or arithmetic.
    """
    # Walked once: the walk is what takes the time.
    found = list(tree.find_all(nodes.Node))
    _refuse_arithmetic(source, found)
    _refuse_unknown_templates(source, found, templates)
    _refuse_unknown_law(source, found, law)
    if source.is_message:
        _refuse_unknown_names(source, found, CONTEXT | base.front_matter.arguments.keys())


def _refuse_arithmetic(source: Source, found: Sequence[nodes.Node]) -> None:
    for node in found:
        if isinstance(node, _ARITHMETIC):
            remedy = "để bot/law tính rồi đưa kết quả vào lời văn"
            _refuse(source, node, "phép tính trong lời văn", remedy=remedy)


def _refuse_unknown_templates(
    source: Source, found: Sequence[nodes.Node], templates: Collection[str]
) -> None:
    for node in found:
        if isinstance(node, nodes.Include | nodes.Import | nodes.FromImport):
            path = getattr(node.template, "value", None)
            if path not in templates:
                _refuse(source, node, f"không có tệp «{path}»", remedy="sửa đường dẫn, tính từ messages/")


def _refuse_unknown_law(source: Source, found: Sequence[nodes.Node], law: LawSource) -> None:
    for name, node in _law_names(found, PARAMETER_FUNCTIONS):
        if name not in law.parameters:
            _refuse(source, node, f"không có tham số «{name}»", remedy="xem tên bằng lệnh antam law show")
    for name, node in _law_names(found, ESTIMATE_FUNCTIONS):
        if name not in law.calculators:
            remedy = f"dùng: {', '.join(sorted(law.calculators))}"
            _refuse(source, node, f"không có phép tính «{name}»", remedy=remedy)


def _law_names(found: Sequence[nodes.Node], functions: tuple[str, ...]) -> Iterator[tuple[str, nodes.Node]]:
    """The constant first arguments of calls to these functions."""
    for call in found:
        match call:
            case nodes.Call(node=nodes.Name(name=function), args=[nodes.Const(value=name), *_]):
                if function in functions:
                    yield name, call


def _refuse_unknown_names(source: Source, found: Sequence[nodes.Node], known: frozenset[str]) -> None:
    """Every name read is known, or set in the template itself."""
    own = _assigned(found)
    for node in found:
        if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in known | own:
            remedy = "khai báo trong arguments ở đầu tệp, hoặc sửa tên"
            _refuse(source, node, f"tên lạ «{node.name}»", remedy=remedy)


def _assigned(found: Sequence[nodes.Node]) -> set[str]:
    """Names that the template itself gives: set, loops, macros and imports."""
    given: set[str] = set()
    for node in found:
        match node:
            case nodes.Name(ctx="store" | "param") | nodes.Macro():
                given.add(node.name)
            case nodes.FromImport():
                given.update(name[1] if isinstance(name, tuple) else name for name in node.names)
            case nodes.For():
                given.add("loop")
    return given


def _refuse(source: Source, node: nodes.Node, reason: str, *, remedy: str) -> NoReturn:
    raise source.fail(reason, line=node.lineno, remedy=remedy)
