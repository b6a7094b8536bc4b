"""One turn of a locked conversation: the engine chooses and acts, the replies are rendered, all is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.actions import Texts, Tiding, TurnScope, turn_scope
from bot.clock import Clock
from bot.dialogue import DialogueEngine, Tracker, Turn, Utterance
from bot.learning import Doubts
from bot.office import Attendance, OfficeHours
from bot.registration import Registration, RegistrationRules
from bot.registration.linking import Linking
from bot.registration.personal_data import PersonalData
from bot.rendering import Said
from bot.storage import (
    ConversationRepository,
    FloorRepository,
    OutboxRepository,
    Session,
    StoredConversation,
)
from bot.types import Decision, InboundEvent, OutboundMessage

from .addressing import own_address
from .cues import Cues
from .reading import Reading

# The chat page fetches what is new by itself; REST and the terminal get it with their next answer.
FETCHED_CHANNEL = "web"
FLOOR_RETURNED = "utter_floor_returned"
NOTED = "utter_noted"
# Who speaks in the platform's own tools has no account with us.
_OUTSIDE = "Cán bộ, ngoài An Tâm"
_WITHOUT_WORDS = "[Hình hoặc tệp]"
# What a person may always ask of us, also while somebody of the office has the floor.
_ALWAYS = frozenset({"privacy_delete_data", "stop_messages"})


class TurnTaker:
    """Takes turns; committing them is its caller's."""

    def __init__(
        self,
        engine: DialogueEngine,
        *,
        texts: Texts,
        cues: Cues,
        hours: OfficeHours,
        province: Mapping[str, Any],
        clock: Clock,
        rules: RegistrationRules,
    ) -> None:
        """:param rules: what the office decides about new registrations."""
        self._rules = rules
        self._engine = engine
        self._texts = texts
        self._cues = cues
        self._hours = hours
        self._province = province
        self._clock = clock

    def welcome(self, channel: str) -> list[OutboundMessage]:
        """What a person sees before the first message; nothing is stored."""
        return [self.render(Utterance(response="utter_welcome"), channel=channel, slots={}).message]

    async def reply(
        self, event: InboundEvent, reading: Reading, conversation: StoredConversation, session: Session
    ) -> list[OutboundMessage]:
        """Take the turn of a locked conversation and save it; the replies as they were said.

        Nothing is said while somebody of the office has the floor: what the person writes is only kept.
        """
        tracker = self.tracker(conversation)
        if self._is_silent(conversation, reading, tracker):
            await self._save(conversation, tracker, [tracker.record(_user_event(event))], session)
            return []
        turn = await self._turn(tracker, event, reading, conversation, session)
        if conversation.floor == "staff" and not self._held(conversation):
            await FloorRepository(session).give_to_bot(conversation.id)
            turn = replace(turn, utterances=(Utterance(response=FLOOR_RETURNED), *turn.utterances))
        said = [
            self.render(utterance, channel=event.channel, slots=tracker.slots)
            for utterance in turn.utterances
        ]
        events = [*turn.events, *_kept_back(said, tracker, at=event.sent_at)]
        events += [
            tracker.record(bot_event(one.message, event.sent_at, response=utterance.response))
            for one, utterance in zip(said, turn.utterances, strict=True)
        ]
        await self._save(conversation, tracker, events, session)
        return [one.message for one in said]

    async def hear_office(
        self, event: InboundEvent, conversation: StoredConversation, session: Session
    ) -> None:
        """Keep what somebody of the office said in the platform's own tools."""
        tracker = self.tracker(conversation)
        words = OutboundMessage(event.text or _WITHOUT_WORDS)
        said = bot_event(words, event.sent_at, response=None, staff=_OUTSIDE)
        await self._save(conversation, tracker, [tracker.record(said)], session)

    def tracker(self, conversation: StoredConversation) -> Tracker:
        """The conversation's state."""
        if conversation.snapshot is None:
            return Tracker.start(self._engine.domain, sender_id=str(conversation.id))
        return Tracker.from_snapshot(self._engine.domain, conversation.snapshot)

    def render(self, utterance: Utterance, *, channel: str, slots: Mapping[str, Any]) -> Said:
        """What is said for an utterance."""
        if utterance.response is None:
            return Said(
                OutboundMessage(
                    utterance.text or "", utterance.buttons, utterance.image, utterance.attachment
                )
            )
        return self._texts.renderer.say(
            utterance.response,
            channel=channel,
            today=self._clock.today(),
            slots=slots,
            arguments=utterance.arguments,
            province=self._province,
        )

    def scope(
        self, session: Session, conversation_id: int, channel: str, *, now: datetime | None = None
    ) -> TurnScope:
        """What the actions of a turn may reach."""
        now = now or self._clock.now()
        return TurnScope(
            today=self._clock.today(),
            now=now,
            channel=channel,
            conversation_id=conversation_id,
            registration=Registration(session, now=now, rules=self._rules),
            attendance=Attendance(session, hours=self._hours, now=now),
            linking=Linking(session, now=now),
            personal_data=PersonalData(session, now=now, hooks=self._rules.hooks),
        )

    def say(
        self, response: str, *, slots: Mapping[str, Any], arguments: Mapping[str, Any]
    ) -> OutboundMessage:
        """A message for a Rasa server, which has no channels of ours."""
        utterance = Utterance(response=response, arguments=arguments)
        return self.render(utterance, channel="rest", slots=slots).message

    def _held(self, conversation: StoredConversation) -> bool:
        """Whether somebody of the office has the floor now."""
        until = conversation.floor_until
        return conversation.floor == "staff" and (until is None or self._clock.now() < until)

    def _is_silent(self, conversation: StoredConversation, reading: Reading, tracker: Tracker) -> bool:
        if not self._held(conversation):
            return False
        parse = reading.parse
        if parse is None or parse.decision is not Decision.ANSWER:
            return True
        confirms = parse.intent.name == "affirm" and tracker.slots.get("offer") == "deletion"
        return not confirms and parse.intent.name not in _ALWAYS

    async def _save(
        self,
        conversation: StoredConversation,
        tracker: Tracker,
        events: Sequence[Mapping[str, Any]],
        session: Session,
    ) -> None:
        await ConversationRepository(session).save_turn(
            conversation, snapshot=tracker.snapshot(), events=events, at=self._clock.now()
        )

    async def _turn(
        self,
        tracker: Tracker,
        event: InboundEvent,
        reading: Reading,
        conversation: StoredConversation,
        session: Session,
    ) -> Turn:
        notice = (Utterance(response=reading.notice),) if reading.notice else ()
        if reading.parse is None:
            return Turn(events=(_user_event(event),), utterances=notice)
        addressed = _addressed(tracker, event)
        understood = self._cues.read(reading.parse, tracker)
        now = self._clock.now()
        await Doubts(session, at=now).note(
            understood, conversation_id=conversation.id, before=conversation.snapshot
        )
        scope = self.scope(session, conversation.id, event.channel, now=now)
        with turn_scope(scope):
            turn = await self._engine.handle(
                tracker,
                understood,
                at=event.sent_at.timestamp(),
                message_id=event.event_id,
                input_channel=event.channel,
            )
        for tiding in scope.tidings:
            await self.tell(tiding, session)
        # Whoever tells something that changes nothing still hears that it was heard.
        said = (*notice, *turn.utterances) or (Utterance(response=NOTED),)
        return replace(turn, events=(*addressed, *turn.events), utterances=said)

    async def tell(self, tiding: Tiding, session: Session) -> None:
        """Say a message in another conversation of this transaction, and see to its delivery."""
        conversation = await ConversationRepository(session).get(tiding.conversation_id)
        if conversation is None:
            return
        now, tracker = self._clock.now(), self.tracker(conversation)
        utterance = Utterance(response=tiding.response, arguments=tiding.arguments)
        said = self.render(utterance, channel=conversation.channel, slots=tracker.slots).message
        # The chat page fetches what is new from the history.
        state = "sent" if conversation.channel == FETCHED_CHANNEL else "pending"
        await OutboxRepository(session).add(conversation.id, None, messages=[said], state=state, at=now)
        event = tracker.record(bot_event(said, now, response=tiding.response))
        await self._save(conversation, tracker, [event], session)


def _addressed(tracker: Tracker, event: InboundEvent) -> list[dict[str, Any]]:
    """The form of address follows what the person calls themselves; it is forgotten with everything else."""
    form = None if event.text.startswith("/") else own_address(event.text)
    if form is None or form == tracker.slots.get("address"):
        return []
    return [tracker.record(_slot_event("address", form, event.sent_at))]


def _kept_back(said: Sequence[Said], tracker: Tracker, *, at: datetime) -> list[dict[str, Any]]:
    """What is said only when more is asked for."""
    rest = [one.rest for one in said if one.rest]
    return [tracker.record(_slot_event("rest", "\n\n".join(rest), at))] if rest else []


def _slot_event(name: str, value: Any, at: datetime) -> dict[str, Any]:
    return {"event": "slot", "timestamp": at.timestamp(), "name": name, "value": value}


def _user_event(event: InboundEvent) -> dict[str, Any]:
    """Rasa's user event for a text that was not read."""
    return {
        "event": "user",
        "timestamp": event.sent_at.timestamp(),
        "text": event.text,
        "message_id": event.event_id,
    }


def bot_event(
    reply: OutboundMessage, at: datetime, *, response: str | None, staff: str | None = None
) -> dict[str, Any]:
    """Rasa's bot event for a reply as it was said.

    :param response: the name of the message, as Rasa keeps it.
    :param staff: who of the office said it, when it was not the bot.
    """
    data = reply.as_dict()
    metadata = {"utter_action": response, "staff": staff}
    return {
        "event": "bot",
        "timestamp": at.timestamp(),
        "text": data.pop("text"),
        "data": data,
        "metadata": {name: value for name, value in metadata.items() if value},
    }
