"""Understanding: a text becomes intents, entities, an honest confidence and what to do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bot.types import Decision, Entity, IntentScore, ParseResult
from bot.understanding.calibration import Thresholds
from bot.understanding.clauses import asks, clauses
from bot.understanding.entities import CommuneIndex, extract
from bot.understanding.model import Model
from bot.understanding.normalise import Normalised

_RANKED = 10
# From this probability on, a part of a message counts as a question of its own.
_FOUND = 0.55
_MOST = 8
# A part as probable as this is answered beside one that is sure: both stand in the text, so neither is out of the way.
_BESIDE_SURE = 0.6
# What a part of a message says beside its question: never a second question.
_TALK = frozenset(
    {
        "greet",
        "goodbye",
        "thanks",
        "affirm",
        "deny",
        "chitchat",
        "abusive",
        "media_or_noise",
        "give_information",
    }
)
_BESIDE = _TALK | {"ask_repeat", "bot_identity", "out_of_scope", "correct_information"}
_NOTHING = "media_or_noise"
# What somebody tells of the insured person; said without a question, it is information and nothing else.
_INFORMATION = "give_information"
_TOLD = frozenset(
    {
        "age",
        "birth_year",
        "birth_date",
        "category",
        "commune",
        "income",
        "years_paid",
        "months_paid",
        "payment_method",
        "full_name",
        "phone",
    }
)
# Among so many first intents, and as likely as this, information is what a text without a question is.
_TELLING_RANK, _TELLING = 3, 0.1
# Who weighs two things asks which is better ("nên đóng hay chờ").
_WEIGHING = frozenset({"nên", "hay"})
# Who tells of a death wants to know what follows from it.
_OF_DEATH = frozenset({"mất", "chết", "tử"})


@dataclass(frozen=True, slots=True)
class _Reading:
    """The probability of each intent, the questions found in the order asked, and how sure the least sure is."""

    probabilities: NDArray[np.float32]
    intents: tuple[str, ...]
    confidence: float


class Understanding:
    """Reads texts with one model; thresholds measured at training hold unless others are given."""

    def __init__(
        self,
        model: Model,
        *,
        communes: CommuneIndex | None = None,
        answer_threshold: float | None = None,
        choose_threshold: float | None = None,
    ) -> None:
        self._model = model
        self._communes = communes
        measured = model.thresholds
        self.thresholds = Thresholds(
            answer=measured.answer if answer_threshold is None else answer_threshold,
            choose=measured.choose if choose_threshold is None else choose_threshold,
        )

    @property
    def digest(self) -> str:
        """What the model was made from."""
        return self._model.digest

    @property
    def intents(self) -> tuple[str, ...]:
        """The intents that can be found, sorted."""
        return self._model.intents

    def parse(self, text: str, *, today: date) -> ParseResult:
        """What a text means; never raises, and takes time linear in a bounded part of the text."""
        normalised = self._model.normalise(text)
        entities = extract(text, normalised=normalised, communes=self._communes, today=today)
        reading = self._told(self._read(normalised, entities), normalised, entities)
        ranking = self._rank(reading.probabilities)
        return ParseResult(
            text=text,
            intent=ranking[0],
            intent_ranking=ranking,
            entities=entities,
            intents=reading.intents,
            decision=self._decide(reading.confidence),
        )

    def _read(self, normalised: Normalised, entities: Sequence[Entity]) -> _Reading:
        if not normalised.tokens:
            return self._nothing()
        restored = self._model.featuriser.restore(normalised)
        whole = self._model.probabilities(normalised, restored, entities)
        found = self._questions(normalised, restored, entities)
        if len(found) < 2:
            return self._one(whole, *found.values())
        probabilities = whole.copy()
        for part in found.values():
            probabilities[part.argmax()] = max(probabilities[part.argmax()], part.max())
        sure = [float(part.max()) for part in found.values()]
        carried = min(sure) >= _BESIDE_SURE and max(sure) >= self.thresholds.answer
        return _Reading(probabilities, tuple(found), max(sure) if carried else min(sure))

    def _told(self, reading: _Reading, normalised: Normalised, entities: Sequence[Entity]) -> _Reading:
        """A doubtful text that asks nothing and tells of the insured person is information."""
        if reading.confidence >= self.thresholds.answer or _TOLD.isdisjoint(
            entity.entity for entity in entities
        ):
            return reading
        index = self._model.intents.index(_INFORMATION)
        likely = index in np.argsort(-reading.probabilities)[:_TELLING_RANK]
        restored = self._model.featuriser.restore(normalised)
        asked = asks(restored, slice(0, len(restored))) or _WEIGHING.issubset(restored)
        asked = asked or not _OF_DEATH.isdisjoint(restored)
        if asked or not likely or reading.probabilities[index] < _TELLING:
            return reading
        probabilities = reading.probabilities.copy()
        probabilities[index] = self.thresholds.answer
        return _Reading(probabilities, (_INFORMATION,), self.thresholds.answer)

    def _questions(
        self, normalised: Normalised, restored: Sequence[str], entities: Sequence[Entity]
    ) -> dict[str, NDArray[np.float32]]:
        """The questions found in the parts of a text, in the order asked, each with the probabilities of its part."""
        parts = clauses(normalised, restored)
        asking = [part for part in parts if len(parts) > 1 and asks(restored, part)]
        found: dict[str, NDArray[np.float32]] = {}
        # Of a letter, only what is asked at its beginning and at its end is read one by one.
        for part in asking if len(asking) <= _MOST else [*asking[: _MOST // 2], *asking[-_MOST // 2 :]]:
            values = _within(entities, normalised, part)
            probabilities = self._model.probabilities(normalised.part(part), restored[part], values)
            name = self._name(probabilities)
            if probabilities.max() >= _FOUND and name not in _BESIDE:
                found.setdefault(name, probabilities)
        return found

    def _one(self, whole: NDArray[np.float32], *asked: NDArray[np.float32]) -> _Reading:
        """One question: the part of a text that asks it has as much to say as the whole, more than talk around it."""
        if not asked:
            return self._reading(whole)
        if self._name(whole) in _TALK:
            return self._reading(asked[0])
        if whole.argmax() == asked[0].argmax():
            return self._reading(np.maximum(whole, asked[0]))
        return self._reading(np.mean([whole, asked[0]], axis=0, dtype=np.float32))

    def _reading(self, probabilities: NDArray[np.float32]) -> _Reading:
        return _Reading(probabilities, (self._name(probabilities),), float(probabilities.max()))

    def _nothing(self) -> _Reading:
        """A text without a single letter, digit or sign says nothing."""
        probabilities = np.array([name == _NOTHING for name in self._model.intents], dtype=np.float32)
        return _Reading(probabilities, (_NOTHING,), float(probabilities.max()))

    def _name(self, probabilities: NDArray[np.float32]) -> str:
        return self._model.intents[int(probabilities.argmax())]

    def _rank(self, probabilities: NDArray[np.float32]) -> tuple[IntentScore, ...]:
        order = np.argsort(-probabilities, kind="stable")[:_RANKED]
        return tuple(IntentScore(self._model.intents[index], float(probabilities[index])) for index in order)

    def _decide(self, confidence: float) -> Decision:
        if confidence >= self.thresholds.answer:
            return Decision.ANSWER
        return Decision.CHOOSE if confidence >= self.thresholds.choose else Decision.HAND_OVER


def _within(entities: Sequence[Entity], normalised: Normalised, part: slice) -> list[Entity]:
    """The values that stand in a part of the text."""
    tokens = normalised.tokens[part]
    return [entity for entity in entities if tokens[0].start <= entity.start and entity.end <= tokens[-1].end]
