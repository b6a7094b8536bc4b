"""What a household pays and gets: health cards, the birth of children, a death."""

import re

from bot.actions.figures.asked import Asked, Figure, history
from bot.actions.figures.old_age import PENSION_NAMED
from bot.actions.scope import current_scope

_MONTHS_OF_A_CARD = re.compile(r"\b([1-9]|1[0-2]) ?thang\b")
_MONTHS_DRAWN = re.compile(r"\b(\d{1,3}) ?thang\b")
_CHILDREN = {"sinh ba": 3, "sinh doi": 2}


def household_cards(asked: Asked) -> Figure | None:
    persons = asked.person.persons
    if not persons or not asked.values("persons"):
        return None
    months = _MONTHS_OF_A_CARD.search(asked.words)
    found = asked.compute("health_household", persons=persons, months=int(months[1]) if months else None)
    return (
        Figure("utter_health_household", {"estimate": found["estimate"]}, own=True)
        if found["estimate"]
        else None
    )


def maternity(asked: Asked) -> Figure | None:
    """The grant for several children, or for the months that were told."""
    children = next((count for words, count in _CHILDREN.items() if words in asked.words), 1)
    months = asked.person.months_paid
    if children == 1 and not months:
        return None
    within = asked.toolbox.law.parameters["benefits.maternity.within_months"].on(current_scope().today)
    counted = min(months, int(within.number)) if months else None
    found = asked.compute("maternity", children=children, months=counted or int(within.number))
    arguments = {"estimate": found["estimate"], "children": children, "months": counted}
    return Figure("utter_maternity_figure", arguments, own=True) if found["estimate"] else None


def survivors(asked: Asked) -> Figure | None:
    """What the family gets: of a pension that was drawn, or of the time that was paid."""
    person = asked.person
    drawn, pension = _MONTHS_DRAWN.search(asked.words), asked.values("money")
    if pension and PENSION_NAMED.search(asked.words):
        return _pensioners_family(asked, pension[-1], month=int(drawn[1]) if drawn else None)
    months = person.months_paid or person.planned_months
    if not months:
        return None
    paid = history(person, average=asked.income(), months=months)
    length = {name: value for name, value in paid.items() if name != "average_income"}
    burial = asked.compute("funeral", **length)["estimate"]
    arguments = {**asked.compute("survivor", **paid), "burial": burial, "pensioner": False}
    return asked.figure("utter_survivor_figure", arguments, own=True) if arguments["estimate"] else None


def _pensioners_family(asked: Asked, pension: int, *, month: int | None) -> Figure | None:
    found = asked.compute("survivor", monthly_pension=pension, months_drawn=month or 1)
    burial = asked.compute("funeral", pensioner=True)["estimate"]
    arguments = {**found, "burial": burial, "pensioner": True}
    own = month is not None
    return asked.figure("utter_survivor_figure", arguments, own=own) if found["estimate"] else None
