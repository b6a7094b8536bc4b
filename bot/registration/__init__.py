"""A registration from the citizen's yes to the officer's result: the rules of taking, changing and working it."""

from bot.registration.applicant import Applicant, is_phone_number, receipt_code
from bot.registration.casework import Casework, LeadMissingError, NoteError
from bot.registration.registering import Receipt, Registration, Status
from bot.registration.staff import ROLE_LABELS, WORKING_ROLES, NotAllowedError, Role, StaffMember
from bot.registration.states import LABELS, NEEDS_REASON, OPEN_STATES, TRANSITIONS, LeadState

__all__ = [
    "LABELS",
    "NEEDS_REASON",
    "OPEN_STATES",
    "ROLE_LABELS",
    "TRANSITIONS",
    "WORKING_ROLES",
    "Applicant",
    "Casework",
    "LeadMissingError",
    "LeadState",
    "NotAllowedError",
    "NoteError",
    "Receipt",
    "Registration",
    "Role",
    "StaffMember",
    "Status",
    "is_phone_number",
    "receipt_code",
]
