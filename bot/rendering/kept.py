"""Keeps in a file what templates were compiled to, so that a start does not make again what is the same."""

import hashlib
import importlib.util
import marshal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from types import CodeType

from bot.files import write_whole
from bot.rendering.figures import LawSource
from bot.rendering.sources import Source

_CODE = Path(__file__).parent


class KeptTemplates:
    """One file; a broken or older one counts as none, as everything in it can be made again."""

    def __init__(self, file: Path, sources: Iterable[Source], *, law: LawSource) -> None:
        """:param sources: the templates as they are now, over this law."""
        self._file = file
        self._fingerprint = _fingerprint(sources, law)

    def load(self) -> dict[str, CodeType]:
        """The compiled templates by path; empty when others are kept, or none."""
        with suppress(OSError, ValueError, EOFError, TypeError):
            kept, compiled = marshal.loads(self._file.read_bytes())  # noqa: S302  (our own file)
            if kept == self._fingerprint:
                return dict(compiled)
        return {}

    def save(self, compiled: Mapping[str, CodeType]) -> None:
        """Replace what is kept."""
        write_whole(self._file, marshal.dumps((self._fingerprint, dict(compiled))))


def _fingerprint(sources: Iterable[Source], law: LawSource) -> str:
    """Changes with everything that checking and compiling look at."""
    found = hashlib.sha256()
    for part in _looked_at(sources, law):
        found.update(part.encode() + b"\0")
    return found.hexdigest()


def _looked_at(sources: Iterable[Source], law: LawSource) -> Iterator[str]:
    yield from (version("jinja2"), importlib.util.MAGIC_NUMBER.hex())
    yield from (file.read_text(encoding="utf-8") for file in sorted(_CODE.glob("*.py")))
    yield from (*sorted(law.parameters), *sorted(law.calculators))
    for source in sources:
        yield from (str(source.file), source.head, source.body)
