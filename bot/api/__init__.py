"""The JSON API over the law's calculators: estimates, the list of calculators, the picture of a plan.

What is computed is the law's business. No person is known here: inputs come in, figures go out, nothing is kept.
"""

from bot.api.mounting import mount_api
from bot.api.pictures import PlanPictures

__all__ = ["PlanPictures", "mount_api"]
