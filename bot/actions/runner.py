"""Runs rasa-sdk actions in this process through rasa-sdk's own executor."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

from bot.types import ActionOutcome

# The SDK announces each registration and each slot without a validator; neither is news to an operator.
logging.getLogger("rasa_sdk").setLevel(logging.ERROR)


class InProcessRunner:
    """The engine's way to the actions: the same call that Rasa makes over HTTP, without the HTTP."""

    def __init__(self, actions: Iterable[Action]) -> None:
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)

    @property
    def names(self) -> frozenset[str]:
        """The names of all registered actions."""
        return frozenset(self._executor.actions)

    async def run(self, name: str, *, tracker: Mapping[str, Any], domain: Mapping[str, Any]) -> ActionOutcome:
        """Run one action.

        :param tracker: a tracker in the form of Rasa's requests; actions may write into it.
        :param domain: the full domain; an empty one would show the action the previous caller's.
        """
        call = {"next_action": name, "sender_id": tracker["sender_id"], "tracker": tracker, "domain": domain}
        result = await self._executor.run(call)
        return ActionOutcome(events=result.events, responses=result.responses)
