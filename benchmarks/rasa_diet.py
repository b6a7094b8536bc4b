"""Rasa's DIET classifier on our held-out sentences. Run by the Python of a Rasa 3.6 (3.10), not by ours:

    rasa-venv/bin/python benchmarks/rasa_diet.py models/nlu.tar.gz

`docs/benchmarks.md` tells how such a model is trained on `intents/`.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from ruamel.yaml import YAML

SENTENCES = Path(__file__).parents[1] / "tests" / "understanding" / "sentences"
Case = tuple[str, frozenset[str]]


def held_out() -> Iterator[Case]:
    """The sentences of one question, with the intents that are right."""
    for file in sorted(SENTENCES.glob("*/*.yml")):
        data = YAML(typ="safe").load(file)
        for row in data["sentences"]:
            yield row["text"], frozenset({data["intent"], *row.get("also", ())})


def public() -> Iterator[Case]:
    """The public's questions."""
    for file in sorted(SENTENCES.glob("public*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield row["text"], frozenset({row["intent"], *row.get("also", ())})


async def measure(agent: Any, name: str, cases: list[Case]) -> None:
    """Print how often the first intent is right, and one of the first three."""
    first = three = 0
    times = []
    for text, right in cases:
        started = time.perf_counter()
        parse = await agent.parse_message(text)
        times.append(time.perf_counter() - started)
        names = [score["name"] for score in parse["intent_ranking"][:3]]
        first += names[0] in right
        three += not right.isdisjoint(names)
    count = len(cases)
    milliseconds = 1000 * statistics.median(times)
    print(f"{name} ({count}): first {first / count:.1%}, in three {three / count:.1%}, {milliseconds:.1f} ms")


async def main(model: str) -> None:
    agent = Agent.load(model)
    await measure(agent, "held-out sentences", list(held_out()))
    await measure(agent, "the public's questions", list(public()))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
