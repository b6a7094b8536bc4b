"""How well and how fast questions are understood, beside two baselines that learn from the same sentences."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from bot.app import load_understanding
from bot.settings import ROOT, load_settings
from bot.understanding import Example, Understanding, load_training_data, train
from bot.understanding.evaluation import Case, evaluate, load_cases

Measure = tuple[str, float, str]
# For each text, the intents by how likely they are; only the first three count.
Classifier = Callable[[Sequence[str]], list[Sequence[str]]]

DAY = date(2026, 11, 23)
PARSE_MS, TRAINING_SECONDS, MEGABYTES = 2.0, 60.0, 50.0
_SENTENCES = ROOT / "tests" / "understanding" / "sentences"
_SETS = {"held-out sentences": _SENTENCES, "the public's questions": _SENTENCES / "public.jsonl"}


def run(model_dir: Path) -> list[Measure]:
    """The measures: name, value, unit; each goal stands in its name.

    :param model_dir: where the trained model is cached.
    """
    settings = load_settings(_env_file=None, model_dir=model_dir)
    data = load_training_data(settings.intents_dir)
    started = time.perf_counter()
    megabytes = len(train(data).to_bytes()) / 1e6
    training = time.perf_counter() - started
    understanding = load_understanding(settings)
    majority, ngrams = _majority(data.examples), _plain_ngrams(data.examples)
    measures: list[Measure] = []
    for name, path in _SETS.items():
        cases = load_cases(path)
        measures += _quality(f"{name} ({len(cases)})", cases, understanding)
        measures += _baseline("  always the most frequent intent", cases, majority)
        measures += _baseline("  words and pairs as typed, linear", cases, ngrams)
    return [
        *measures,
        (f"one parse, median (goal: under {PARSE_MS:g} ms)", _parse_ms(understanding, 0.5), "ms"),
        ("  99 of 100 parses are faster than", _parse_ms(understanding, 0.99), "ms"),
        (f"training (goal: under {TRAINING_SECONDS:g} s)", training, "s"),
        (f"the model (goal: under {MEGABYTES:g} MB)", megabytes, "MB"),
    ]


def _quality(name: str, cases: Sequence[Case], understanding: Understanding) -> Iterator[Measure]:
    report = evaluate(understanding, cases, today=DAY)
    total = report.total
    yield f"{name}: first intent right (goal: 92)", 100 * total.first, "%"
    yield "  one of the first three (goal: 98)", 100 * total.top_three, "%"
    yield "  answered at once and right (goal: 80)", 100 * total.answered_right, "%"
    yield "  answered at once and wrong (goal: at most 2)", 100 * total.confidently_wrong, "%"
    yield "  right at once or by a button (goal: 97)", 100 * total.served, "%"
    yield "  outside texts answered as insurance (goal: at most 2)", 100 * report.nonsense, "%"


def _baseline(name: str, cases: Sequence[Case], classify: Classifier) -> Iterator[Measure]:
    ranked = classify([case.text for case in cases])
    first = sum(case.accepts(names[0]) for case, names in zip(cases, ranked, strict=True))
    three = sum(any(map(case.accepts, names[:3])) for case, names in zip(cases, ranked, strict=True))
    yield f"{name}: first", 100 * first / len(cases), "%"
    yield f"{name}: in three", 100 * three / len(cases), "%"


def _majority(examples: Sequence[Example]) -> Classifier:
    names = [name for name, _ in Counter(example.intent for example in examples).most_common(3)]
    return lambda texts: [names for _ in texts]


def _plain_ngrams(examples: Sequence[Example]) -> Classifier:
    """What a first attempt would be: words and pairs of words as typed, into a linear support vector machine."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 2), tokenizer=str.split, token_pattern=None)
    machine = make_pipeline(words, LinearSVC())
    machine.fit([example.text for example in examples], [example.intent for example in examples])

    def classify(texts: Sequence[str]) -> list[Sequence[str]]:
        order = np.argsort(-machine.decision_function(texts), axis=1)[:, :3]
        return [list(machine.classes_[row]) for row in order]

    return classify


def _parse_ms(understanding: Understanding, share: float) -> float:
    """The time of which this share of parses stays below, over the public's questions."""
    times = []
    for case in load_cases(_SETS["the public's questions"]):
        started = time.perf_counter()
        understanding.parse(case.text, today=DAY)
        times.append(time.perf_counter() - started)
    return float(np.quantile(times, share)) * 1000


if __name__ == "__main__":
    for name, value, unit in run(ROOT / "var" / "models"):
        print(f"{name:70} {value:10.2f} {unit}")
