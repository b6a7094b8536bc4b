"""Reading: from what was sent to what is kept of it and what it means; nothing is stored here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from bot.clock import Clock
from bot.dialogue import Domain
from bot.observability import DECISIONS
from bot.types import EventKind, ParseResult
from bot.understanding import joined, parse_payload

from .linking import link_wish

# Longer texts are letters or pasted pages; the person is asked for the question in a few sentences.
MAX_TEXT = 4_000

PERSONAL_ID = "personal_id"
BLOT = "•"
# What is not read as words: how it stands in the history, and the message that answers it.
NOTICES: Mapping[EventKind, tuple[str, str]] = {
    EventKind.START: ("[Bắt đầu]", "utter_welcome"),
    EventKind.HELP: ("[Trợ giúp]", "utter_help"),
    EventKind.PHOTO: ("[Ảnh]", "utter_photo_received"),
    EventKind.STICKER: ("[Nhãn dán]", "utter_sticker_received"),
    EventKind.VOICE: ("[Lời nói]", "utter_voice_received"),
    EventKind.FILE: ("[Tệp]", "utter_file_received"),
    EventKind.LOCATION: ("[Vị trí]", "utter_location_received"),
    EventKind.FOREIGN_CONTACT: ("[Danh thiếp]", "utter_foreign_contact"),
    EventKind.OTHER: ("[Nội dung khác]", "utter_media_or_noise"),
    EventKind.GROUP: ("[Nhóm]", "utter_group_refused"),
    EventKind.MORE: ("[Xem thêm]", "utter_stale_button"),
}


def without_personal_ids(parse: ParseResult) -> ParseResult:
    """The same with the digits of every personal ID blotted out: a chat keeps none, not even encrypted.

    How many there were stays known: nine may be a mistyped phone number.
    """
    found = [entity for entity in parse.entities if entity.entity == PERSONAL_ID]
    text = parse.text
    for entity in found:
        text = text[: entity.start] + BLOT * (entity.end - entity.start) + text[entity.end :]
    entities = tuple(
        replace(entity, value=BLOT * len(entity.value)) if entity in found else entity
        for entity in parse.entities
    )
    return replace(parse, text=text, entities=entities)


class Understands(Protocol):
    """What reads a text."""

    def parse(self, text: str, *, today: date) -> ParseResult: ...


class Adviser(Protocol):
    """What is asked about a doubtful reading."""

    async def advise(self, parse: ParseResult) -> ParseResult: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is kept, what it means, and a message that comes before the answer or in its place."""

    text: str
    parse: ParseResult | None = None
    notice: str | None = None


class Reader:
    """Reads texts, buttons and whatever else a platform brings."""

    def __init__(
        self, understanding: Understands, *, domain: Domain, clock: Clock, adviser: Adviser | None = None
    ) -> None:
        """:param adviser: asked about what was read with doubt."""
        self._understanding = understanding
        self._adviser = adviser
        self._domain = domain
        self._clock = clock

    def parse(self, text: str) -> ParseResult:
        """What a text means, without a conversation."""
        return self._understanding.parse(text, today=self._clock.today())

    def read(self, text: str) -> Reading:
        """A typed text or a button's payload, read; what cannot be taken is refused with a message."""
        if len(text) > MAX_TEXT:
            beginning = without_personal_ids(self.parse(text[:MAX_TEXT]))
            return Reading(f"{beginning.text} […]", notice="utter_too_long")
        if text.startswith("/"):
            payload = parse_payload(text, intents=self._domain.intents, entities=self._domain.entities)
            return Reading(text, payload) if payload else Reading(text, notice="utter_stale_button")
        parse = link_wish(text) or without_personal_ids(self.parse(text))
        DECISIONS.labels(parse.decision.value).inc()
        return Reading(parse.text, parse)

    async def considered(self, reading: Reading) -> Reading:
        """The reading after the adviser, if there is one, was asked about what was read with doubt."""
        if self._adviser is None or reading.parse is None or reading.notice is not None:
            return reading
        return replace(reading, parse=await self._adviser.advise(reading.parse))

    def read_event(self, kind: EventKind, texts: Sequence[str]) -> Reading:
        """What came in one breath: the lines of a text, a button, or something that is not read as words."""
        if kind not in NOTICES:
            return self._read_lines(texts)
        label, notice = NOTICES[kind]
        words = texts[0]
        if not words:
            return Reading(label, notice=notice)
        reading = self.read(words)
        return replace(reading, notice=reading.notice or notice)

    def _read_lines(self, lines: Sequence[str]) -> Reading:
        text = "\n".join(lines)
        if len(lines) == 1 or len(text) > MAX_TEXT:
            return self.read(text)
        parse = joined([without_personal_ids(self.parse(line)) for line in lines])
        if parse is None:
            return self.read(text)
        DECISIONS.labels(parse.decision.value).inc()
        return Reading(parse.text, parse)
