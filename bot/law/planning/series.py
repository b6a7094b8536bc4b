"""The plan year by year: what has been paid, added by the State and drawn by the end of each year."""

from collections import Counter
from itertools import accumulate

from bot.law.months import Month
from bot.law.planning.outcome import Outcome

# How long after its beginning the pension is followed.
_YEARS_OF_PENSION = 20


def series(found: Outcome, *, start: Month) -> list[dict[str, int]]:
    """One entry a year with running totals in whole đồng: year, paid, state (with the province's part), pension."""
    paid: Counter[int] = Counter()
    added: Counter[int] = Counter()
    for instalment in found.instalments:
        support = instalment.paid.state_support + instalment.paid.local_support
        paid[instalment.month.year] += instalment.paid.gross.amount - support
        added[instalment.month.year] += support
    last = found.start or found.last or start
    years = range(start.year, last.year + _YEARS_OF_PENSION + 1)
    totals = zip(years, accumulate(paid[y] for y in years), accumulate(added[y] for y in years), strict=True)
    return [
        {"year": year, "paid": own, "state": state, "pension": _drawn(found, Month(year, 12))}
        for year, own, state in totals
    ]


def _drawn(found: Outcome, month: Month) -> int:
    """What the pension has brought by the end of a month, the one-time allowance included."""
    if found.pension is None or found.start is None or month < found.start:
        return 0
    return found.pension.one_time + found.pension.monthly * (month.minus(found.start) + 1)
