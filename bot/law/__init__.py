"""The law of voluntary social insurance as dated data and pure calculators; day and inputs come in as arguments."""

from bot.law.errors import EstimateInputError, LawDataError, ParameterMissingError
from bot.law.estimate import Estimate
from bot.law.law import Law

__all__ = ["Estimate", "EstimateInputError", "Law", "LawDataError", "ParameterMissingError"]
