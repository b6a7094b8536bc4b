"""How well texts are understood: one report of what was right, wrong, sure and unsure on labelled sentences."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from bot.errors import DataError
from bot.types import Decision, ParseResult
from bot.understanding.parsing import Understanding

_OFFERED = 3
_BINS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
_THRESHOLDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98)
# Texts that ask nothing about the scheme; an answer about insurance to one of them is nonsense.
OUTSIDE = frozenset({"out_of_scope", "chitchat", "media_or_noise", "abusive", "greet", "goodbye", "thanks"})
# What says nothing about insurance, so that it is no nonsense even where it is not what was meant.
_NO_INSURANCE = OUTSIDE | {"affirm", "deny", "ask_repeat", "bot_identity", "talk_to_human", "contact_office"}
_REMEDY = 'one object a line: {"text": "…", "intent": "…", "also": ["…"], "typing": "…"}'


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence with the intent that it must be read as.

    :param also: other intents whose answer would serve the person as well.
    :param typing: how it is typed, such as `unmarked` or `teencode`.
    """

    text: str
    intent: str
    also: frozenset[str] = field(default_factory=frozenset)
    typing: str = "marked"

    def accepts(self, name: str) -> bool:
        return name == self.intent or name in self.also


@dataclass(frozen=True, slots=True)
class Result:
    """A case and how it was read."""

    case: Case
    parse: ParseResult

    @property
    def first(self) -> bool:
        return self.case.accepts(self.parse.intent.name)

    @property
    def offered(self) -> bool:
        """Whether one of the first three is right."""
        return any(self.case.accepts(score.name) for score in self.parse.intent_ranking[:_OFFERED])

    @property
    def sure(self) -> bool:
        return self.parse.decision is Decision.ANSWER

    @property
    def nonsense(self) -> bool:
        """Whether a text from outside was answered at once as a question about the scheme."""
        return self.case.intent in OUTSIDE and self.sure and self.parse.intent.name not in _NO_INSURANCE


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of a group of cases."""

    cases: int
    first: float
    top_three: float
    answered_right: float
    confidently_wrong: float
    served: float  # answered right at once, or right by one of the offered buttons

    @classmethod
    def of(cls, results: Sequence[Result]) -> "Score":
        def share(count: int) -> float:
            return round(count / max(1, len(results)), 4)

        return cls(
            cases=len(results),
            first=share(sum(result.first for result in results)),
            top_three=share(sum(result.offered for result in results)),
            answered_right=share(sum(result.first and result.sure for result in results)),
            confidently_wrong=share(sum(result.sure and not result.first for result in results)),
            served=share(sum(_is_served(result) for result in results)),
        )


@dataclass(frozen=True, slots=True)
class Reliability:
    """Of the cases whose confidence lies in one range: how many, how sure, and how often right."""

    low: float
    high: float
    cases: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a threshold does: the share of all texts that is answered at once, and that is answered wrongly."""

    threshold: float
    answered: float
    wrong: float


@dataclass(frozen=True)
class Report:
    """What an evaluation found."""

    results: tuple[Result, ...]

    @cached_property
    def total(self) -> Score:
        return Score.of(self.results)

    @cached_property
    def by_intent(self) -> dict[str, Score]:
        return self._by(lambda result: result.case.intent)

    @cached_property
    def by_typing(self) -> dict[str, Score]:
        return self._by(lambda result: result.case.typing)

    @cached_property
    def macro_f1(self) -> float:
        """The mean over the intents of the harmonic mean of precision and recall."""
        from sklearn.metrics import f1_score

        right = [result.case.intent for result in self.results]
        found = [result.case.intent if result.first else result.parse.intent.name for result in self.results]
        return round(
            float(f1_score(right, found, labels=sorted(set(right)), average="macro", zero_division=0)), 4
        )

    @cached_property
    def nonsense(self) -> float:
        """Of the texts from outside the scheme: the share answered at once as a question about it."""
        outside = [result for result in self.results if result.case.intent in OUTSIDE]
        return round(sum(result.nonsense for result in outside) / max(1, len(outside)), 4)

    @cached_property
    def confusions(self) -> list[tuple[str, str, int]]:
        """Pairs of the right intent and the one found instead, the most frequent first."""
        pairs = Counter((result.case.intent, result.parse.intent.name) for result in self.mistakes)
        return [(right, found, count) for (right, found), count in pairs.most_common()]

    @cached_property
    def mistakes(self) -> list[Result]:
        """The cases read wrongly, the surest first."""
        return sorted(
            (result for result in self.results if not result.first), key=lambda r: -r.parse.intent.confidence
        )

    @cached_property
    def reliability(self) -> list[Reliability]:
        """Whether confidence says how often the first intent is right."""
        return [row for low, high in pairwise(_BINS) if (row := self._range(low, high)).cases]

    @cached_property
    def coverage(self) -> list[Coverage]:
        """The effect of each threshold, the lowest first."""
        count = max(1, len(self.results))
        rows = []
        for threshold in _THRESHOLDS:
            sure = [result for result in self.results if result.parse.intent.confidence >= threshold]
            wrong = sum(not result.first for result in sure)
            rows.append(Coverage(threshold, round(len(sure) / count, 4), round(wrong / count, 4)))
        return rows

    def as_dict(self) -> dict[str, Any]:
        """Everything but the single results, ready for JSON."""
        return {
            "total": asdict(self.total),
            "macro_f1": self.macro_f1,
            "nonsense": self.nonsense,
            "by_intent": {name: asdict(score) for name, score in self.by_intent.items()},
            "by_typing": {name: asdict(score) for name, score in self.by_typing.items()},
            "confusions": [{"intent": a, "found": b, "cases": count} for a, b, count in self.confusions],
            "reliability": [asdict(row) for row in self.reliability],
            "coverage": [asdict(row) for row in self.coverage],
        }

    def _by(self, key: Any) -> dict[str, Score]:
        groups: dict[str, list[Result]] = {}
        for result in self.results:
            groups.setdefault(key(result), []).append(result)
        return {name: Score.of(groups[name]) for name in sorted(groups)}

    def _range(self, low: float, high: float) -> Reliability:
        last = high == _BINS[-1]
        inside = [r for r in self.results if low <= r.parse.intent.confidence < high + last]
        count = max(1, len(inside))
        return Reliability(
            low=low,
            high=high,
            cases=len(inside),
            confidence=round(sum(r.parse.intent.confidence for r in inside) / count, 4),
            right=round(sum(r.first for r in inside) / count, 4),
        )


def _is_served(result: Result) -> bool:
    if result.sure:
        return result.first
    return result.parse.decision is Decision.CHOOSE and result.offered


def evaluate(understanding: Understanding, cases: Sequence[Case], *, today: date) -> Report:
    """Read every case and compare."""
    return Report(tuple(Result(case, understanding.parse(case.text, today=today)) for case in cases))


def load_cases(path: Path) -> tuple[Case, ...]:
    """Cases of a `.jsonl` file, or of every `<topic>/<intent>.yml` below a directory.

    :raises DataError: when a file is not what it should be.
    """
    return tuple(_of_directory(path) if path.is_dir() else _of_lines(path))


def _of_lines(path: Path) -> Iterator[Case]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            yield _case(data, data["intent"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DataError("this line is no case", file=path, line=number, remedy=_REMEDY) from error


def _of_directory(directory: Path) -> Iterator[Case]:
    for path in sorted(directory.glob("*/*.yml")):
        try:
            data = yaml.safe_load(path.read_text("utf-8"))
            intent = data["intent"]
            yield from (_case(sentence, intent) for sentence in data["sentences"])
        except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise DataError(
                "this is no file of cases", file=path, remedy="`intent:` and `sentences:`"
            ) from error


def _case(data: Mapping[str, Any], intent: str) -> Case:
    return Case(data["text"], intent, frozenset(data.get("also", ())), data.get("typing", "marked"))
