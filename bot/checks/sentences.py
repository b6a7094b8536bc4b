"""Reads the sentences of `intents/<topic>/<intent>.yml` with their places."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.dialogue.source import Item, Place, read_yaml

LISTS = "lists"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One example of an intent as it is written."""

    intent: str
    text: str
    place: Place


def read_sentences(intents_dir: Path) -> Iterator[Sentence]:
    """The examples of all topics.

    :raises DialogueDataError: when a file is not Rasa's NLU data.
    """
    for file in sorted(intents_dir.glob("*/*.yml")):
        if not file.name.startswith("_") and file.parent.name != LISTS:
            content = read_yaml(file)
            fields = content.fields("version", "nlu", what="Tệp câu mẫu") if content else {}
            for item in fields["nlu"].items() if "nlu" in fields else ():
                yield from _sentences(item)


def _sentences(item: Item) -> Iterator[Sentence]:
    fields = item.fields("intent", "examples", what="Mục câu mẫu")
    intent, examples = (item.field(name, fields) for name in ("intent", "examples"))
    # The text of a block begins on the line below its `|`.
    for number, line in enumerate(examples.text().splitlines(), examples.node.start_mark.line + 2):
        if line.strip():
            text = line.strip().removeprefix("- ")
            yield Sentence(intent.text(), text, Place(item.place.file, number))
