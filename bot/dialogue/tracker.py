"""The state of one conversation: slots, the active form and a bounded tail of events.

Its cost does not grow with the conversation: what is older than the tail is in the database only.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from bot.dialogue.domain import Domain
from bot.dialogue.errors import UnknownSlotError
from bot.dialogue.slots import REQUESTED_SLOT

MAX_EVENTS = 30
ACTION_LISTEN = "action_listen"


class Tracker:
    """Applies Rasa's events; what they make of it can be stored as a snapshot."""

    def __init__(
        self,
        domain: Domain,
        *,
        sender_id: str,
        slots: Mapping[str, Any],
        active_loop: Mapping[str, Any],
        events: Iterable[dict[str, Any]],
        latest_action_name: str | None,
        has_begun: bool,
    ) -> None:
        self.sender_id = sender_id
        self._domain = domain
        self._initial = {name: slot.initial_value for name, slot in domain.slots.items()}
        known = {name: value for name, value in slots.items() if name in self._initial}
        self._slots = _copied(self._initial) | known
        self._loop = dict(active_loop) if active_loop.get("name") in domain.forms else {}
        self._tail = deque(events, maxlen=MAX_EVENTS)
        self._latest_action_name = latest_action_name
        self._has_begun = has_begun
        self.latest_message: dict[str, Any] = {}

    @classmethod
    def start(cls, domain: Domain, *, sender_id: str) -> "Tracker":
        """A conversation in which nothing has been said."""
        return cls(
            domain,
            sender_id=sender_id,
            slots={},
            active_loop={},
            events=(),
            latest_action_name=None,
            has_begun=False,
        )

    @classmethod
    def from_snapshot(cls, domain: Domain, snapshot: Mapping[str, Any]) -> "Tracker":
        """A stored conversation; slots and forms that the domain no longer has are let go."""
        return cls(domain, **snapshot)

    def snapshot(self) -> dict[str, Any]:
        """What is stored between turns, in JSON's types; slots at their initial value are left out."""
        return {
            "sender_id": self.sender_id,
            "slots": {name: value for name, value in self._slots.items() if value != self._initial[name]},
            "active_loop": dict(self._loop),
            "events": list(self._tail),
            "latest_action_name": self._latest_action_name,
            "has_begun": self._has_begun,
        }

    @property
    def slots(self) -> Mapping[str, Any]:
        return self._slots

    @property
    def tail(self) -> Sequence[Mapping[str, Any]]:
        """The newest events, oldest first."""
        return self._tail

    @property
    def has_begun(self) -> bool:
        """Whether the person has said anything before."""
        return self._has_begun

    @property
    def active_form(self) -> str | None:
        return self._loop.get("name")

    @property
    def open_slot(self) -> str | None:
        """The slot that the active form asked for last; None when something else was asked after it."""
        return None if self._loop.get("is_interrupted") else self._slots[REQUESTED_SLOT]

    @property
    def latest_action_name(self) -> str | None:
        return self._latest_action_name

    @property
    def ends_with_slot(self) -> bool:
        """Whether the last event set a slot."""
        return bool(self._tail) and self._tail[-1]["event"] == "slot"

    def record(self, event: dict[str, Any]) -> dict[str, Any]:
        """Apply an event and keep it in the tail; returns the event.

        :raises UnknownSlotError: for a slot that the domain does not declare.
        """
        apply = getattr(self, f"_apply_{event['event']}", None)
        if apply:
            apply(event)
        self._tail.append(event)
        return event

    def request(self, *, extra_events: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
        """The tracker as Rasa sends it to an action server: actions may write into what they get.

        :param extra_events: events that are shown to the action but have not happened (slot candidates).
        """
        shown = [*self._tail, *extra_events]
        user: dict[str, Any] = next((event for event in reversed(shown) if event["event"] == "user"), {})
        return {
            "sender_id": self.sender_id,
            "slots": _copied(self._slots),
            "latest_message": dict(self.latest_message),
            "latest_event_time": shown[-1].get("timestamp") if shown else None,
            "followup_action": None,
            "paused": False,
            "events": shown,
            "latest_input_channel": user.get("input_channel"),
            "active_loop": dict(self._loop),
            "latest_action": {"action_name": self._latest_action_name},
            "latest_action_name": self._latest_action_name,
        }

    def _apply_user(self, event: dict[str, Any]) -> None:
        self._has_begun = True

    def _apply_action(self, event: dict[str, Any]) -> None:
        self._latest_action_name = event["name"]

    def _apply_slot(self, event: dict[str, Any]) -> None:
        if event["name"] not in self._initial:
            raise UnknownSlotError(event["name"])
        self._slots[event["name"]] = event["value"]

    def _apply_reset_slots(self, event: dict[str, Any]) -> None:
        self._slots = _copied(self._initial)

    def _apply_active_loop(self, event: dict[str, Any]) -> None:
        """A question whose form is gone is nobody's."""
        name = event["name"]
        if not name:
            self._slots[REQUESTED_SLOT] = None
        trigger = {"is_interrupted": False, "rejected": False, "trigger_message": self.latest_message}
        self._loop = {"name": name} | trigger if name else {}

    def _apply_loop_interrupted(self, event: dict[str, Any]) -> None:
        self._loop["is_interrupted"] = event["is_interrupted"]

    def _apply_restart(self, event: dict[str, Any]) -> None:
        """Forget everything: also what was said, so that an erasure leaves nothing in the snapshot."""
        self._apply_reset_slots(event)
        self._loop = {}
        self._tail.clear()
        self._has_begun = False


def _copied(slots: Mapping[str, Any]) -> dict[str, Any]:
    """A deep copy of JSON's types; the way over the text is the fastest there is."""
    copied: dict[str, Any] = orjson.loads(orjson.dumps(slots))
    return copied
