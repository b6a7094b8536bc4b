"""Training a model and publishing it: only when it is no worse than the one in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.errors import AnTamError
from bot.learning.golden import GoldenQuestion
from bot.storage import Database, LearnedSentenceRepository, TrainedModelRepository
from bot.types import Decision, ParseResult
from bot.understanding import (
    Example,
    HeldOut,
    Model,
    Understanding,
    load_or_train,
    load_training_data,
    newest_model,
    program_digest,
    train,
)

# Of all held-out sentences; below it, one model is as good as the other.
_ALLOWANCE = 0.005
# Of the golden questions answered at once.
_HESITATION = 0.01
_SHOWN = 20


class RefusedError(AnTamError):
    """A new model would understand less than the one in use."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a new model does worse than the one in use.

    :param broken: golden questions that the one in use reads rightly and the new one does not.
    :param answered: how many golden questions each answers at once and rightly, the one in use first.
    :param held_out: how each reads the sentences that it had not learned, the one in use first.
    """

    broken: Sequence[GoldenQuestion]
    answered: tuple[int, int]
    held_out: tuple[HeldOut, HeldOut]

    @property
    def is_good(self) -> bool:
        """Whether nothing broke.

        A few questions may be offered as a choice instead of answered, as thresholds move with every sentence;
        sentences that are new are often hard, and may be misread.
        """
        answered, answers = self.answered
        before, after = self.held_out
        new = max(0, after.cases - before.cases)
        hesitates = answers < answered * (1 - _HESITATION)
        return (
            not self.broken
            and not hesitates
            and after.wrong - new <= before.wrong + _ALLOWANCE * before.cases
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model that is to be published, and how it compares; without a verdict there is nothing to compare it with."""

    model: Model
    verdict: Verdict | None


def judge(new: Model, old: Model, *, golden: Sequence[GoldenQuestion], today: date) -> Verdict:
    """Compare two models."""
    before, after = (
        [Understanding(model).parse(question.question, today=today) for question in golden]
        for model in (old, new)
    )
    broken = [
        question
        for question, was, now in zip(golden, before, after, strict=True)
        if _is_read(was, question) and not _is_read(now, question)
    ]
    answered = [
        sum(
            _is_read(parse, question) and parse.decision is Decision.ANSWER
            for parse, question in zip(parses, golden, strict=True)
        )
        for parses in (before, after)
    ]
    return Verdict(broken, (answered[0], answered[1]), (old.held_out, new.held_out))


def _is_read(parse: ParseResult, question: GoldenQuestion) -> bool:
    """Whether the person gets the right answer at once or by the first button."""
    return parse.intent.name == question.intent and parse.decision is not Decision.HAND_OVER


class Publisher:
    """Trains from `intents/` and from what editors taught, and publishes into the database.

    Where there is no database yet, there is nothing taught and nobody to publish to: the model is cached in its folder.
    """

    def __init__(
        self,
        *,
        intents_dir: Path,
        model_dir: Path,
        golden: Sequence[GoldenQuestion],
        at: datetime,
        today: date,
    ) -> None:
        self._intents_dir = intents_dir
        self._model_dir = model_dir
        self._golden = golden
        self._at = at
        self._today = today

    async def publish(self, database: Database) -> Candidate:
        """Train what is new since the model in use and publish it, or nothing when nothing is.

        :raises RefusedError: when the new model is worse; the one in use stays in use.
        :raises AnTamError: when sentences or database are not what they should be.
        """
        old = await self._in_use(database)
        model = await self._trained(database, old)
        verdict = None
        if old is not None and old.digest != model.digest:
            verdict = judge(model, old, golden=self._golden, today=self._today)
        good = verdict is None or verdict.is_good
        await self._put(database, model if good else old)
        if verdict is not None and not good:
            raise RefusedError(_reason(verdict), remedy="sửa các câu mẫu vừa thêm rồi chạy lại `antam train`")
        return Candidate(model, verdict)

    async def _in_use(self, database: Database) -> Model | None:
        """The published model, or the newest of the folder; None when this program can read none."""
        async with database.reading() as session:
            models = TrainedModelRepository(session)
            newest = await models.newest(program=program_digest())
            data = await models.data(newest.id) if newest else None
        if data is not None:
            return Model.from_bytes(data, name="trained_model")
        return newest_model(self._model_dir, program=program_digest())

    async def _trained(self, database: Database, old: Model | None) -> Model:
        async with database.reading() as session:
            learned = [
                Example(sentence.intent, sentence.text)
                for sentence in await LearnedSentenceRepository(session).all()
            ]
        # Always: a server starts with the files' own model, before it knows the database.
        base = load_or_train(self._intents_dir, self._model_dir)
        data = load_training_data(self._intents_dir, learned=learned) if learned else None
        if data is None or data.digest == base.digest:
            return base
        return old if old and old.digest == data.digest else train(data)

    async def _put(self, database: Database, model: Model | None) -> None:
        """Publish a model unless it is published already."""
        if model is None:
            return
        async with database.transaction() as session:
            models = TrainedModelRepository(session)
            newest = await models.newest(program=program_digest())
            if newest is None or newest.digest != model.digest:
                await models.add(
                    digest=model.digest, program=program_digest(), data=model.to_bytes(), at=self._at
                )


def _reason(verdict: Verdict) -> str:
    lines = ["Mô hình mới kém mô hình đang dùng nên không được đưa vào dùng"]
    before, after = (f"{one.right * 100:.1f} %".replace(".", ",") for one in verdict.held_out)
    lines.append(f"  câu mẫu để riêng hiểu đúng: {before} trước, {after} sau")
    lines.append("  câu hỏi chuẩn trả lời ngay: {} trước, {} sau".format(*verdict.answered))
    lines += [f"  hỏng: “{broken.question}” ({broken.intent})" for broken in verdict.broken[:_SHOWN]]
    if len(verdict.broken) > _SHOWN:
        lines.append(f"  … và {len(verdict.broken) - _SHOWN} câu nữa")
    return "\n".join(lines)
