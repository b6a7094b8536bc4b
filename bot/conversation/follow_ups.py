"""Short texts that go on with the last question: "còn nữ thì sao", "thế 3 triệu", "được bao nhiêu", "nhầm, 52 tuổi".

The words are in `follow_ups.yml`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from bot.actions.sub_answers import SubAnswers, words_of
from bot.dialogue import Tracker
from bot.dialogue.engine import FALLBACK
from bot.types import Decision, Entity, IntentScore, ParseResult

PENSION, PAYMENT = "pension_estimate", "contribution_estimate"
_WORDS = yaml.safe_load((Path(__file__).parent / "follow_ups.yml").read_text(encoding="utf-8"))
_MARKER = re.compile(_WORDS["marker"])
_LIGHT = frozenset(_WORDS["light"].split())
_ELLIPTICAL = _LIGHT | frozenset(_WORDS["elliptical"].split())
_CORRECTING = _LIGHT | frozenset(_WORDS["correcting"].split())
_NO_QUESTION = frozenset(_WORDS["no_question"].split())
_GENERAL = frozenset(_WORDS["general"].split())
_LEADS_TO_PENSION = frozenset(_WORDS["leads_to_pension"].split())
_WITH_AMOUNTS = frozenset(_WORDS["with_amounts"].split())
_HEEDED: Mapping[str, frozenset[str]] = {
    question: frozenset(values.split()) for question, values in _WORDS["heeded"].items()
}
TORN_BETWEEN = 3
# What is a tenth as likely as the first reading, or less, is none of those that the classifier is torn between.
_LIKELY_BESIDE_FIRST = 0.1
_SHORT_WORDS = 9
# What somebody tells by itself is taken as a wish to know what they would pay.
_TELLING = frozenset({"give_information", "correct_information"})
_OF_PAYMENT = frozenset({"income", "category", "payment_method"})
_OF_TIME = frozenset({"years_paid", "months_paid", "period", "months_left", "money"})
_PAYMENT_ASKED = re.compile(
    r"\b(?:dong|nop|het|mat)(?: (?:het|mat))? (?:bao nhieu|may)\b"
    r"|\b(?:moi|mot|1) ?(?:thang|quy|nam)\b.*\b(?:bao nhieu|may)\b"
)
_ASKS = re.compile(r"\b(?:gi|nao|dau|sao|ai|bao nhieu|may|khong|chua|bao gio|bao lau)\b")


def followed(
    parse: ParseResult, words: str, question: str, tracker: Tracker, *, answers: SubAnswers
) -> ParseResult | None:
    """The text as part of the last question, or None when it is not.

    :param words: the text's plain words.
    """
    marked = _MARKER.match(words) is not None
    if _is_finer(parse, words, marked=marked) and answers.find(question, parse.text):
        return surely(parse, question)
    if _goes_on(parse, words, question, marked=marked):
        return surely(parse, question)
    question, values = _heeding(parse, question)
    if question == PENSION and _asks_for_payment(parse, words):
        return None
    if marked and not values and parse.decision is not Decision.ANSWER:
        # "Còn bố em 58 tuổi thì sao" may go on with a question before the last one.
        earlier = (_heeding(parse, asked) for asked in _questions(tracker))
        question, values = next((found for found in earlier if found[1]), (question, values))
    if not values or not (marked or tracker.active_form is None):
        return None
    goes_on = _is_short(parse, question, values) or _tells(parse, words, question, values)
    return surely(parse, question) if goes_on else None


def _asks_for_payment(parse: ParseResult, words: str) -> bool:
    """Whether a text surely asks what is to be paid, also after a question about the pension."""
    sure = parse.decision is Decision.ANSWER and parse.intent.name == PAYMENT
    return sure and _PAYMENT_ASKED.search(words) is not None


def _heeding(parse: ParseResult, question: str) -> tuple[str, list[Entity]]:
    """The question that the text's values belong to, and those values.

    An income said after a question about the pension's conditions asks for the pension.
    """
    base = question.partition("/")[0]
    question = PENSION if base in _LEADS_TO_PENSION else question
    values, of_pension = _valued(parse, question), _valued(parse, PENSION)
    if PENSION in _related(base) and len(of_pension) > len(values):
        return PENSION, of_pension
    return question, values


def _related(base: str) -> tuple[str, ...]:
    """The pension beside a question that hangs on the same person."""
    return (PENSION,) if {"birth_year", "gender"} <= _HEEDED.get(base, frozenset()) else ()


def _valued(parse: ParseResult, question: str) -> list[Entity]:
    heeded = _HEEDED.get(question.partition("/")[0], frozenset())
    return [entity for entity in parse.entities if entity.entity in heeded]


def _is_finer(parse: ParseResult, words: str, *, marked: bool) -> bool:
    """Whether a text may ask for more of the last question although it reads like another, or like none."""
    general = parse.intent.name in _GENERAL and len(words.split()) <= _SHORT_WORDS
    return marked or general or parse.decision is not Decision.ANSWER


def _goes_on(parse: ParseResult, words: str, question: str, *, marked: bool) -> bool:
    """Whether a short text that reads like several questions, or like none, goes on with the last one."""
    base, said = question.partition("/")[0], words.split()
    if len(said) > _SHORT_WORDS:
        return False
    names_nothing = _ELLIPTICAL.issuperset(said) and not parse.entities
    if parse.decision is Decision.ANSWER:
        return names_nothing and base in _WITH_AMOUNTS and parse.intent.name in {PAYMENT, PENSION}
    if names_nothing and base in _HEEDED:
        return True
    return base in torn_between(parse) and (marked or parse.intent.name == base)


def _is_short(parse: ParseResult, question: str, values: Sequence[Entity]) -> bool:
    """Whether a text says nothing beside its values but light words."""
    light = _ELLIPTICAL if question.partition("/")[0] in _WITH_AMOUNTS else _LIGHT
    light = light | _CORRECTING if parse.intent.name == "correct_information" else light
    left = list(parse.text)
    for entity in values:
        left[entity.start : entity.end] = " " * (entity.end - entity.start)
    return light.issuperset(words_of("".join(left)).plain)


def _tells(parse: ParseResult, words: str, question: str, values: Sequence[Entity]) -> bool:
    """Whether a text without a question tells how long was paid, which the last question hangs on."""
    told = parse.decision is not Decision.ANSWER or parse.intent.name in {*_TELLING, PAYMENT}
    by_time = any(entity.entity in _OF_TIME for entity in values)
    return told and by_time and question.partition("/")[0] != PENSION and not _ASKS.search(words)


def last_question(tracker: Tracker) -> str | None:
    """The question that was asked last, as far as the tail of the conversation and the last plan tell."""
    planned = tracker.slots.get("question")
    return next(_questions(tracker), planned if planned in _HEEDED else None)


def _questions(tracker: Tracker) -> Iterator[str]:
    """The questions that were asked, the newest first."""
    heard = (event.get("parse_data") or {} for event in reversed(tracker.tail) if event["event"] == "user")
    return filter(None, map(_question, heard))


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


def torn_between(parse: ParseResult) -> list[str]:
    """The intents that the classifier is torn between, the likeliest first."""
    first = parse.intent_ranking[:TORN_BETWEEN]
    return [score.name for score in first if score.confidence > first[0].confidence * _LIKELY_BESIDE_FIRST]


def surely(parse: ParseResult, intent: str) -> ParseResult:
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
