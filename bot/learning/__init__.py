"""Learning from questions that were read with doubt: keep them, let an editor say what they meant, train, publish.

A model is published only when it reads every golden question that the one before read. Servers take it while they run.
"""

from bot.learning.collecting import Doubts
from bot.learning.exporting import export
from bot.learning.golden import GoldenQuestion, load_golden
from bot.learning.live import LiveUnderstanding, ModelWatch, repeating
from bot.learning.publishing import Candidate, Publisher, RefusedError, Verdict, judge
from bot.learning.teaching import Lessons, QuestionGroup, SentenceError

__all__ = [
    "Candidate",
    "Doubts",
    "GoldenQuestion",
    "Lessons",
    "LiveUnderstanding",
    "ModelWatch",
    "Publisher",
    "QuestionGroup",
    "RefusedError",
    "SentenceError",
    "Verdict",
    "export",
    "judge",
    "load_golden",
    "repeating",
]
