"""Whether a person may join, where a sum decides: the revenue of a household's business, the wage of part-time work."""

import re

from bot.actions.figures.asked import Asked, Figure

# What somebody does, by the words that tell it, and the input that its sum is.
_SITUATIONS = {
    "household_business_owner": (
        r"\b(?:ho kinh doanh|doanh thu|cua hang|mo quan|chu quan)\b",
        "yearly_revenue",
    ),
    "part_time": (
        r"\b(?:ban thoi gian|part ?time|khong tron thoi gian|lam nua ngay|theo gio)\b",
        "monthly_wage",
    ),
}


def eligibility(asked: Asked) -> Figure | None:
    """The ruling on the person's own sum; without one the general answer has both sides."""
    sums = [value for value in asked.values("money", "income") if isinstance(value, int)]
    found = next((name for name, (words, _) in _SITUATIONS.items() if re.search(words, asked.words)), None)
    if not sums or found is None:
        return None
    inputs = {"situation": found, _SITUATIONS[found][1]: sums[-1]}
    estimate = asked.compute("eligibility", birth_date=asked.person.birth, **inputs)["estimate"]
    return Figure("utter_eligibility_figure", {"estimate": estimate}, own=True) if estimate else None
