"""The figure behind a question: what the person has told is computed, what is missing is an example that says so.

Each function answers one question. It gives the message and its arguments, or nothing where the question asks for
no figure that could be computed. What the law refuses is told with its reason, never guessed around.
"""

from collections.abc import Callable, Mapping

from rasa_sdk import Tracker

from bot.actions.figures.asked import Asked, Figure, asks_amount, history
from bot.actions.figures.families import household_cards, maternity, survivors
from bot.actions.figures.joining import eligibility
from bot.actions.figures.old_age import (
    asks_allowance,
    beside_pension,
    lump_sum,
    monthly_allowance,
    pension_figures,
)
from bot.actions.figures.payments import late_payment, refund, support
from bot.actions.scope import Toolbox

__all__ = [
    "Figure",
    "asks_allowance",
    "asks_amount",
    "beside_pension",
    "figure_for",
    "history",
    "monthly_allowance",
    "pension_figures",
]

_ANSWERS: Mapping[str, Callable[[Asked], Figure | None]] = {
    "lump_sum_withdrawal": lump_sum,
    "refund_overlap": refund,
    "payment_deadline_missed": late_payment,
    "health_insurance_relation": household_cards,
    "maternity_benefit": maternity,
    "death_survivor_benefit": survivors,
    "who_can_join": eligibility,
    "state_support": support,
}


def figure_for(toolbox: Toolbox, tracker: Tracker) -> Figure | None:
    """The figure that the latest question asks for."""
    intent = tracker.latest_message["intent"]["name"].partition("/")[0]
    answer = _ANSWERS.get(intent)
    return answer(Asked(toolbox, tracker)) if answer else None
