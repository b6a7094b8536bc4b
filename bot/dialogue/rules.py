"""Rules: which ones fit a message or a finished action, the most specific first.

The more a rule asks for (conditions, entities), the more specific it is; where several fit, the most
specific decides. Rasa needs a message's entities to equal those of the rule; here a rule asks for some
of them, so that "lương 5 triệu, hộ nghèo" still fits the rule about an income.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.dialogue.domain import Domain
from bot.dialogue.rule_reading import Branch, read_rules
from bot.dialogue.situations import TalkState
from bot.dialogue.slots import base_intent


@dataclass(frozen=True)
class Rules:
    """All rules, each `or` spelled out as a branch of its own, in the order of the files."""

    branches: tuple[Branch, ...]

    @classmethod
    def load(cls, directory: Path, *, domain: Domain) -> "Rules":
        """The rules of a folder of topics.

        :raises DialogueDataError: when a file is broken or asks for what is not supported.
        """
        return cls(tuple(read_rules(directory, domain=domain)))

    def for_intent(
        self, intent: str, *, entities: Collection[str], state: TalkState, first_message: bool
    ) -> list[Branch]:
        """The branches that a message of this intent sets off."""
        found = self._by_intent.get(base_intent(intent), ())
        return [
            branch
            for branch in found
            if branch.intent in (intent, base_intent(intent))
            and branch.entities.issubset(entities)
            and (first_message or not branch.conversation_start)
            and branch.begins_in(state)
        ]

    def after(self, action: str, *, state: TalkState, ended_form: str | None = None) -> list[Branch]:
        """The branches that begin with an action that has just run; an ended form was active while it ran."""
        return [branch for branch in self._by_action.get(action, ()) if branch.continues(state, ended_form)]

    @cached_property
    def _by_intent(self) -> Mapping[str, list[Branch]]:
        return _grouped((base_intent(branch.intent), branch) for branch in self.branches if branch.intent)

    @cached_property
    def _by_action(self) -> Mapping[str, list[Branch]]:
        return _grouped((branch.steps[0].action, branch) for branch in self.branches if not branch.intent)


def most_specific(branches: Iterable[Branch], *, position: int = 0) -> Branch | None:
    """The branch that decides the step at a position; of equals the first, they agree (see consistency)."""
    return max(branches, key=lambda branch: branch.specificity(position), default=None)


def _grouped(pairs: Iterable[tuple[str, Branch]]) -> dict[str, list[Branch]]:
    groups: dict[str, list[Branch]] = {}
    for key, branch in pairs:
        groups.setdefault(key, []).append(branch)
    return groups
