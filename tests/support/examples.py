"""Files of example sentences, as `intents/` has them."""

from pathlib import Path


def write_examples(path: Path, *, intent: str, sentences: list[str]) -> None:
    """A file of one intent's examples."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"    - {sentence}\n" for sentence in sentences)
    path.write_text(f'version: "3.1"\nnlu:\n- intent: {intent}\n  examples: |\n{lines}', encoding="utf-8")
