"""What the bot says: Jinja2 over `messages/`, with the law's figures of the day; no figure is typed into a text.

It chooses the file, fills it and gathers its buttons. Which message is said when is the dialogue's matter,
and each channel escapes the plain text in its own way.
"""

from bot.rendering.checking import check_messages
from bot.rendering.errors import FigureUnavailableError, UnknownMessageError
from bot.rendering.insured import Insured
from bot.rendering.renderer import Renderer
from bot.rendering.voice import Said, addressing

__all__ = [
    "FigureUnavailableError",
    "Insured",
    "Renderer",
    "Said",
    "UnknownMessageError",
    "addressing",
    "check_messages",
]
