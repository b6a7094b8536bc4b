"""What goes along with an answer to be looked at: the table of choices, the estimate card with its QR code."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker

from bot.actions.answers import entity_values
from bot.actions.person import insured, local_support
from bot.actions.scope import Toolbox, current_scope
from bot.law import EstimateInputError, ParameterMissingError
from bot.law.choices import MOST_INCOMES, choices
from bot.law.errors import json_safe
from bot.pictures import PictureKind
from bot.registration.cards import spoken_code

CARD = "utter_registration_status_card"
# Round sums in đồng that people name; those outside the day's limits are left out.
_ROUND = (2_000_000, 3_000_000, 5_000_000, 10_000_000)
# What of an estimate's inputs tells how it is paid, and not by whom.
_OF_PAYMENT = frozenset(
    {"income", "payment_method", "months", "years", "missing_months", "gender", "birth_date"}
)


async def pictured(toolbox: Toolbox, tracker: Tracker, response: str) -> dict[str, Any]:
    """The arguments of a message that shows a picture; none for the most."""
    if response == CARD:
        return {"card": await card_picture(toolbox, tracker)}
    wanted = _INCOMES.get(response)
    if wanted is None:
        return {}
    try:
        return {"choices": _general_choices(toolbox, tracker, wanted(toolbox, tracker))}
    except ParameterMissingError:
        # Without the limits of the day there is nothing to choose between.
        return {"choices": None}


async def card_picture(toolbox: Toolbox, tracker: Tracker) -> dict[str, Any] | None:
    """The card of the estimate at hand, and where its picture is; None without an estimate.

    The address is None where the channel reaches none of our pages; the code can be read out everywhere.
    """
    scope, cards, estimate = current_scope(), toolbox.cards, tracker.get_slot("estimate")
    if not estimate or not cards:
        return None
    code = await scope.registration.card(scope.conversation_id, estimate)
    return {"code": spoken_code(code), "picture": cards.picture(code, channel=scope.channel)}


def compared(toolbox: Toolbox, tracker: Tracker, estimate: Mapping[str, Any]) -> dict[str, Any] | None:
    """The choices beside an estimate: the incomes that were named with it, else the ways to pay on its own.

    None where the same table was shown with the estimate before, and where missing years are paid for.
    """
    inputs, today = estimate["inputs"], current_scope().today
    if inputs["payment_method"] == "missing_years":
        return None
    who = {name: value for name, value in inputs.items() if name not in _OF_PAYMENT}
    named = {income for income in entity_values(tracker, "income") if isinstance(income, int)}
    if len(named) > 1 and inputs["payment_method"] == "monthly":
        several = {"on": today.isoformat(), "incomes": sorted(named)[:MOST_INCOMES], **who}
        return _table(toolbox, several, is_told=True)
    before = tracker.get_slot("estimate")
    if before and _same_table(before, estimate):
        return None
    return _table(toolbox, {"on": today.isoformat(), "incomes": [inputs["income"]], **who})


def _same_table(before: Mapping[str, Any], estimate: Mapping[str, Any]) -> bool:
    keys = ("income", "category", "months_paid", "local_support_rate")
    return before.get("on") == estimate["on"] and all(
        before.get("inputs", {}).get(key) == estimate["inputs"].get(key) for key in keys
    )


def _general_choices(toolbox: Toolbox, tracker: Tracker, incomes: Sequence[int]) -> dict[str, Any] | None:
    """A table of the person's group, or of who belongs to none."""
    who = {
        "category": tracker.get_slot("category") or "other",
        "months_paid": tracker.get_slot("supported_months"),
        **local_support(toolbox),
    }
    known = {name: json_safe(value) for name, value in who.items() if value is not None}
    return _table(toolbox, {"on": current_scope().today.isoformat(), "incomes": list(incomes), **known})


def _table(toolbox: Toolbox, inputs: Mapping[str, Any], *, is_told: bool = False) -> dict[str, Any] | None:
    """The choices as the law computes them and where their picture is; None where they cannot be computed.

    :param is_told: whether the words hold them, too; otherwise there are none where no picture is reached.
    """
    address = toolbox.pictures.address(PictureKind.CHOICES, inputs, channel=current_scope().channel)
    if address is None and not is_told:
        return None
    try:
        return {**choices(toolbox.law, **inputs).as_dict(), "picture": address}
    except (EstimateInputError, ParameterMissingError):
        return None


def _own_income(toolbox: Toolbox, tracker: Tracker) -> Sequence[int]:
    """The person's income where one may choose it, else the lowest one."""
    lowest, highest = _limits(toolbox)
    income = insured(tracker).income
    return [income if income and lowest <= income <= highest else lowest]


def _levels(toolbox: Toolbox, tracker: Tracker) -> Sequence[int]:
    """The lowest and highest income, round ones between them, and the person's own."""
    lowest, highest = _limits(toolbox)
    between = {income for income in _ROUND if lowest < income < highest}
    return sorted({lowest, *between, *_own_income(toolbox, tracker), highest})


def _limits(toolbox: Toolbox) -> tuple[int, int]:
    limits = toolbox.law.estimate("contribution_limits", on=current_scope().today).amounts
    return int(limits["minimum_income"]), int(limits["maximum_income"])


# The messages that show a table, and the incomes in it: one is shown in every way of paying.
_INCOMES: Mapping[str, Callable[[Toolbox, Tracker], Sequence[int]]] = {
    "utter_payment_methods": _own_income,
    "utter_payment_methods_which_best": _own_income,
    "utter_payment_methods_discount": _own_income,
    "utter_min_max_income": _levels,
    "utter_min_max_income_below": _levels,
    "utter_min_max_income_step": _levels,
}
