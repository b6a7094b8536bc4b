"""What editors taught, written into `intents/`, so that the files stay the whole truth."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.errors import DataError
from bot.storage import LearnedSentenceRepository, Session, StoredSentence
from bot.understanding import load_training_data


async def export(session: Session, *, intents_dir: Path, at: datetime) -> Sequence[StoredSentence]:
    """Append every learned sentence that stands in no file yet to the file of its intent; those that were.

    :raises DataError: when an intent has no file of examples, or more than one.
    """
    repository = LearnedSentenceRepository(session)
    known = {example.text for example in load_training_data(intents_dir).examples}
    first = {sentence.text: sentence for sentence in reversed(await repository.all())}
    new = [sentence for sentence in reversed(first.values()) if sentence.text not in known]
    files = {intent: _file_of(intent, intents_dir) for intent in sorted({one.intent for one in new})}
    for intent, file in files.items():
        _append(file, [sentence.text for sentence in new if sentence.intent == intent])
    await repository.mark_exported([sentence.id for sentence in new], at=at)
    return new


def _file_of(intent: str, intents_dir: Path) -> Path:
    found = [path for path in intents_dir.glob(f"*/{intent}.yml") if path.is_file()]
    if len(found) != 1:
        raise DataError(
            f"there is no single file of examples for {intent}",
            file=intents_dir,
            remedy=f"make <topic>/{intent}.yml",
        )
    return found[0]


def _append(file: Path, sentences: Sequence[str]) -> None:
    text = file.read_text("utf-8").rstrip("\n")
    lines = "".join(f"\n    - {sentence}" for sentence in sentences)
    file.write_text(f"{text}{lines}\n", encoding="utf-8")
