"""A person's plan in the talk: what is known of the person in the calculator's form, and the plan with its picture."""

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answers import settled
from bot.actions.figures import history
from bot.actions.person import insured, local_support
from bot.actions.scope import Toolbox, current_scope
from bot.actions.sub_answers import plain
from bot.law import EstimateInputError, ParameterMissingError
from bot.pictures import PictureKind
from bot.rendering import Insured

_METHODS_WITHOUT_YEARS = frozenset({"monthly", "quarterly", "half_yearly", "yearly", "missing_years"})
# "Muốn đóng 1 triệu một tháng": the sum is what is paid, not what is earned.
_SUM_TO_PAY = re.compile(
    r"\b(?:dong|nop|gop|bo ra|trich)(?: [a-z]+){0,2} \d"
    r"|^(?:[a-z]+ ){0,2}\d\S*(?: (?:trieu|nghin|ngan|k))?(?: (?:mot|1|moi|hang))? thang (?:thi|dong|sau)\b"
    r".*\b(?:linh|nhan|luong huu)\b"
)


def say_plan(
    toolbox: Toolbox,
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    *,
    response: str = "utter_pension_plan",
    shows: PictureKind = PictureKind.PLAN,
) -> list[EventType]:
    """Say a message about the person's plan with its picture, or why it cannot be computed."""
    scope = current_scope()
    inputs = plan_inputs(toolbox, tracker)
    try:
        estimate = toolbox.law.estimate("plan", on=scope.today, **inputs).as_dict()
    except (EstimateInputError, ParameterMissingError) as error:
        dispatcher.utter_message(response="utter_estimate_unavailable", reason=error.reason)
        return settled()
    drawn_from = {"on": scope.today.isoformat()} | estimate["inputs"]
    offered = tracker.get_slot("lead_id") is None
    dispatcher.utter_message(
        response=response,
        estimate=estimate,
        picture=toolbox.pictures.address(shows, drawn_from, channel=scope.channel),
        offer_registration=offered,
    )
    return settled("registration" if offered else None)


def plan_inputs(toolbox: Toolbox, tracker: Tracker) -> dict[str, Any]:
    """What is known of the person, as the calculator `plan` takes it."""
    person, method = insured(tracker), tracker.get_slot("payment_method")
    inputs = {
        "gender": person.gender,
        "birth_date": person.birth,
        "income": chosen_income(toolbox, tracker),
        "category": tracker.get_slot("category"),
        **_paid_and_planned(person),
        **local_support(toolbox),
    }
    skipped = tracker.get_slot("skip_months")
    if skipped and method in (None, "monthly"):
        inputs["skip_months"] = skipped
    if method in _METHODS_WITHOUT_YEARS:
        inputs["payment_method"] = method
    elif method and tracker.get_slot("years"):
        inputs |= {"payment_method": method, "years": tracker.get_slot("years")}
    return inputs


def _paid_and_planned(person: Insured) -> dict[str, Any]:
    """What was paid, and how much longer the person means to pay; as long as it takes where that is not said."""
    paid: dict[str, Any] = {"months_paid": person.months_paid}
    if "voluntary_periods" in (known := history(person, average=person.income or 0)):
        paid = known
    further = (person.planned_months or 0) - (person.months_paid or 0)
    return paid | ({"months": further} if further > 0 else {})


def chosen_income(toolbox: Toolbox, tracker: Tracker) -> int | None:
    """The income to pay on; a sum below the lowest one that somebody means to pay buys the income that it affords."""
    income, today = insured(tracker).income, current_scope().today
    if income is None or not names_payment(tracker):
        return income
    if income >= toolbox.law.estimate("contribution_limits", on=today).amounts["minimum_income"]:
        return income
    return affordable(toolbox, tracker, income) or income


def affordable(toolbox: Toolbox, tracker: Tracker, payable: int) -> int | None:
    """The income that may be chosen by who wants to pay a sum a month; None where the law has none for it."""
    who = {"category": tracker.get_slot("category"), **local_support(toolbox)}
    try:
        found = toolbox.law.estimate("income_for_payment", on=current_scope().today, payable=payable, **who)
    except (EstimateInputError, ParameterMissingError):
        return None
    return int(found.amounts["income"])


def names_payment(tracker: Tracker) -> bool:
    """Whether the sum of the latest message is what somebody means to pay."""
    return bool(_SUM_TO_PAY.search(plain(tracker.latest_message.get("text") or "")))
