"""The training data: the sentences of `intents/<topic>/*.yml` and the word lists of `intents/lists/`."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.errors import DataError

_PACKAGE = Path(__file__).parent
# Of each intent: so that some are left to learn from when others are held out.
LEAST = 3
_REMEDY = (
    "write it as Rasa 3 NLU data: `nlu:` with `- intent: name` and `examples: |` (see intents/README.md)"
)


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence and the intent that it stands for."""

    intent: str
    text: str


@dataclass(frozen=True, slots=True)
class TrainingData:
    """All examples, the phrases of each concept, and the digest of everything that shapes a model."""

    examples: tuple[Example, ...]
    concepts: Mapping[str, tuple[str, ...]]
    digest: str

    @property
    def intents(self) -> tuple[str, ...]:
        """The names of the intents, sorted."""
        return tuple(sorted({example.intent for example in self.examples}))


def training_digest(intents_dir: Path) -> str:
    """The hash of the files and of the code that a model is made from, without parsing them."""
    digest = hashlib.sha256()
    _add_files(digest, intents_dir, _files(intents_dir))
    digest.update(program_digest().encode())
    return digest.hexdigest()


@cache
def program_digest() -> str:
    """The hash of the code and word lists that read texts: a model of other code means nothing to this one."""
    digest = hashlib.sha256()
    sources = [path for path in _PACKAGE.rglob("*") if path.suffix in {".py", ".yml"}]
    _add_files(digest, _PACKAGE, sources)
    return digest.hexdigest()


def _add_files(digest: "hashlib._Hash", root: Path, paths: Iterable[Path]) -> None:
    for path in sorted(paths):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)


def load_training_data(intents_dir: Path, *, learned: Sequence[Example] = ()) -> TrainingData:
    """Read every sentence and list.

    :param learned: further sentences, from elsewhere than the files; what stands in these already counts once.
    :raises DataError: when a file is not Rasa NLU data, or there are not at least two intents to tell apart.
    """
    examples: list[Example] = []
    concepts: dict[str, tuple[str, ...]] = {}
    for path in _files(intents_dir):
        for item in _items(path):
            lines = tuple(_examples(item, path))
            if "intent" in item:
                examples.extend(Example(item["intent"].split("/")[0], line) for line in lines)
            elif "lookup" in item:
                concepts[item["lookup"]] = lines
    known = {example.text for example in examples}
    further = [example for example in dict.fromkeys(learned) if example.text not in known]
    digest = _with_learned(training_digest(intents_dir), further)
    data = TrainingData((*examples, *further), concepts, digest)
    if len(data.intents) < 2:
        raise DataError("there are no sentences to learn from", file=intents_dir, remedy=_REMEDY)
    for name, count in Counter(example.intent for example in set(examples)).items():
        if count < LEAST:
            reason = f"{name} has {count} different sentences, {LEAST} are the least to learn from"
            raise DataError(reason, file=intents_dir, remedy="write more ways to say it")
    return data


def _with_learned(digest: str, learned: Sequence[Example]) -> str:
    """The digest of files and learned sentences; without the latter it is that of the files."""
    if not learned:
        return digest
    lines = "\n".join(sorted(f"{example.intent}\0{example.text}" for example in learned))
    return hashlib.sha256(f"{digest}\n{lines}".encode()).hexdigest()


def _files(intents_dir: Path) -> list[Path]:
    """The NLU files: `_domain.yml` and `_rules.yml` say what follows, not what is said."""
    return sorted(path for path in intents_dir.glob("*/*.yml") if not path.name.startswith("_"))


def _items(path: Path) -> list[dict[str, Any]]:
    try:
        data = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise DataError("this is not readable YAML", file=path, line=line, remedy=_REMEDY) from error
    items = data.get("nlu") if isinstance(data, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise DataError("there is no list `nlu:`", file=path, remedy=_REMEDY)
    return items


def _examples(item: Mapping[str, Any], path: Path) -> Iterator[str]:
    """The lines of `examples: |`, without their dashes.

    :raises DataError: when `examples` is no block of lines.
    """
    block = item.get("examples")
    if not isinstance(block, str):
        raise DataError(
            f"{next(iter(item.values()))}: `examples` is not a block of lines", file=path, remedy=_REMEDY
        )
    for line in block.splitlines():
        text = line.strip()
        if text and not text.startswith("- "):
            raise DataError(f"an example does not start with `- `: {text[:40]}", file=path, remedy=_REMEDY)
        if text:
            yield text[2:].strip()
