"""A registration from the citizen's yes to the officer's result: the rules of taking, changing and working it."""

from bot.registration.applicant import Applicant, is_phone_number, receipt_code
from bot.registration.registering import Receipt, Registration, Status
from bot.registration.states import LABELS, OPEN_STATES, LeadState

__all__ = [
    "LABELS",
    "OPEN_STATES",
    "Applicant",
    "LeadState",
    "Receipt",
    "Registration",
    "Status",
    "is_phone_number",
    "receipt_code",
]
