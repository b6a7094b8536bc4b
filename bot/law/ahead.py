"""Looks ahead: the next known day on which a result would be another one."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from bot.law.errors import ParameterMissingError
from bot.law.working import Working


def next_different(
    working: Working, names: Iterable[str], result: Callable[[Working], Any], *, now: Any
) -> tuple[date, Any] | None:
    """The first day after the calculation's own on which one of the parameters changes and the result with it.

    Days on which a figure is not published yet are passed over.

    :param result: computes on an empty working of another day what is compared with ``now``.
    """
    days = {dated.valid_from for name in names for dated in working.parameter(name).changes_after(working.on)}
    for day in sorted(days):
        try:
            then = result(working.at(day))
        except ParameterMissingError:
            continue
        if then != now:
            return day, then
    return None
