"""An office that owns a Rasa server puts it in front: Rasa calls our actions and has our texts said.

What a message means is then Rasa's business; the actions, the law and the texts are the same.
"""

from bot.channels.rasa.actions import ScopedExecutor, action_server
from bot.channels.rasa.nlg import nlg_router

__all__ = ["ScopedExecutor", "action_server", "nlg_router"]
