"""An office that owns a Rasa server puts it in front: Rasa calls our actions, has our texts said and may have us read.

What a message means is then Rasa's business; the actions, the law and the texts are the same. The action server is
a process of its own, `antam actions`, and so is in a module of its own: nobody else waits for its imports.
"""

from bot.channels.rasa.nlg import nlg_router
from bot.channels.rasa.nlu import nlu_router

__all__ = ["nlg_router", "nlu_router"]
