"""What the talk so far and a few plain words tell of a text beyond its own intent.

Distress and a number to be checked are heeded whatever else is said; "xem thêm", "vì sao" and short follow-ups
("còn nữ thì sao") are read as part of the last question; where the classifier is torn, an answer to exactly
the finer question decides.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from bot.actions import Texts
from bot.actions.sub_answers import SubAnswers, intent_of, words_of
from bot.dialogue import Tracker
from bot.office import Verification
from bot.types import Decision, Entity, IntentScore, ParseResult

REPEAT, GENUINE = "ask_repeat", "complaint_trust_scam"
STYLE = "style"
_WORDS = yaml.safe_load((Path(__file__).parent / "cues.yml").read_text(encoding="utf-8"))
_GENUINE_WORDS = re.compile(rf"\b(?:{_WORDS['genuine']})\b")
_STYLES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern) for name, pattern in _WORDS["styles"].items()
}
_MARKER = re.compile(_WORDS["marker"])
_LIGHT = frozenset(_WORDS["light"].split())
_NO_QUESTION = frozenset(_WORDS["no_question"].split())
_HEEDED: Mapping[str, frozenset[str]] = {
    question: frozenset(values.split()) for question, values in _WORDS["heeded"].items()
}
_TORN_BETWEEN = 3


class Cues:
    """Reads a parsed text once more, in its conversation."""

    def __init__(self, texts: Texts, *, verification: Verification, intents: Sequence[str]) -> None:
        self._texts = texts
        self._verification = verification
        self._intents = sorted(intents, key=len, reverse=True)

    def read(self, parse: ParseResult, tracker: Tracker) -> ParseResult:
        """The text's meaning in this conversation; a pressed button means what it says."""
        if parse.text.startswith("/"):
            return parse
        words = words_of(parse.text).text.strip()
        urgent = self._answers.find_everywhere(parse.text)
        if urgent:
            return _as(parse, intent_of(urgent, self._intents) or parse.intent.name)
        if self._asks_whether_genuine(parse, words, tracker):
            return _as(parse, GENUINE)
        return self._followed(parse, words, tracker) or self._decided(parse)

    @property
    def _answers(self) -> SubAnswers:
        return self._texts.sub_answers

    def _asks_whether_genuine(self, parse: ParseResult, words: str, tracker: Tracker) -> bool:
        if self._verification.names_an_address(parse.text):
            return tracker.active_form is None or _GENUINE_WORDS.search(words) is not None
        likely = {score.name for score in parse.intent_ranking[:_TORN_BETWEEN]}
        return (
            bool(self._verification.findings(parse.text))
            and _GENUINE_WORDS.search(words) is not None
            and (GENUINE in likely or "contact_office" in likely)
        )

    def _followed(self, parse: ParseResult, words: str, tracker: Tracker) -> ParseResult | None:
        """The text as part of the last question, or None when it is not."""
        question = last_question(tracker)
        style = next((name for name, pattern in _STYLES.items() if pattern.fullmatch(words)), None)
        if style == "why" and question and self._answers.find(question, parse.text):
            return _as(parse, question)
        if style:
            return replace(_as(parse, REPEAT), entities=(*parse.entities, Entity(STYLE, style, 0, 0)))
        if question is None:
            return None
        marked = _MARKER.match(words) is not None
        if marked and parse.intent.name != question and self._answers.find(question, parse.text):
            return _as(parse, question)
        heeded = _HEEDED.get(question.partition("/")[0], frozenset())
        values = [entity for entity in parse.entities if entity.entity in heeded]
        if values and (marked or tracker.active_form is None) and _is_short(parse, values):
            return _as(parse, question)
        return None

    def _decided(self, parse: ParseResult) -> ParseResult:
        """Where the classifier is torn, the one likely intent with an answer to exactly this question."""
        if parse.decision is Decision.ANSWER:
            return parse
        likely = [score.name for score in parse.intent_ranking[:_TORN_BETWEEN]]
        finer = self._answers.likeliest(likely, parse.text) if parse.decision is Decision.CHOOSE else None
        return _as(parse, finer) if finer else parse


def last_question(tracker: Tracker) -> str | None:
    """The question that was asked last, as far as the tail of the conversation tells."""
    for event in reversed(tracker.tail):
        if event["event"] == "user":
            data: dict[str, Any] = event.get("parse_data") or {}
            name = str((data.get("intent") or {}).get("name") or "")
            if name and name.partition("/")[0] not in _NO_QUESTION:
                return name
    return None


def _is_short(parse: ParseResult, values: Sequence[Entity]) -> bool:
    """Whether a text says nothing beside its values but light words."""
    left = list(parse.text)
    for entity in values:
        left[entity.start : entity.end] = " " * (entity.end - entity.start)
    return sum(word not in _LIGHT for word in words_of("".join(left)).plain) == 0


def _as(parse: ParseResult, intent: str) -> ParseResult:
    """The text as a question of one intent, surely."""
    score = IntentScore(intent, parse.intent.confidence)
    others = tuple(known for known in parse.intent_ranking if known.name != intent)
    return replace(
        parse,
        intent=score,
        intent_ranking=(score, *others),
        intents=(intent,),
        decision=Decision.ANSWER,
    )
