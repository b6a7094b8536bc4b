"""What people of the office do in a conversation: take the floor, speak, give it back, keep a promise.

Each is one transaction on the locked conversation; the words go to the person on the channel that they use, and
both sides are told when the floor changes hands.
"""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

from bot.background import repeated
from bot.clock import Clock
from bot.dialogue import Utterance
from bot.errors import AnTamError
from bot.registration import NotAllowedError, StaffMember, waking
from bot.storage import (
    ConversationRepository,
    Database,
    FloorRepository,
    OutboxRepository,
    PromiseRepository,
    Session,
    StaffRepository,
    StoredConversation,
)

from .conversations import Shape
from .turns import FETCHED_CHANNEL, FLOOR_RETURNED, TurnTaker, bot_event

MAX_WORDS = 2_000
# How often it is looked whether the time of a member of the staff is over.
LOOK_SECONDS = 20
_AT_ONCE = 50
_NO_WINDOWS: Mapping[str, timedelta] = {}


class TalkMissingError(AnTamError):
    """There is no such conversation."""

    def __init__(self) -> None:
        super().__init__("Không có cuộc trò chuyện này", remedy="mở lại danh sách")


class FloorTakenError(AnTamError):
    """Somebody else of the office has the floor."""

    def __init__(self, holder: str) -> None:
        super().__init__(f"{holder} đang trả lời cuộc trò chuyện này", remedy="chờ, hoặc bấm Nhận thay")


class PromiseSettledError(AnTamError):
    """The promise was answered or erased before."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Câu hỏi số {number} không còn chờ trả lời", remedy="mở lại danh sách")


class WordsMissingError(AnTamError):
    """Nothing was written, or too much for one message."""

    def __init__(self) -> None:
        super().__init__("Chưa có lời nào, hoặc lời dài quá", remedy=f"viết từ 1 đến {MAX_WORDS} ký tự")


class StaffSide:
    """The office's people in all conversations of this installation."""

    def __init__(
        self,
        *,
        database: Database,
        turns: TurnTaker,
        clock: Clock,
        floor_time: timedelta,
        shapes: Mapping[tuple[str, str], Shape],
        windows: Mapping[str, timedelta] = _NO_WINDOWS,
    ) -> None:
        """Join what speaking in a conversation needs.

        :param shapes: of every account of a channel that delivers, what makes of a reply its messages.
        :param windows: of a channel, how long after their last word people may be told what they did not ask for.
        """
        self._database = database
        self._turns = turns
        self._clock = clock
        self._floor_time = floor_time
        self._shapes = shapes
        self.windows = windows

    async def take(self, conversation_id: int, *, member: StaffMember, instead: bool = False) -> None:
        """Take the floor.

        :param instead: also when a colleague has it.
        :raises FloorTakenError: when a colleague has it.
        """
        async with self._database.transaction() as session:
            conversation = await self._locked(session, conversation_id, member)
            if not instead:
                await self._refuse_taken(session, conversation, member)
            await self._take(session, conversation, member)

    async def say(self, conversation_id: int, words: str, *, member: StaffMember) -> None:
        """Say something to the person, taking the floor where nobody has it; the time begins anew.

        :raises FloorTakenError: when a colleague has it.
        """
        text = _checked(words)
        async with self._database.transaction() as session:
            conversation = await self._locked(session, conversation_id, member)
            await self._refuse_taken(session, conversation, member)
            conversation = await self._take(session, conversation, member)
            spoken = {"name": member.display_name, "words": text}
            await self._tell(session, conversation, "utter_staff_words", spoken, staff=member.display_name)

    async def give_back(self, conversation_id: int, *, member: StaffMember) -> None:
        """Let the bot speak again; nothing when it does already."""
        async with self._database.transaction() as session:
            conversation = await self._locked(session, conversation_id, member)
            await self._give_back(session, conversation)

    async def keep_promise(self, number: int, words: str, *, member: StaffMember) -> None:
        """Answer a promised question; the person gets it on the channel on which it was asked.

        :raises PromiseSettledError: when it waits no longer.
        """
        text = _checked(words)
        async with self._database.transaction() as session:
            promises = PromiseRepository(session)
            promise = await promises.get(number)
            if promise is None:
                raise PromiseSettledError(number)
            conversation = await self._locked(session, promise.conversation_id, member)
            kept = await promises.answer(number, text=text, staff_id=member.id, at=self._clock.now())
            if not kept:
                raise PromiseSettledError(number)
            told = {"number": number, "question": promise.question, "answer": text}
            await self._tell(session, conversation, "utter_promise_kept", told, staff=member.display_name)

    async def hold(self, session: Session, conversation_id: int) -> None:
        """Lock a conversation in which something may be told within the caller's transaction."""
        await ConversationRepository(session).get(conversation_id)

    async def tell(self, session: Session, conversation_id: int, name: str, **arguments: Any) -> bool:
        """Tell a person what the office did, within the caller's transaction and not at night.

        False where there is nobody to hear it: brought in from a list, or everything erased.
        """
        conversation = await ConversationRepository(session).get(conversation_id)
        if conversation is None or conversation.snapshot is None:
            return False
        await self._tell(session, conversation, name, arguments, at=waking(self._clock.now()))
        return True

    def draft(self, name: str, **arguments: Any) -> str:
        """The words of a message as somebody hears them who has told nothing; nothing is said."""
        return self._turns.say(name, slots={}, arguments=arguments).text

    async def return_floors(self) -> int:
        """Give the bot the floor where the time of the staff is over; how many there were."""
        async with self._database.reading() as session:
            expired = await FloorRepository(session).expired(now=self._clock.now(), limit=_AT_ONCE)
        returned = 0
        for conversation_id in expired:
            async with self._database.transaction() as session:
                conversation = await ConversationRepository(session).lock_idle(conversation_id)
                if conversation and self._is_over(conversation):
                    await self._give_back(session, conversation)
                    returned += 1
        return returned

    def keeping_time(self) -> AbstractAsyncContextManager[None]:
        """Within the block the bot gets the floor back wherever the time of the staff is over."""
        return repeated(self._look, every=LOOK_SECONDS, name="floors")

    async def _look(self) -> bool:
        await self.return_floors()
        return False

    def _is_over(self, conversation: StoredConversation) -> bool:
        until = conversation.floor_until
        return conversation.floor == "staff" and until is not None and until <= self._clock.now()

    async def _locked(
        self, session: Session, conversation_id: int, member: StaffMember
    ) -> StoredConversation:
        if not member.may_work:
            raise NotAllowedError("trả lời người dân")
        conversation = await ConversationRepository(session).get(conversation_id)
        if conversation is None:
            raise TalkMissingError
        return conversation

    async def _refuse_taken(
        self, session: Session, conversation: StoredConversation, member: StaffMember
    ) -> None:
        held = conversation.floor == "staff" and not self._is_over(conversation)
        if held and conversation.floor_staff_id not in (None, member.id):
            holder = await StaffRepository(session).get(conversation.floor_staff_id)
            raise FloorTakenError(holder.display_name if holder else "Đồng nghiệp")

    async def _take(
        self, session: Session, conversation: StoredConversation, member: StaffMember
    ) -> StoredConversation:
        """The floor for a member from now on; the person is told when it was not theirs before."""
        until = self._clock.now() + self._floor_time
        mine = conversation.floor == "staff" and conversation.floor_staff_id == member.id
        await FloorRepository(session).give_to_staff(conversation.id, staff_id=member.id, until=until)
        if mine:
            return conversation
        return await self._tell(session, conversation, "utter_floor_taken", {"name": member.display_name})

    async def _give_back(self, session: Session, conversation: StoredConversation) -> None:
        if conversation.floor == "bot" and conversation.wanted_at is None:
            return
        await FloorRepository(session).give_to_bot(conversation.id)
        if conversation.floor == "staff":
            await self._tell(session, conversation, FLOOR_RETURNED, {})

    async def _tell(
        self,
        session: Session,
        conversation: StoredConversation,
        response: str,
        arguments: Mapping[str, Any],
        *,
        staff: str | None = None,
        at: datetime | None = None,
    ) -> StoredConversation:
        """Say a message that answers nothing the person has just written; the conversation as it is then.

        :param at: when it is sent, where that is not at once.
        """
        now = self._clock.now()
        tracker = self._turns.tracker(conversation)
        said = self._turns.render(
            Utterance(response=response, arguments=arguments),
            channel=conversation.channel,
            slots=tracker.slots,
        )
        shape = self._shapes.get((conversation.channel, conversation.account_id))
        state = "sent" if conversation.channel == FETCHED_CHANNEL else "pending"
        await OutboxRepository(session).add(
            conversation.id,
            None,
            messages=shape(said.message) if shape else [said.message],
            state=state,
            at=at or now,
        )
        event = tracker.record(bot_event(said.message, now, response=response, staff=staff))
        return await ConversationRepository(session).save_turn(
            conversation, snapshot=tracker.snapshot(), events=[event], at=now
        )


def _checked(words: str) -> str:
    text = words.strip()
    if not text or len(text) > MAX_WORDS:
        raise WordsMissingError
    return text
