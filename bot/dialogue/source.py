"""YAML with the place of every value, so that a refusal can name file and line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from bot.dialogue.errors import DialogueDataError

_TEXT = "tag:yaml.org,2002:str"
_NOTHING = "tag:yaml.org,2002:null"
# The formats of Rasa 3 that the interpreter was written against.
_VERSIONS = ("3.0", "3.1")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written; ``line`` counts from 1."""

    file: Path
    line: int

    def error(self, reason: str, *, remedy: str) -> DialogueDataError:
        return DialogueDataError(reason, file=self.file, line=self.line, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Item:
    """A value of a YAML file and where it stands; each reader refuses what is not of its kind."""

    node: yaml.Node
    place: Place

    def fail(self, reason: str, *, remedy: str) -> NoReturn:
        raise self.place.error(reason, remedy=remedy)

    @property
    def is_text(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag == _TEXT

    @property
    def is_nothing(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag == _NOTHING

    def text(self) -> str:
        if not self.is_text:
            self.fail(
                "Chỗ này phải là một tên.", remedy="Viết một tên; đặt trong ngoặc kép nếu là số hoặc từ khóa."
            )
        return str(self.node.value)

    def text_or_nothing(self) -> str | None:
        return None if self.is_nothing else self.text()

    def flag(self) -> bool:
        value = self.plain()
        if not isinstance(value, bool):
            self.fail("Chỗ này phải là true hoặc false.", remedy="Viết true hoặc false.")
        return value

    def items(self) -> list["Item"]:
        """The members of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.fail(
                "Chỗ này phải là một danh sách.", remedy="Viết mỗi mục trên một dòng, bắt đầu bằng «- »."
            )
        return [self._at(node, node) for node in self.node.value]

    def names(self) -> tuple[str, ...]:
        """One name or a list of names."""
        return (self.text(),) if self.is_text else tuple(item.text() for item in self.items())

    def entries(self) -> dict[str, "Item"]:
        """A table whose keys are free; each entry's place is that of its key."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fail("Chỗ này phải là một bảng «khóa: giá trị».", remedy="Viết mỗi khóa trên một dòng.")
        found: dict[str, Item] = {}
        for key_node, node in self.node.value:
            key = self._at(key_node, key_node)
            name = key.text()
            if name in found:
                key.fail(f"«{name}» được ghi hai lần.", remedy="Giữ lại một.")
            found[name] = self._at(key_node, node)
        return found

    def fields(self, *allowed: str, what: str) -> dict[str, "Item"]:
        """A table whose keys are known; an unknown one is refused."""
        found = self.entries()
        for name, item in found.items():
            if name not in allowed:
                item.fail(
                    f"{what} không hỗ trợ khóa «{name}».",
                    remedy=f"Bỏ khóa này; có thể dùng: {', '.join(allowed)}.",
                )
        return found

    def field(self, name: str, fields: dict[str, "Item"]) -> "Item":
        """A field that must be there."""
        if name not in fields:
            self.fail(f"Thiếu «{name}».", remedy=f"Thêm khóa «{name}».")
        return fields[name]

    def plain(self) -> Any:
        """The value in Python's types."""
        return yaml.constructor.SafeConstructor().construct_document(self.node)

    def _at(self, marked: yaml.Node, node: yaml.Node) -> "Item":
        return Item(node, Place(self.place.file, marked.start_mark.line + 1))


def read_yaml(file: Path) -> Item | None:
    """The content of a file; None when there is none.

    :raises DialogueDataError: when it is not UTF-8 or not YAML.
    """
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        raise Place(file, 1).error("Tệp không phải là UTF-8.", remedy="Lưu lại tệp bằng UTF-8.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = f"Không đọc được YAML: {getattr(error, 'problem', None) or 'ký tự không được phép'}."
        place = Place(file, mark.line + 1 if mark else 1)
        raise place.error(reason, remedy="Sửa lại cú pháp YAML ở dòng này.") from error
    return None if node is None else Item(node, Place(file, 1))


def read_topic_files(directory: Path, name: str, *allowed: str) -> Iterator[dict[str, Item]]:
    """The top-level tables of one file name in every topic folder, versions checked.

    :raises DialogueDataError: when a file is broken, has another version or an unknown key.
    """
    for file in sorted(directory.glob(f"*/{name}")):
        content = read_yaml(file)
        if content is None:
            continue
        fields = content.fields("version", *allowed, what="Tệp này")
        version = content.field("version", fields)
        if version.plain() not in _VERSIONS:
            version.fail(f"Phiên bản {version.plain()!r} không được hỗ trợ.", remedy='Viết version: "3.1".')
        yield fields
