"""The standard rasa-sdk action server with our actions, each call in a transaction of its own."""

from collections.abc import Callable, Iterable
from typing import Any

from rasa_sdk import Action
from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

from bot.actions import TurnScope, turn_scope
from bot.storage import ConversationRepository, Database, Session

CHANNEL = "rasa"


class ScopedExecutor:
    """Runs an action as a turn of the conversation of Rasa's sender."""

    def __init__(
        self,
        actions: Iterable[Action],
        *,
        database: Database,
        scope: Callable[[Session, int, str], TurnScope],
    ) -> None:
        """:param scope: what an action may reach in a transaction, a conversation, a channel."""
        self._executor = ActionExecutor()
        self._database = database
        self._scope = scope
        for action in actions:
            self._executor.register_action(action)

    async def run(self, action_call: dict[str, Any]) -> Any:
        """Run one action and commit what it stored; an error leaves nothing behind."""
        async with self._database.transaction() as session:
            sender = str(action_call.get("sender_id") or "")
            conversation = await ConversationRepository(session).lock(CHANNEL, CHANNEL, sender)
            with turn_scope(self._scope(session, conversation.id, CHANNEL)):
                return await self._executor.run(action_call)

    def list_actions(self) -> Any:
        """What Rasa is told that there is."""
        return self._executor.list_actions()


def action_server(executor: ScopedExecutor, *, database: Database) -> Sanic[Any, Any]:
    """The server as Rasa expects it, over a database that is brought up to date first."""
    app: Sanic[Any, Any] = create_app(executor, cors_origins=[])

    @app.before_server_start
    async def migrate(_: Sanic[Any, Any]) -> None:
        await database.migrate()

    @app.after_server_stop
    async def dispose(_: Sanic[Any, Any]) -> None:
        await database.dispose()

    return app
