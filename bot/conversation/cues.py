"""What the talk so far and a few plain words tell of a text beyond its own intent.

Distress and a number to be checked are heeded whatever else is said; "xem thêm", "vì sao" and short follow-ups
("còn nữ thì sao") are read as part of the last question; where the classifier is torn, an answer to exactly
the finer question decides.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from bot.actions import Texts
from bot.actions.sub_answers import SubAnswers, intent_of, words_of
from bot.dialogue import Tracker
from bot.office import Verification
from bot.types import Decision, Entity, ParseResult
from bot.understanding.normalise import normalise

from .follow_ups import TORN_BETWEEN, followed, last_question, surely, torn_between

REPEAT, GENUINE = "ask_repeat", "complaint_trust_scam"
STYLE = "style"
_WORDS = yaml.safe_load((Path(__file__).parent / "cues.yml").read_text(encoding="utf-8"))
_GENUINE_WORDS = re.compile(rf"\b(?:{_WORDS['genuine']})\b")
_APPROACHED_WORDS = re.compile(rf"\b(?:{_WORDS['approached']})\b")
_STYLES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern) for name, pattern in _WORDS["styles"].items()
}
# A question as likely as this is answered where the next is not a fifth as likely. Of 1,518 questions that were kept
# aside, 43 more are answered at once and right, three more at once and wrong.
_LIKELY_ALONE, _FAR_BEHIND = 0.6, 0.2


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
            return surely(parse, intent_of(urgent, self._intents) or parse.intent.name)
        if self._asks_whether_genuine(parse, tracker):
            return surely(parse, GENUINE)
        return self._followed(parse, words, tracker) or self._decided(parse)

    @property
    def _answers(self) -> SubAnswers:
        return self._texts.sub_answers

    def _asks_whether_genuine(self, parse: ParseResult, tracker: Tracker) -> bool:
        """Whether a number or an address is to be looked up; in a form it may be the person's own."""
        if not self._verification.findings(parse.text):
            return False
        # Not the words by which answers are found: they tie a number to the word that follows it.
        plain = normalise(parse.text).plain
        asked = _GENUINE_WORDS.search(plain) is not None
        if tracker.active_form is None and (asked or self._verification.names_an_address(parse.text)):
            return True
        likely = {score.name for score in parse.intent_ranking[:TORN_BETWEEN]}
        near = GENUINE in likely or "contact_office" in likely
        return near and (asked or _APPROACHED_WORDS.search(plain) is not None)

    def _followed(self, parse: ParseResult, words: str, tracker: Tracker) -> ParseResult | None:
        """The text as part of the last question, or None when it is not."""
        question = last_question(tracker)
        style = next((name for name, pattern in _STYLES.items() if pattern.fullmatch(words)), None)
        if style == "why" and question and self._answers.find(question, parse.text):
            return surely(parse, question)
        if style:
            return replace(surely(parse, REPEAT), entities=(*parse.entities, Entity(STYLE, style, 0, 0)))
        if question is None:
            return None
        return followed(parse, words, question, tracker, answers=self._answers)

    def _decided(self, parse: ParseResult) -> ParseResult:
        """Where the classifier is in doubt: the likely intent with an answer to just this question, or the only one."""
        if parse.decision is not Decision.CHOOSE:
            return parse
        found = self._answers.likeliest(torn_between(parse), parse.text) or _alone(parse)
        return surely(parse, found) if found else parse


def _alone(parse: ParseResult) -> str | None:
    """The question that is likely when nothing else is: then there is nothing to choose between."""
    if len(parse.intents) > 1:
        return None
    first, second = parse.intent_ranking[:2]
    alone = first.confidence >= _LIKELY_ALONE and second.confidence <= _FAR_BEHIND * first.confidence
    return first.name if alone else None
