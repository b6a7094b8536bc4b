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
from bot.dialogue.engine import FALLBACK
from bot.office import Verification
from bot.types import Decision, Entity, IntentScore, ParseResult

REPEAT, GENUINE, PENSION = "ask_repeat", "complaint_trust_scam", "pension_estimate"
PAYMENT = "contribution_estimate"
STYLE = "style"
_WORDS = yaml.safe_load((Path(__file__).parent / "cues.yml").read_text(encoding="utf-8"))
_GENUINE_WORDS = re.compile(rf"\b(?:{_WORDS['genuine']})\b")
_STYLES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern) for name, pattern in _WORDS["styles"].items()
}
_MARKER = re.compile(_WORDS["marker"])
_LIGHT = frozenset(_WORDS["light"].split())
_NO_QUESTION = frozenset(_WORDS["no_question"].split())
_GENERAL = frozenset(_WORDS["general"].split())
_LEADS_TO_PENSION = frozenset(_WORDS["leads_to_pension"].split())
_HEEDED: Mapping[str, frozenset[str]] = {
    question: frozenset(values.split()) for question, values in _WORDS["heeded"].items()
}
_TORN_BETWEEN = 3
# What is a tenth as likely as the first reading, or less, is none of those that the classifier is torn between.
_LIKELY_BESIDE_FIRST = 0.1
_SHORT_WORDS = 6
# What somebody tells by itself is taken as a wish to know what they would pay.
_TELLING = frozenset({"give_information", "correct_information"})
_OF_PAYMENT = frozenset({"income", "category", "payment_method"})


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
        if self._is_finer(parse, words, marked=marked) and self._answers.find(question, parse.text):
            return _as(parse, question)
        question = PENSION if question.partition("/")[0] in _LEADS_TO_PENSION else question
        heeded = _HEEDED.get(question.partition("/")[0], frozenset())
        values = [entity for entity in parse.entities if entity.entity in heeded]
        if values and (marked or tracker.active_form is None) and _is_short(parse, values):
            return _as(parse, question)
        return None

    def _is_finer(self, parse: ParseResult, words: str, *, marked: bool) -> bool:
        """Whether a text may ask for more of the last question although it reads like another, or like none."""
        general = parse.intent.name in _GENERAL and len(words.split()) <= _SHORT_WORDS
        return marked or general or parse.decision is not Decision.ANSWER

    def _decided(self, parse: ParseResult) -> ParseResult:
        """Where the classifier is torn, the one likely intent with an answer to exactly this question."""
        if parse.decision is Decision.ANSWER:
            return parse
        floor = parse.intent_ranking[0].confidence * _LIKELY_BESIDE_FIRST if parse.intent_ranking else 0
        likely = [score.name for score in parse.intent_ranking[:_TORN_BETWEEN] if score.confidence > floor]
        finer = self._answers.likeliest(likely, parse.text) if parse.decision is Decision.CHOOSE else None
        return _as(parse, finer) if finer else parse


def last_question(tracker: Tracker) -> str | None:
    """The question that was asked last, as far as the tail of the conversation tells."""
    heard = (event.get("parse_data") or {} for event in reversed(tracker.tail) if event["event"] == "user")
    return next(filter(None, map(_question, heard)), None)


def _question(parse_data: Mapping[str, Any]) -> str | None:
    """What one message asked; of one that was not sure, what it most likely asked."""
    name = str((parse_data.get("intent") or {}).get("name") or "")
    if name == FALLBACK:
        ranking = parse_data.get("intent_ranking") or [{}]
        likely = ranking[0].get("name")
        return likely if likely in _HEEDED else None
    if name in _TELLING:
        told = {entity["entity"] for entity in parse_data.get("entities") or ()}
        return PAYMENT if told & _OF_PAYMENT else None
    return name if name and name.partition("/")[0] not in _NO_QUESTION else None


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
