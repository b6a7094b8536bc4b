"""Reads the parameter files: OpenFisca's keys, every value dated and sourced, or an error that says where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import yaml

from bot.law.dated import DatedValue, Parameter, Reference, Status, Unit, Value
from bot.law.errors import LawDataError

PARAMETERS_DIR = Path(__file__).parent / "parameters"
_FILE_KEYS = {"description", "documentation", "metadata", "values"}
_VALUE_KEYS = {"value", "metadata"}


class _Loader(yaml.CSafeLoader):
    """Reads every number as an exact decimal and refuses a key that is written twice."""

    def decimal(self, node: yaml.ScalarNode) -> Decimal:
        return Decimal(self.construct_scalar(node))

    def unique_mapping(self, node: yaml.MappingNode) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for position, key in enumerate(keys):
            if key in keys[:position]:
                raise yaml.MarkedYAMLError(
                    problem=f"«{key}» được ghi hai lần", problem_mark=node.value[position][0].start_mark
                )
        return self.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.decimal)
_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.decimal)
_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.unique_mapping)


@dataclass(frozen=True, slots=True)
class _Source:
    """A file being read; errors name its line through the key they are about."""

    file: Path
    text: str

    def fail(self, reason: str, *, key: Any, remedy: str) -> NoReturn:
        wanted = f"{key}:"
        lines = (
            number for number, line in enumerate(self.text.splitlines(), 1) if line.strip().startswith(wanted)
        )
        raise LawDataError(reason, file=self.file, line=next(lines, 1), remedy=remedy)


def load_parameters(directory: Path = PARAMETERS_DIR) -> dict[str, Parameter]:
    """All parameters under a directory by their dotted names.

    :raises LawDataError: when a file is broken.
    """
    parameters = [load_parameter(file, directory) for file in parameter_files(directory)]
    return {parameter.name: parameter for parameter in parameters}


def parameter_files(directory: Path) -> list[Path]:
    """The parameter files under a directory in a fixed order."""
    return sorted(directory.rglob("*.yml"))


def load_parameter(file: Path, directory: Path) -> Parameter:
    """One parameter; its name comes from where the file lies.

    :raises LawDataError: when the file is broken.
    """
    source = _Source(file, _text(file))
    content = _parse(source)
    metadata = content["metadata"]
    unit = _unit(metadata, source)
    return Parameter(
        name=".".join(file.relative_to(directory).with_suffix("").parts),
        description=content["description"],
        documentation=content.get("documentation", "").strip(),
        unit=unit,
        yearly=metadata.get("yearly", False),
        file=file,
        values=tuple(_values(content["values"], unit, source)),
    )


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise LawDataError(
            "không phải là văn bản UTF-8", file=file, remedy="Lưu lại tệp bằng UTF-8."
        ) from error


def _parse(source: _Source) -> Mapping[str, Any]:
    """The file's content with its top-level keys checked."""
    try:
        content = yaml.load(source.text, Loader=_Loader)  # noqa: S506  (a safe loader)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "không đọc được"
        line = mark.line + 1 if mark else None
        raise LawDataError(reason, file=source.file, line=line, remedy="Sửa lại cú pháp YAML.") from error
    if not isinstance(content, dict):
        source.fail(
            "không phải là một bảng khóa và giá trị", key="", remedy="Xem một tệp tham số khác làm mẫu."
        )
    if unknown := content.keys() - _FILE_KEYS:
        source.fail(
            f"khóa lạ {sorted(map(str, unknown))}", key=min(map(str, unknown)), remedy="Bỏ hoặc sửa tên khóa."
        )
    for key, kind in (("description", str), ("metadata", dict), ("values", dict)):
        if not content.get(key) or not isinstance(content[key], kind):
            source.fail(f"«{key}» thiếu hoặc không đúng dạng", key=key, remedy=f"Viết lại khóa «{key}».")
    return content


def _unit(metadata: Mapping[str, Any], source: _Source) -> Unit:
    try:
        return Unit(metadata.get("unit", ""))
    except ValueError:
        source.fail("đơn vị thiếu hoặc lạ", key="unit", remedy=f"Dùng một trong: {', '.join(Unit)}.")


def _values(values: Mapping[Any, Any], unit: Unit, source: _Source) -> Iterator[DatedValue]:
    """The dated values in order; one without a value (`value: null`) only ends the one before it."""
    days = list(values)
    if wrong := [day for day in days if type(day) is not date]:
        source.fail(f"«{wrong[0]}» không phải là ngày", key=wrong[0], remedy="Ghi ngày dạng 2027-01-01.")
    if days != sorted(days):
        source.fail("các ngày không theo thứ tự", key=days[0], remedy="Xếp các ngày từ trước đến sau.")
    ends = [following - timedelta(days=1) for following in days[1:]]
    for day, end in zip(days, [*ends, None], strict=True):
        entry = values[day]
        if not isinstance(entry, dict) or "value" not in entry or entry.keys() - _VALUE_KEYS:
            source.fail(f"mục {day} không đúng dạng", key=day, remedy="Mỗi mục gồm value và metadata.")
        if entry["value"] is not None:
            yield _dated_value(entry, day, end, unit, source)
    if all(values[day]["value"] is None for day in days):
        source.fail("không có giá trị nào", key="values", remedy="Thêm ít nhất một giá trị có ngày.")


def _dated_value(
    entry: Mapping[str, Any], day: date, end: date | None, unit: Unit, source: _Source
) -> DatedValue:
    metadata = entry.get("metadata") or {}
    titles = [
        item for item in metadata.get("reference") or [] if isinstance(item, dict) and item.get("title")
    ]
    if not titles:
        source.fail(
            f"giá trị từ {day} thiếu căn cứ pháp lý", key=day, remedy="Thêm metadata.reference có title."
        )
    try:
        status = Status(metadata.get("status", ""))
    except ValueError:
        source.fail(f"giá trị từ {day} thiếu status", key=day, remedy=f"Dùng một trong: {', '.join(Status)}.")
    references = tuple(Reference(item["title"], item.get("href")) for item in titles)
    value = _exact(entry["value"], unit)
    if value is None:
        source.fail(
            f"giá trị từ {day} không hợp với đơn vị", key=day, remedy=f"Ghi giá trị đúng đơn vị {unit}."
        )
    return DatedValue(value, day, end, references, status)


def _exact(value: Any, unit: Unit) -> Value | None:
    """The value where its kind fits the unit: a name for a rule, a day for a date, else a number or a table."""
    if isinstance(value, dict):
        fits = all(isinstance(item, Decimal) for pair in value.items() for item in pair)
        return {int(year): figure for year, figure in value.items()} if fits else None
    kinds: dict[Unit, type[str] | type[date]] = {Unit.RULE: str, Unit.DATE: date}
    kind = kinds.get(unit, Decimal)
    return value if isinstance(value, kind) else None
