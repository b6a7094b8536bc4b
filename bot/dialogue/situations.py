"""Situations: what a rule asks of the state of the talk, and how two of them relate."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

LOOP = "active_loop"


class Anything(Enum):
    """Stands for every value but none: "the slot is set"."""

    SET = "set"


SET = Anything.SET


class TalkState(Protocol):
    """The part of a tracker that a situation looks at."""

    @property
    def slots(self) -> Mapping[str, Any]: ...

    @property
    def active_form(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Situation:
    """Wanted values by slot name; the key `active_loop` is the active form, None stands for none."""

    wanted: tuple[tuple[str, Any], ...] = ()

    def __len__(self) -> int:
        return len(self.wanted)

    def holds(self, state: TalkState) -> bool:
        return all(
            _fits(wanted, state.active_form if key == LOOP else state.slots.get(key))
            for key, wanted in self.wanted
        )

    def joined(self, other: "Situation") -> "Situation":
        """Both at once; meaningful when they do not exclude each other."""
        merged = dict(other.wanted)
        for key, wanted in self.wanted:
            # A value says more than "is set".
            if merged.get(key, SET) is SET:
                merged[key] = wanted
        return Situation(tuple(merged.items()))

    def excludes(self, other: "Situation") -> bool:
        """Whether no state can be both."""
        theirs = dict(other.wanted)
        return any(
            key in theirs and not (_fits(wanted, theirs[key]) or _fits(theirs[key], wanted))
            for key, wanted in self.wanted
        )

    def includes(self, other: "Situation") -> bool:
        """Whether every state of the other is also one of this."""
        theirs = dict(other.wanted)
        return all(key in theirs and _fits(wanted, theirs[key]) for key, wanted in self.wanted)

    def slot_values(self) -> Iterator[tuple[str, Any]]:
        """The slots and values, without the form."""
        return ((key, wanted) for key, wanted in self.wanted if key != LOOP)

    def get(self, key: str) -> Any:
        return dict(self.wanted).get(key)


def _fits(wanted: Any, value: Any) -> bool:
    if wanted is SET:
        return value is not None
    return bool(wanted == value and type(wanted) is type(value))
