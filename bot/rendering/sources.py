"""Reads the files of `messages/`: front matter and body of each, without compiling them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import DataError

SUFFIX = ".j2"
SHARED = "shared"
_FENCE = "---"


@dataclass(frozen=True, slots=True)
class SampleEstimate:
    """A sample argument that the law computes: a calculator and its inputs."""

    calculator: str
    inputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SampleParameter:
    """A sample value that is the law's figure of the day."""

    name: str


class FrontMatter(BaseModel):
    """What stands above a message: who answers for it, until when it is checked, and how to try it out.

    :param articles: the legal sources that the message rests on, as they are cited.
    :param arguments: a sample value for everything that the caller passes; no other name may be used.
    :param slots: sample values of slots, for messages that use what the person has said.
    :param version: the day of the wording, where an exact wording is kept as proof.
    :param asks: of the answer to a finer question: the words that tell it within its intent (messages/README.md).
    :param also_for: further intents under which it is asked.
    :param everywhere: whether its words are heeded whatever the intent.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    owner: str
    reviewed: date
    review_by: date
    articles: tuple[str, ...] = ()
    arguments: Mapping[str, Any] = {}
    slots: Mapping[str, Any] = {}
    version: date | None = None
    asks: tuple[str, ...] = ()
    also_for: tuple[str, ...] = ()
    everywhere: bool = False


@dataclass(frozen=True)
class Source:
    """One template file; ``path`` is relative to `messages/` and names it in includes."""

    file: Path
    path: str
    head: str
    body: str

    @property
    def is_message(self) -> bool:
        """Whether the file is said by itself, and not only a part of others."""
        return not self.path.startswith((f"{SHARED}/", "_"))

    @property
    def response(self) -> str:
        """The message's name as the dialogue calls it."""
        return f"utter_{self.file.name.split('.')[0]}"

    @property
    def channel(self) -> str | None:
        """The channel of a variant, such as `zalo_oa` in `greet.zalo_oa.j2`."""
        parts = self.file.name.removesuffix(SUFFIX).split(".")
        return parts[1] if len(parts) > 1 else None

    @property
    def padded_body(self) -> str:
        """The body on the lines that it has in the file, so that an error names the right one."""
        return "\n" * len(self.head.splitlines()) + self.body

    @cached_property
    def front_matter(self) -> FrontMatter:
        """:raises DataError: when it is missing or broken."""
        try:
            content = yaml.load(self.head.replace(_FENCE, "", 1).rpartition(_FENCE)[0], _Loader)  # noqa: S506
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            raise self.fail(error.problem or "YAML sai", line=line, remedy="sửa phần đầu tệp") from error
        try:
            return FrontMatter.model_validate(content or {})
        except ValidationError as error:
            first = error.errors()[0]
            key = str(first["loc"][0])
            raise self.fail(
                f"phần đầu tệp, «{key}»: {first['msg']}", line=self.line_of(key), remedy=_HEAD
            ) from error

    def line_of(self, key: str) -> int:
        """The line of the front matter that begins with a key; the first one when there is none."""
        lines = enumerate(self.head.splitlines(), 1)
        return next((number for number, line in lines if line.startswith(f"{key}:")), 1)

    def fail(self, reason: str, *, line: int | None, remedy: str) -> DataError:
        """An error about this file, to be raised."""
        return DataError(reason, file=self.file, line=line, remedy=remedy)


_HEAD = (
    "phần đầu cần owner, reviewed, review_by; được có articles, arguments, slots, version, "
    "asks, also_for, everywhere"
)


class _Loader(yaml.CSafeLoader):
    """YAML with two tags for samples: `!estimate {calculator: …}` and `!parameter name`."""

    def sample_estimate(self, node: yaml.MappingNode) -> SampleEstimate:
        inputs = {str(key): value for key, value in self.construct_mapping(node, deep=True).items()}
        return SampleEstimate(inputs.pop("calculator"), inputs)

    def sample_parameter(self, node: yaml.ScalarNode) -> SampleParameter:
        return SampleParameter(self.construct_scalar(node))


_Loader.add_constructor("!estimate", _Loader.sample_estimate)
_Loader.add_constructor("!parameter", _Loader.sample_parameter)


def read_sources(
    messages_dir: Path,
    *,
    published: Mapping[str, str] = MappingProxyType({}),
    known: Mapping[str, Source] = MappingProxyType({}),
) -> dict[str, Source]:
    """All templates by their path.

    :param published: texts that stand in place of a file's own, or are further files, by path.
    :param known: templates read before; one that is the same now is kept with what was made of it.
    :raises DataError: when the folder is empty, a file is not UTF-8, a message exists twice or only for one channel.
    """
    sources = {source.path: source for source in _read_all(messages_dir)}
    sources |= {path: _source(messages_dir, path, text) for path, text in published.items()}
    sources = {path: known[path] if known.get(path) == source else source for path, source in sources.items()}
    if not sources:
        raise DataError("không có lời văn nào", file=messages_dir, remedy="sửa ANTAM_MESSAGES_DIR")
    messages = [source for source in sources.values() if source.is_message]
    _refuse_doubles(messages)
    _refuse_orphans(messages)
    return sources


def _read_all(messages_dir: Path) -> Iterator[Source]:
    for file in sorted(messages_dir.rglob(f"*{SUFFIX}")):
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise DataError("tệp không phải UTF-8", file=file, remedy="lưu lại với bảng mã UTF-8") from error
        yield _source(messages_dir, file.relative_to(messages_dir).as_posix(), text)


def _source(messages_dir: Path, path: str, text: str) -> Source:
    head, body = _split(text)
    return Source(messages_dir / path, path, head, body)


def _split(text: str) -> tuple[str, str]:
    """Front matter with its fences, and the body."""
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != _FENCE:
        return "", text
    ends = (number for number, line in enumerate(lines[1:], 2) if line.rstrip() == _FENCE)
    end = next(ends, 0)
    return "".join(lines[:end]), "".join(lines[end:])


def _refuse_doubles(messages: Sequence[Source]) -> None:
    seen: dict[tuple[str, str | None], Source] = {}
    for source in messages:
        first = seen.setdefault((source.response, source.channel), source)
        if first is not source:
            remedy = "giữ một tệp và đổi tên tệp kia"
            raise source.fail(f"«{source.response}» đã có ở {first.path}", line=None, remedy=remedy)


def _refuse_orphans(messages: Sequence[Source]) -> None:
    """A channel's variant goes with a message for the other channels, whose front matter counts for it."""
    general = {source.response for source in messages if source.channel is None}
    for source in messages:
        if source.response not in general:
            remedy = f"thêm {source.response.removeprefix('utter_')}{SUFFIX} cho các kênh khác"
            raise source.fail("chỉ có lời văn cho một kênh", line=None, remedy=remedy)
