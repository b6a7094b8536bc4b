"""The editor's queue: doubtful questions in groups, each given an intent or discarded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import AnTamError
from bot.storage import DoubtfulQuestionRepository, LearnedSentenceRepository, Session, StoredDoubt
from bot.understanding import grouped

# As many as are looked at and grouped at a time.
MOST = 500
MOST_LETTERS = 500
_NOT_IN_SENTENCES = frozenset("[]<>\n\r•")


class SentenceError(AnTamError):
    """A sentence or an intent cannot be taught."""


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions that say much the same, the newest first."""

    questions: Sequence[StoredDoubt]

    @property
    def text(self) -> str:
        return self.questions[0].text

    @property
    def ids(self) -> Sequence[int]:
        return [question.id for question in self.questions]

    @property
    def likely(self) -> Sequence[str]:
        """The intents to suggest, the likeliest first: what people pressed counts most."""
        votes: dict[str, float] = {}
        for question in self.questions:
            # What was denied was not meant; the others of its ranking may be.
            denied = next(iter(question.ranking), None) if question.reason == "denied" else None
            for name, probability in question.ranking.items():
                votes[name] = votes.get(name, 0) + (0 if name == denied else probability)
            if question.chosen:
                votes[question.chosen] = votes.get(question.chosen, 0) + 2
        return sorted(votes, key=lambda name: -votes[name])


class Lessons:
    """What an editor does with doubtful questions, within one transaction."""

    def __init__(self, session: Session, *, intents: Collection[str], at: datetime) -> None:
        self._questions = DoubtfulQuestionRepository(session)
        self._sentences = LearnedSentenceRepository(session)
        self._intents = intents
        self._at = at

    async def waiting(self) -> Sequence[QuestionGroup]:
        """The newest questions that wait, in groups, the largest first."""
        questions = await self._questions.open(limit=MOST)
        groups = grouped([question.text for question in questions])
        return [QuestionGroup([questions[index] for index in group]) for group in groups]

    async def assign(self, ids: Sequence[int], *, intent: str, sentence: str, staff_id: int) -> int:
        """Teach one sentence for questions of a group; how many that takes out of the queue.

        :param sentence: the wording to learn, as the editor left it.
        :raises SentenceError: when there is no such intent, or the sentence cannot be learned from.
        """
        text = self._checked(sentence, intent)
        done = await self._questions.decide(ids, state="assigned", staff_id=staff_id, at=self._at)
        if done:
            await self._sentences.add(intent=intent, text=text, staff_id=staff_id, at=self._at)
        return len(done)

    async def discard(self, ids: Sequence[int], *, staff_id: int) -> int:
        """Take questions out of the queue that teach nothing; how many those were."""
        return len(await self._questions.decide(ids, state="discarded", staff_id=staff_id, at=self._at))

    async def purge(self, *, days: int) -> None:
        """Delete what was asked longer ago, decided or not; what was taught stays."""
        await self._questions.purge(before=self._at - timedelta(days=days))

    async def counts(self) -> Mapping[str, int]:
        """How many questions wait, and how many sentences were taught."""
        return {
            "waiting": await self._questions.count_open(),
            "taught": len(await self._sentences.all()),
        }

    def _checked(self, sentence: str, intent: str) -> str:
        if intent not in self._intents:
            raise SentenceError("Chưa chọn ý định", remedy="chọn một ý định trong danh sách")
        text = " ".join(sentence.split())
        if not any(letter.isalpha() for letter in text):
            raise SentenceError("Câu mẫu không có chữ nào", remedy="viết lại câu như người dân hỏi")
        if len(text) > MOST_LETTERS:
            raise SentenceError(
                f"Câu mẫu dài quá {MOST_LETTERS} chữ cái", remedy="rút gọn, giữ lại câu hỏi chính"
            )
        if not _NOT_IN_SENTENCES.isdisjoint(text):
            raise SentenceError(
                "Câu mẫu còn chỗ đã che (•••) hoặc dấu ngoặc",
                remedy="bỏ chỗ ấy, hoặc thay bằng từ chung như “tên tôi”",
            )
        return text
