"""The stage of one turn: where actions are run, their events applied and their words collected."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from bot.dialogue.domain import Domain
from bot.dialogue.errors import TooManyActionsError, UnknownActionError, UnsupportedEventError
from bot.dialogue.slots import REQUESTED_SLOT
from bot.dialogue.tracker import ACTION_LISTEN, Tracker
from bot.dialogue.turn import Turn, Utterance
from bot.types import ActionOutcome

DEACTIVATE_LOOP = "action_deactivate_loop"
BUILT_IN = frozenset({ACTION_LISTEN, DEACTIVATE_LOOP})
# Far above what a message with several questions needs; reached only by rules that call each other.
MAX_ACTIONS = 30
_APPLIED = frozenset({"slot", "reset_slots", "active_loop", "restart"})


class ActionRunner(Protocol):
    """Runs custom actions: in process or on an action server."""

    @property
    def names(self) -> Collection[str]: ...

    async def run(
        self, name: str, *, tracker: Mapping[str, Any], domain: Mapping[str, Any]
    ) -> ActionOutcome: ...


class Stage:
    """Runs single actions for one turn; which ones is decided elsewhere."""

    def __init__(
        self, *, tracker: Tracker, domain: Domain, runner: ActionRunner, responses: Collection[str], at: float
    ) -> None:
        self.tracker = tracker
        self._domain = domain
        self._runner = runner
        self._actions = runner.names
        self._responses = responses
        self._at = at
        self._events: list[dict[str, Any]] = []
        self._utterances: list[Utterance] = []
        self._performed: list[str] = []

    @property
    def turn(self) -> Turn:
        return Turn(events=tuple(self._events), utterances=tuple(self._utterances))

    def can_run(self, name: str) -> bool:
        return name in self._responses or name in self._actions or name in BUILT_IN

    def record(self, event: str, **fields: Any) -> None:
        """Let an event of Rasa happen."""
        self._events.append(self.tracker.record({"event": event, "timestamp": self._at, **fields}))

    def set_slot(self, name: str, value: Any) -> None:
        self.record("slot", name=name, value=value)

    def begin(self, action: str) -> None:
        """Note that an action runs.

        :raises TooManyActionsError: when there were too many in this turn.
        """
        self._performed.append(action)
        if len(self._performed) > MAX_ACTIONS:
            raise TooManyActionsError(self._performed)
        self.record(
            "action", name=action, policy="RulePolicy", confidence=1.0, action_text=None, hide_rule_turn=True
        )

    async def perform(self, action: str) -> str | None:
        """Run one action that is not a form; returns the action that is to follow, if it named one.

        :raises UnknownActionError: when there is no such action.
        """
        if not self.can_run(action):
            raise UnknownActionError(action)
        self.begin(action)
        return await self.act(action)

    async def act(self, action: str) -> str | None:
        """What an action does, without the note that it ran: a form's question belongs to the form."""
        if action == DEACTIVATE_LOOP:
            self.record("active_loop", name=None)
            self.set_slot(REQUESTED_SLOT, None)
            return None
        if action in self._actions:
            return self.apply(await self.outcome(action), action=action)
        self._utterances.append(Utterance(response=action))
        return None

    async def outcome(self, action: str, *, candidates: Mapping[str, Any] | None = None) -> ActionOutcome:
        """Call a custom action; candidates are shown to it as slots that were just set."""
        shown = self._shown(action, candidates) if candidates is not None else []
        request = self.tracker.request(extra_events=shown)
        request["slots"] |= candidates or {}
        outcome = await self._runner.run(action, tracker=request, domain=self._domain.as_dict())
        for response in outcome.responses:
            self._say(response, action)
        return outcome

    async def checked_slots(self, action: str, candidates: Mapping[str, Any]) -> dict[str, Any]:
        """What an action that checks slots makes of them; nothing has happened yet.

        :raises UnsupportedEventError: when it wants anything else.
        """
        events = (await self.outcome(action, candidates=candidates)).events
        for event in events:
            if event["event"] != "slot":
                raise UnsupportedEventError(action, event["event"])
        return {event["name"]: event["value"] for event in events}

    def apply(self, outcome: ActionOutcome, *, action: str) -> str | None:
        """Let an action's events happen; returns the action that is to follow.

        :raises UnsupportedEventError: for an event that the engine does not know.
        """
        followup = None
        for event in outcome.events:
            kind = event["event"]
            if kind == "followup":
                followup = event["name"]
            elif kind in _APPLIED:
                self.record(**{**event, "timestamp": self._at})
            else:
                raise UnsupportedEventError(action, kind)
        return followup

    def _say(self, response: Mapping[str, Any], action: str) -> None:
        if response.get("custom") or response.get("elements"):
            raise UnsupportedEventError(action, "custom, elements")
        utterance = Utterance.from_response(response)
        if utterance.response is not None and utterance.response not in self._responses:
            raise UnknownActionError(utterance.response)
        self._utterances.append(utterance)

    def _shown(self, action: str, candidates: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The candidates as slot events; an action takes all slot events at the end for candidates."""
        slots = [
            {"event": "slot", "timestamp": self._at, "name": n, "value": v} for n, v in candidates.items()
        ]
        if self.tracker.ends_with_slot:
            return [{"event": "action", "timestamp": self._at, "name": action}, *slots]
        return slots
