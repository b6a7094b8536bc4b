"""Reads `intents/catalogue.yml`: the topic, the meaning and the answer of every intent."""

from dataclasses import dataclass
from pathlib import Path

from bot.dialogue.source import Item, Place, read_yaml


@dataclass(frozen=True, slots=True)
class Entry:
    """An intent in the catalogue; the answer is a message or an action."""

    intent: str
    topic: str
    meaning: str
    answer: str
    place: Place


def read_catalogue(intents_dir: Path) -> dict[str, Entry]:
    """The entries by intent.

    :raises DialogueDataError: when the file is missing or not a catalogue.
    """
    file = intents_dir / "catalogue.yml"
    content = read_yaml(file) if file.exists() else None
    if content is None:
        raise Place(file, 1).error("Không có danh mục ý định.", remedy="Tạo tệp với khóa «catalogue».")
    intents = content.field("catalogue", content.fields("catalogue", what="Danh mục"))
    return {intent: _entry(intent, item) for intent, item in intents.entries().items()}


def _entry(intent: str, item: Item) -> Entry:
    fields = item.fields("topic", "meaning", "answer", what="Mục của danh mục")
    topic, meaning, answer = (item.field(name, fields).text() for name in ("topic", "meaning", "answer"))
    return Entry(intent, topic, meaning, answer, item.place)
