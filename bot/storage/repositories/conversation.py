"""Conversations: lock one for a turn, save the turn, read what was said, erase it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

import orjson
from sqlalchemy import Row, and_, bindparam, delete, insert, select, update

from bot.storage.models import conversation, conversation_event, doubtful_question, inbox, outbox, promise
from bot.storage.repositories.base import Repository, locked
from bot.types import Button

_SAID = ("user", "bot")
ERASED = "người dân đã yêu cầu xóa"

# What every turn needs is built once: building a statement costs as much as running it.
_OF_PERSON = select(conversation).where(
    conversation.c.channel == bindparam("channel"),
    conversation.c.account_id == bindparam("account_id"),
    conversation.c.user_key == bindparam("user_key"),
)
_ID_OF_PERSON = _OF_PERSON.with_only_columns(conversation.c.id)
_LOCKED_OF_PERSON = locked(_OF_PERSON)
_ADD_EVENTS = insert(conversation_event)
_SAVE_TURN = (
    update(conversation)
    .where(conversation.c.id == bindparam("this"))
    .values(snapshot=bindparam("kept"), event_count=bindparam("count"), updated_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation as a turn needs it: never its history.

    :param snapshot: what ``save_turn`` was given last; None before the first turn and after an erasure.
    :param event_count: how many events there have been; the next one's position.
    :param floor: who speaks for the office; staff have it until ``floor_until``.
    :param wanted_at: since when the person waits for somebody of the office.
    """

    id: int
    channel: str
    account_id: str
    user_id: str
    snapshot: dict[str, Any] | None
    person_id: int | None
    event_count: int
    updated_at: datetime | None
    floor: Literal["bot", "staff"]
    floor_until: datetime | None
    floor_staff_id: int | None
    wanted_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredLine:
    """One thing that was said; ``staff`` are the words of a person of the office.

    :param image: the address of the picture that was sent with it; ``image_text`` is what it shows.
    """

    author: Literal["user", "bot", "staff"]
    text: str
    buttons: tuple[Button, ...]
    at: datetime
    image: str | None = None
    image_text: str | None = None


class ConversationRepository(Repository):
    """Conversations and their events."""

    async def lock(self, channel: str, account_id: str, user_id: str) -> StoredConversation:
        """The conversation of a person, made when there is none, and kept from others until the transaction ends."""
        person = self._person(channel, account_id, user_id)
        row = (await self._session.execute(_LOCKED_OF_PERSON, person)).one_or_none()
        if row is None:
            await self._add(person, user_id)
            row = (await self._session.execute(_LOCKED_OF_PERSON, person)).one()
        return self._stored(row)

    async def ensure(self, channel: str, account_id: str, user_id: str) -> int:
        """The number of a person's conversation, made when there is none, without waiting for a turn."""
        person = self._person(channel, account_id, user_id)
        found = (await self._session.execute(_ID_OF_PERSON, person)).scalar_one_or_none()
        if found is None:
            await self._add(person, user_id)
            found = (await self._session.execute(_ID_OF_PERSON, person)).scalar_one()
        return int(found)

    async def lock_idle(self, conversation_id: int) -> StoredConversation | None:
        """The conversation kept from others until the transaction ends; None when another process has it."""
        query = select(conversation).where(conversation.c.id == conversation_id)
        row = (await self._session.execute(locked(query, skip_locked=True))).one_or_none()
        return self._stored(row) if row else None

    async def find(self, channel: str, account_id: str, user_id: str) -> StoredConversation | None:
        """The conversation of a person, as it is."""
        person = self._person(channel, account_id, user_id)
        row = (await self._session.execute(_OF_PERSON, person)).one_or_none()
        return self._stored(row) if row else None

    async def get(self, conversation_id: int) -> StoredConversation | None:
        """A conversation by its number."""
        query = self._locked(select(conversation).where(conversation.c.id == conversation_id))
        row = (await self._session.execute(query)).one_or_none()
        return self._stored(row) if row else None

    async def messages(self, conversation_id: int, *, limit: int) -> list[StoredLine]:
        """The newest lines, oldest first."""
        query = (
            select(conversation_event.c.kind, conversation_event.c.data, conversation_event.c.at)
            .where(
                conversation_event.c.conversation_id == conversation_id, conversation_event.c.kind.in_(_SAID)
            )
            .order_by(conversation_event.c.position.desc())
            .limit(limit)
        )
        rows = (await self._session.execute(query)).all()
        return [_line(row.kind, self._opened_json(row.data), row.at) for row in reversed(rows)]

    async def save_turn(
        self,
        stored: StoredConversation,
        *,
        snapshot: Mapping[str, Any],
        events: Sequence[Mapping[str, Any]],
        at: datetime,
    ) -> StoredConversation:
        """Append Rasa events and replace the snapshot; the conversation must be locked."""
        rows = [
            self._event_row(stored.id, position, event, at)
            for position, event in enumerate(events, start=stored.event_count)
        ]
        if rows:
            await self._session.execute(_ADD_EVENTS, rows)
        count = stored.event_count + len(rows)
        text = orjson.dumps(snapshot).decode()
        kept = {"this": stored.id, "kept": self._keys.encrypt(text), "count": count, "at": at}
        await self._session.execute(_SAVE_TURN, kept)
        return replace(stored, snapshot=orjson.loads(text), event_count=count, updated_at=at)

    async def attach_person(self, conversation_id: int, person_id: int) -> None:
        """Note who this is; a later registration of the same conversation replaces it."""
        await self._session.execute(
            update(conversation).where(conversation.c.id == conversation_id).values(person_id=person_id)
        )

    async def note_source(self, conversation_id: int, source: str | None) -> None:
        """Note the link or QR code that the person came by; a later one takes its place, and None forgets it."""
        this = conversation.c.id == conversation_id
        await self._session.execute(update(conversation).where(this).values(source=source))

    async def source(self, conversation_id: int) -> str | None:
        """The link or QR code that the person came by last."""
        query = select(conversation.c.source).where(conversation.c.id == conversation_id)
        return (await self._session.execute(query)).scalar_one_or_none()

    async def mark_unreachable(self, conversation_id: int, *, at: datetime) -> None:
        """Note that the platform lets nothing through to this person."""
        this = conversation.c.id == conversation_id
        await self._session.execute(update(conversation).where(this).values(unreachable_at=at))

    async def mark_reachable(self, conversation_id: int) -> None:
        """The person was heard of again."""
        this = and_(conversation.c.id == conversation_id, conversation.c.unreachable_at.is_not(None))
        await self._session.execute(update(conversation).where(this).values(unreachable_at=None))

    async def forget(self, conversation_id: int) -> None:
        """Let a conversation begin anew, as if nothing had been said; its history stays."""
        this = conversation.c.id == conversation_id
        await self._session.execute(update(conversation).where(this).values(snapshot=None, person_id=None))

    async def erase(self, conversation_id: int) -> None:
        """Delete everything that was said, in every table; the row stays, so that order and repetitions stay known."""
        of_this = conversation_event.c.conversation_id == conversation_id
        await self._session.execute(delete(conversation_event).where(of_this))
        # What came after the wish to have it erased is still to be answered; what waits to go out goes with the rest.
        read = and_(inbox.c.conversation_id == conversation_id, inbox.c.state != "pending")
        await self._session.execute(update(inbox).where(read).values(data=None))
        answers = outbox.c.conversation_id == conversation_id
        unsent = and_(answers, outbox.c.state.in_(("pending", "held")))
        await self._session.execute(update(outbox).where(unsent).values(state="failed", reason=ERASED))
        await self._session.execute(update(outbox).where(answers).values(data=None))
        promised = promise.c.conversation_id == conversation_id
        waits = and_(promised, promise.c.state == "open")
        await self._session.execute(update(promise).where(waits).values(state="erased"))
        await self._session.execute(update(promise).where(promised).values(question=None, answer=None))
        doubts = doubtful_question.c.conversation_id == conversation_id
        await self._session.execute(delete(doubtful_question).where(doubts))
        await self.note_source(conversation_id, None)
        await self.forget(conversation_id)

    def _person(self, channel: str, account_id: str, user_id: str) -> dict[str, Any]:
        key = self._keys.fingerprint(user_id, purpose=f"user {channel} {account_id}")
        return {"channel": channel, "account_id": account_id, "user_key": key}

    async def _add(self, person: Mapping[str, Any], user_id: str) -> None:
        """Make the conversation unless another transaction was faster; waits for it to end."""
        row = {**person, "user_id": self._keys.encrypt(user_id), "event_count": 0}
        await self._session.execute(self._insert(conversation).values(row).on_conflict_do_nothing())

    def _event_row(
        self, conversation_id: int, position: int, event: Mapping[str, Any], at: datetime
    ) -> dict[str, Any]:
        happened = event.get("timestamp")
        return {
            "conversation_id": conversation_id,
            "position": position,
            "kind": event["event"],
            "data": self._sealed_json(event),
            "at": datetime.fromtimestamp(happened, UTC) if happened else at,
        }

    def _stored(self, row: Row[Any]) -> StoredConversation:
        return StoredConversation(
            id=row.id,
            channel=row.channel,
            account_id=row.account_id,
            user_id=self._keys.decrypt(row.user_id),
            snapshot=self._opened_json(row.snapshot),
            person_id=row.person_id,
            event_count=row.event_count,
            updated_at=row.updated_at,
            floor=row.floor,
            floor_until=row.floor_until,
            floor_staff_id=row.floor_staff_id,
            wanted_at=row.wanted_at,
        )


def _line(kind: Literal["user", "bot"], event: Mapping[str, Any], at: datetime) -> StoredLine:
    data = event.get("data") or {}
    shown = tuple(Button(button["title"], button["payload"]) for button in data.get("buttons") or ())
    author: Literal["user", "bot", "staff"] = "staff" if (event.get("metadata") or {}).get("staff") else kind
    text = event.get("text") or ""
    return StoredLine(author, text, shown, at, data.get("image"), data.get("image_text"))
