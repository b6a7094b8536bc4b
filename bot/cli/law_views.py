"""How estimates, parameters, changes and findings look in a terminal; imported only when one is shown."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Column, Table

from bot.law import Estimate, Law, ParameterMissingError
from bot.law.calculator import CalculatorSpec
from bot.law.checking import Finding, Problem
from bot.law.comparing import Comparison
from bot.law.dated import DatedValue, Parameter, Status, Unit
from bot.law.inputs import CATEGORIES
from bot.rendering.filters import day, grouped, money, month, number, percent

_STATUS = {
    Status.OFFICIAL: "văn bản",
    Status.PRESS: "báo chí",
    Status.SECONDARY: "nguồn khác",
    Status.ASSUMED: "suy ra",
}
_PROBLEMS = {
    Problem.BROKEN: "hỏng",
    Problem.GAP: "chỗ trống",
    Problem.ENDED: "đã hết hạn",
    Problem.ENDS_SOON: "sắp hết hạn",
    Problem.NOT_PUBLISHED: "chưa công bố",
}
# Results that are tables of their own: the other ways are shown below, the years are for programs and pictures.
_TABLES = ("alternatives", "series")
# What is compared of the other ways, with headings short enough for a narrow window.
_COMPARED: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "payable": ("Mỗi lần nộp", grouped),
    "total_payable": ("Tổng nộp", grouped),
    "monthly_pension": ("Lương hưu", grouped),
    "pension_from": ("Từ tháng", month),
    "payback_months": ("Tháng hoàn vốn", grouped),
}

_WRITTEN: Mapping[str, Callable[[Any], str]] = {
    "currency-VND": money,
    "currency-VND/month": lambda amount: f"{money(amount)} mỗi tháng",
    "currency-VND/year": lambda amount: f"{money(amount)} mỗi năm",
    "month": lambda count: f"{number(count)} tháng",
    "year": lambda count: f"{number(count)} năm",
    "day": lambda count: f"{number(count)} ngày",
    "working-day": lambda count: f"{number(count)} ngày làm việc",
    "hour": lambda count: f"{number(count)} giờ",
    "week": lambda count: f"{number(count)} tuần",
    "person": lambda count: f"{number(count)} người",
    "multiple": lambda factor: f"{number(factor)} lần",
    "YYYY-MM": month,
    "YYYY-MM-DD": day,
    "date": day,
    "/1": percent,
    "name": lambda name: CATEGORIES.get(name, name),
    "years and months": lambda age: f"{age['years']} tuổi {age['months']} tháng",
    "yes or no": lambda yes: "có" if yes else "không",
}


def written(value: Any, unit: str) -> str:
    """A value of the law in words; lists and yearly tables item by item."""
    if isinstance(value, list | tuple):
        return "; ".join(written(item, unit) for item in value)
    if isinstance(value, Mapping) and unit != "years and months":
        return "; ".join(f"{key}: {written(item, unit)}" for key, item in value.items())
    return _WRITTEN.get(unit, str)(value)


def calculators_table(law: Law) -> Table:
    """What can be calculated and what it takes; needed inputs are marked."""
    table = Table("Phép tính", "Dùng để", "Thông tin (* bắt buộc)", title="antam estimate TÊN --thông-tin …")
    for spec in law.calculators.values():
        schema = spec.inputs
        names = (
            f"--{name.replace('_', '-')}{'*' if name in schema.get('required', ()) else ''}"
            for name in schema["properties"]
        )
        table.add_row(spec.name, spec.title, " ".join(names))
    return table


def estimate_view(estimate: Estimate, spec: CalculatorSpec[Any]) -> RenderableType:
    """The figures first, then the working, the articles and what to know about them."""
    return Group(*_estimate_parts(estimate, spec))


def _estimate_parts(estimate: Estimate, spec: CalculatorSpec[Any]) -> Iterator[RenderableType]:
    yield _amounts_table(estimate, spec)
    yield from _lines("Cách tính", (f"{step.description}: {step.formula}" for step in estimate.steps))
    if others := estimate.amounts.get("alternatives"):
        yield _alternatives_table(others)
    yield from _lines("Cần biết", (warning.text for warning in estimate.warnings))
    if estimate.next_change:
        changed = dict(estimate.next_change)
        yield from _lines(f"Từ ngày {day(changed.pop('day'))}", _named(changed, spec))
    yield from _lines("Giả định", estimate.assumptions)
    yield from _lines("Căn cứ", estimate.references)


def _amounts_table(estimate: Estimate, spec: CalculatorSpec[Any]) -> Table:
    title = f"{spec.title}, tính theo luật ngày {estimate.on:%d/%m/%Y}"
    table = Table(title=title, show_header=False)
    for line in _named(estimate.amounts, spec):
        table.add_row(*(escape(part) for part in line.split(": ", 1)))
    return table


def _named(amounts: Mapping[str, Any], spec: CalculatorSpec[Any]) -> Iterator[str]:
    """Each result with its Vietnamese name."""
    for output in spec.outputs:
        value = amounts.get(output.name)
        if value is not None and output.name not in _TABLES:
            yield f"{output.title}: {written(value, output.unit)}"


def _alternatives_table(others: Iterable[Mapping[str, Any]]) -> Table:
    headings = (Column(heading, justify="right", no_wrap=True) for heading, _ in _COMPARED.values())
    table = Table("Cách khác", *headings, title="Đặt cạnh nhau, số tiền tính bằng đồng", show_lines=True)
    for other in others:
        cells = (write(other[name]) if name in other else "–" for name, (_, write) in _COMPARED.items())
        table.add_row(escape(other["title"]), *cells)
    return table


def _lines(title: str, lines: Iterable[str]) -> Iterator[RenderableType]:
    """A heading with lines below it; nothing without lines."""
    if texts := list(lines):
        yield f"\n[bold]{title}[/]"
        yield from (f"– {escape(text)}" for text in texts)


def parameters_table(parameters: Iterable[Parameter], on: date) -> Table:
    """The value of each parameter on a day."""
    table = Table(_name_column(), "Là gì", "Giá trị", "Từ ngày", title=f"Ngày {on:%d/%m/%Y}")
    for parameter in parameters:
        dated = _value_on(parameter, on)
        cells = (_value(dated, parameter.unit), f"{dated.valid_from:%d/%m/%Y}") if dated else ("–", "")
        table.add_row(parameter.name, escape(parameter.description), *cells)
    return table


def parameter_view(parameter: Parameter, on: date) -> RenderableType:
    """All values of one parameter, with the one of the day in bold."""
    current = _value_on(parameter, on)
    table = Table("Từ", "Đến", "Giá trị", "Nguồn", "Căn cứ", title=parameter.name)
    for dated in parameter:
        end = f"{dated.valid_to:%d/%m/%Y}" if dated.valid_to else "–"
        table.add_row(
            f"{dated.valid_from:%d/%m/%Y}",
            end,
            _value(dated, parameter.unit),
            _STATUS[dated.status],
            escape(dated.reference),
            style="bold" if dated == current else None,
        )
    explained = [text for text in (parameter.description, parameter.documentation) if text]
    return Group(*(escape(text) for text in explained), table)


def comparison_view(comparison: Comparison) -> RenderableType:
    """What changes, and for whom it means what."""
    if not comparison.parameters and not comparison.people:
        return "Hai ngày này luật không khác gì nhau."
    before, after = f"{comparison.before:%d/%m/%Y}", f"{comparison.after:%d/%m/%Y}"
    figures = Table("Số liệu", before, after, "Căn cứ", title="Điều thay đổi")
    for change in comparison.parameters:
        unit = change.parameter.unit
        figures.add_row(
            escape(change.parameter.description),
            _value(change.before, unit),
            _value(change.after, unit),
            escape(change.after.reference) if change.after else "",
        )
    people = Table("Ai", before, after, title="Mỗi lần đóng")
    for person in comparison.people:
        people.add_row(person.who, *("–" if paid is None else money(paid) for paid in person.payable))
    return Group(figures, people)


def findings_table(findings: Iterable[Finding]) -> Table:
    """What to look after, with what to do."""
    table = Table("Vấn đề", _name_column(), "Chi tiết", "Cách xử lý")
    for finding in findings:
        table.add_row(_PROBLEMS[finding.problem], finding.name, escape(finding.text), escape(finding.remedy))
    return table


def _name_column() -> Column:
    """Names are shown whole, so that they can be copied."""
    return Column("Tham số", overflow="fold")


def _value_on(parameter: Parameter, on: date) -> DatedValue | None:
    """The value of a day, or nothing where none is known."""
    try:
        return parameter.on(on)
    except ParameterMissingError:
        return None


def _value(dated: DatedValue | None, unit: Unit) -> str:
    return "–" if dated is None else written(dated.value, unit.value)
