"""Understanding: a text becomes intents, entities, an honest confidence and what to do with it."""

from datetime import date

import numpy as np

from bot.types import Decision, IntentScore, ParseResult
from bot.understanding.calibration import Thresholds
from bot.understanding.entities import CommuneIndex, extract
from bot.understanding.model import Model

_RANKED = 10


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
    def intents(self) -> tuple[str, ...]:
        """The intents that can be found, sorted."""
        return self._model.intents

    def parse(self, text: str, *, today: date) -> ParseResult:
        """What a text means; never raises, and takes time linear in a bounded part of the text."""
        normalised = self._model.normalise(text)
        entities = extract(text, normalised=normalised, communes=self._communes, today=today)
        ranking = self._rank(self._model.probabilities(normalised, entities))
        return ParseResult(
            text=text,
            intent=ranking[0],
            intent_ranking=ranking,
            entities=entities,
            intents=(ranking[0].name,),
            decision=self._decide(ranking[0].confidence),
        )

    def _rank(self, probabilities: np.ndarray[tuple[int], np.dtype[np.float32]]) -> tuple[IntentScore, ...]:
        order = np.argsort(-probabilities)[:_RANKED]
        return tuple(IntentScore(self._model.intents[index], float(probabilities[index])) for index in order)

    def _decide(self, confidence: float) -> Decision:
        if confidence >= self.thresholds.answer:
            return Decision.ANSWER
        return Decision.CHOOSE if confidence >= self.thresholds.choose else Decision.HAND_OVER
