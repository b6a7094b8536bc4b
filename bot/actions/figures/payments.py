"""What payments come to: what is given back of them, and what a missed term costs."""

from bot.actions.figures.asked import Asked, Figure
from bot.actions.person import local_support
from bot.actions.scope import current_scope

# A person who does not tell how many months are left gets an example of four.
_EXAMPLE_LEFT = 4
_PERIODICAL = ("quarterly", "half_yearly", "yearly")
# Why a payment is given back, by the words that tell it; the first that fits.
_GROUNDS = {
    "overlap": r"\b(?:trung|chong|hai noi|2 noi|ca hai ben|dong thua)\b",
    "death": r"\b(?:chet|qua doi|tu vong|mat roi|vua mat|mat thi|da mat)\b",
    "pension": r"\b(?:luong huu|du tuoi|nghi huu|ve huu)\b",
    "lump_sum": r"\b(?:rut|mot lan|1 lan)\b",
}


def refund(asked: Asked) -> Figure:
    ground = asked.first(_GROUNDS, "compulsory")
    method, years = _paid_at_once(asked, default="monthly" if ground == "overlap" else "yearly")
    left = _months_left(asked, method, years)
    found = asked.compute(
        "refund",
        ground=ground,
        income=asked.income(),
        payment_method=method,
        years=years,
        months_left=left or _EXAMPLE_LEFT,
        category=asked.slot("category"),
        **local_support(asked.toolbox),
    )
    return asked.figure("utter_refund_figure", {**found, "ground": ground}, own=left is not None)


def _paid_at_once(asked: Asked, *, default: str) -> tuple[str, int | None]:
    """The way of paying, named or told by the length of the period, and its years where it is years ahead."""
    method = asked.slot("payment_method")
    if method == "multi_year" and asked.slot("years"):
        return method, asked.slot("years")
    lengths = {months: name for name, months in _lengths(asked).items()}
    told = [lengths[months] for months in asked.values("planned_months", "months") if months in lengths]
    return method if method in _PERIODICAL else next(iter(told), default), None


def _months_left(asked: Asked, method: str, years: int | None) -> int | None:
    """How many of the paid months are not needed: told, or what is left beside those already used."""
    left = asked.slot("months_left")
    used = asked.person.months_paid
    if left is not None or not used:
        return left if isinstance(left, int) else None
    length = 12 * years if years else _lengths(asked).get(method, 0)
    return length - used if used < length else None


def late_payment(asked: Asked) -> Figure | None:
    told = asked.tracker.get_slot("months")
    months = told if isinstance(told, int) and asked.values("months") else None
    found = asked.compute("late_payment", income=asked.income(), months_late=months or 1)
    ahead = asked.compute(
        "contribution",
        income=asked.income(),
        category=asked.slot("category"),
        **local_support(asked.toolbox),
    )
    arguments = {**found, "ahead": ahead["estimate"], "months": months}
    return asked.figure("utter_late_payment_figure", arguments, own=months is not None)


def support(asked: Asked) -> Figure | None:
    """The State's share in all, of the months that were named."""
    months = [*asked.values("planned_months"), *asked.values("more_months")]
    if not months:
        return None
    category, paid = asked.slot("category"), asked.slot("supported_months")
    found = asked.compute("state_support", category=category, months=months[-1], months_paid=paid)
    if not found["estimate"]:
        return None
    return Figure("utter_state_support_figure", {"estimate": found["estimate"]}, own=True)


def _lengths(asked: Asked) -> dict[str, int]:
    """The months of one period of each way of paying that covers several."""
    today, parameters = current_scope().today, asked.toolbox.law.parameters
    return {name: int(parameters[f"payment.period.{name}"].on(today).number) for name in _PERIODICAL}
