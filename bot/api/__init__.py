"""The JSON API: the law's calculators for everybody, the leads for other systems of the office.

Of an estimate nothing is kept and no person is known. The leads are shown to the holder of a token as far as the
token's account sees them, never with a phone or a personal ID; what happens to them is told to one address, signed.
"""

from bot.api.hooks import Hooks
from bot.api.leads import leads_router
from bot.api.mounting import mount_api
from bot.api.pictures import Pictures

__all__ = ["Hooks", "Pictures", "leads_router", "mount_api"]
