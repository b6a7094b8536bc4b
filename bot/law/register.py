"""The one place where the calculators are listed."""

from collections.abc import Mapping
from typing import Any

from bot.law.calculator import CalculatorSpec
from bot.law.contribution import CONTRIBUTION
from bot.law.limits import CONTRIBUTION_LIMITS
from bot.law.support import STATE_SUPPORT

_ALL: tuple[CalculatorSpec[Any], ...] = (CONTRIBUTION, CONTRIBUTION_LIMITS, STATE_SUPPORT)
CALCULATORS: Mapping[str, CalculatorSpec[Any]] = {calculator.name: calculator for calculator in _ALL}
