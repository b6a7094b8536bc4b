"""Texts go live: tried out, put to the golden questions, kept as a version, and taken by every running server."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

import structlog

from bot.actions import Texts
from bot.checks.golden import golden_failures
from bot.checks.impact import AnswerChange, changed_answers, changed_estimates
from bot.checks.running import check_texts, province_facts
from bot.clock import Clock
from bot.conversation import Conversations
from bot.errors import AnTamError, DataError
from bot.law import Law
from bot.learning import GoldenQuestion
from bot.registration.corrections import EstimateChange
from bot.rendering import Renderer
from bot.rendering.checking import try_out
from bot.storage import Database, PublishedTextRepository, SavedEstimateRepository, StoredText
from bot.types import OutboundMessage

_SHOWN = 10
log = structlog.get_logger(__name__)


class TextRefusedError(AnTamError):
    """A text cannot go live.

    :param problems: all that is wrong with it, one line each.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("Chưa đăng được lời văn này", remedy="sửa những chỗ dưới đây rồi đăng lại")
        self.problems = problems


class UnknownTextError(AnTamError):
    """There is no such text or version."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Không có {what}", remedy="xem tên bằng lệnh antam messages list")


class TextPublisher:
    """Publishes texts into the database and keeps this process's texts up to date."""

    def __init__(
        self,
        texts: Texts,
        *,
        original: Renderer,
        database: Database,
        clock: Clock,
        law: Law,
        golden: Sequence[GoldenQuestion],
        bot_with: Callable[[Renderer, Database, date], Conversations],
    ) -> None:
        """Join what publishing needs.

        :param original: the texts as they came with the program.
        :param bot_with: the bot with other texts, over a database, as it would answer on a day.
        """
        self._texts = texts
        self._original = original
        self._database = database
        self._clock = clock
        self._law = law
        self._golden = golden
        self._bot_with = bot_with
        self._taken = 0

    async def look(self) -> None:
        """Take the newest published texts when they are not in use yet.

        :raises AnTamError: when the database does not work or a text is broken; the texts in use stay.
        """
        async with self._database.reading() as session:
            texts = PublishedTextRepository(session)
            newest = await texts.newest()
            if newest == self._taken:
                return
            published = await texts.in_force()
        self._texts.use(await self._renderer(published))
        self._taken = newest
        log.info("texts_taken", version=newest)

    @property
    def renderer(self) -> Renderer:
        """All texts in use."""
        return self._texts.renderer

    def original(self, path: str) -> str | None:
        """A text as it came with the program."""
        source = self._original.sources.get(path)
        return source.head + source.body if source else None

    def text(self, path: str) -> str:
        """A text as it is in use.

        :raises UnknownTextError: when there is none.
        """
        source = self._texts.renderer.sources.get(path)
        if source is None:
            raise UnknownTextError(f"lời văn «{path}»")
        return source.head + source.body

    async def preview(self, path: str, body: str) -> Sequence[OutboundMessage]:
        """A text that is not published as a person would see it, without and with what they said of themselves.

        :raises DataError: when it is broken.
        """
        async with self._database.reading() as session:
            published = dict(await PublishedTextRepository(session).in_force())
        renderer = await self._renderer(published | {path: body})
        source = renderer.sources[path]
        if not source.is_message:
            return []
        tried = try_out(
            renderer,
            source.response,
            day=self._clock.today(),
            channel=source.channel or "web",
            province=province_facts(),
        )
        return [trial.message for trial in tried]

    async def versions(self, path: str) -> Sequence[StoredText]:
        """What was published for a path, the newest first."""
        async with self._database.reading() as session:
            return await PublishedTextRepository(session).versions(path)

    async def publish(
        self, changes: Mapping[str, str | None], *, note: str, staff_id: int | None = None
    ) -> None:
        """Put texts in force together; None puts back what came with the program.

        :raises TextRefusedError: when a text is broken, or a golden question is not answered rightly any more.
        """
        async with self._database.reading() as session:
            published = dict(await PublishedTextRepository(session).in_force())
        for path, body in changes.items():
            published.pop(path, None)
            if body is not None:
                published[path] = body.replace("\r\n", "\n")
        if problems := await self.problems(published, changed=list(changes)):
            raise TextRefusedError(problems)
        async with self._database.transaction() as session:
            texts = PublishedTextRepository(session)
            for path in changes:
                await texts.add(path, published.get(path), note=note, staff_id=staff_id, at=self._clock.now())
        await self.look()

    async def impact_on_people(self, on: date) -> Sequence[EstimateChange]:
        """The saved estimates that change on a day."""
        async with self._database.reading() as session:
            saved = SavedEstimateRepository(session).all()
            return [one async for one in changed_estimates(saved, law=self._law, on=on)]

    async def impact(self, on: date) -> tuple[Sequence[AnswerChange], Sequence[EstimateChange]]:
        """The texts in use and the saved estimates that change on a day."""
        estimates = await self.impact_on_people(on)
        answers = await asyncio.to_thread(
            lambda: list(changed_answers(self.renderer, on=on, province=province_facts()))
        )
        return answers, estimates

    async def roll_back(self, version_id: int, *, staff_id: int | None = None) -> str:
        """Put a text back as it was in a version; its path.

        :raises UnknownTextError: when there is no such version.
        :raises TextRefusedError: when it does not pass any more.
        """
        async with self._database.reading() as session:
            version = await PublishedTextRepository(session).get(version_id)
        if version is None:
            raise UnknownTextError(f"phiên bản {version_id}")
        note = f"trở lại phiên bản {version_id}"
        await self.publish({version.path: version.body}, note=note, staff_id=staff_id)
        return version.path

    async def problems(self, published: Mapping[str, str], *, changed: Collection[str]) -> Sequence[str]:
        """What speaks against these texts in place of the files' own, one line each.

        :param changed: the paths of those that are not in force yet.
        """
        try:
            renderer = await self._renderer(published)
        except DataError as error:
            return [str(error)]
        found = [str(problem) for problem in await asyncio.to_thread(check_texts, renderer, changed)]
        if found:
            return found[:_SHOWN]
        failures = await golden_failures(
            lambda database, day: self._bot_with(renderer, database, day), self._golden
        )
        return [f"Câu hỏi mẫu «{one.question}»: {one.reason}." for one in failures[:_SHOWN]]

    async def _renderer(self, published: Mapping[str, str]) -> Renderer:
        return await asyncio.to_thread(self._original.with_published, published)
