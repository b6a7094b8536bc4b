"""Pages that a citizen opens from a link: the one-time form for the official paper, the estimate card, the copy
of their own data.

They work without a script, on a weak phone and by keyboard. What is declared and kept is the registration's business.
"""

from bot.citizen.router import citizen_router

__all__ = ["citizen_router"]
