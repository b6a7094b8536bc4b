"""The one place where the calculators are listed."""

from collections.abc import Mapping
from typing import Any

from bot.law.accident import ACCIDENT_INSURANCE
from bot.law.average import AVERAGE_INCOME
from bot.law.calculator import CalculatorSpec
from bot.law.contribution import CONTRIBUTION
from bot.law.eligibility import ELIGIBILITY
from bot.law.funeral import FUNERAL
from bot.law.health import HEALTH_HOUSEHOLD
from bot.law.incomes import INCOME_FOR_PAYMENT, INCOME_FOR_PENSION
from bot.law.late_payment import LATE_PAYMENT
from bot.law.limits import CONTRIBUTION_LIMITS
from bot.law.lump_sum import LUMP_SUM
from bot.law.maternity import MATERNITY
from bot.law.missing_years import MISSING_YEARS
from bot.law.monthly_allowance import MONTHLY_ALLOWANCE
from bot.law.pension import PENSION, PENSION_RATE
from bot.law.planning import PLAN
from bot.law.refund import REFUND
from bot.law.retirement import RETIREMENT_AGE
from bot.law.social_pension import SOCIAL_PENSION
from bot.law.support import STATE_SUPPORT
from bot.law.survivor import SURVIVOR

_ALL: tuple[CalculatorSpec[Any], ...] = (
    ELIGIBILITY,
    PLAN,
    CONTRIBUTION,
    CONTRIBUTION_LIMITS,
    STATE_SUPPORT,
    INCOME_FOR_PAYMENT,
    INCOME_FOR_PENSION,
    REFUND,
    LATE_PAYMENT,
    MISSING_YEARS,
    RETIREMENT_AGE,
    AVERAGE_INCOME,
    PENSION_RATE,
    PENSION,
    LUMP_SUM,
    MONTHLY_ALLOWANCE,
    SOCIAL_PENSION,
    MATERNITY,
    FUNERAL,
    SURVIVOR,
    HEALTH_HOUSEHOLD,
    ACCIDENT_INSURANCE,
)
CALCULATORS: Mapping[str, CalculatorSpec[Any]] = {calculator.name: calculator for calculator in _ALL}
