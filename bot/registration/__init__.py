"""A registration from the citizen's yes to the officer's result: the rules of taking, changing and working it."""

from bot.registration.applicant import (
    Applicant,
    is_phone_number,
    lead_number,
    receipt_code,
    tells_sensitive_group,
)
from bot.registration.assignment import Assignment
from bot.registration.casework import Casework, LeadMissingError, NoteError, OfficerError
from bot.registration.duplicates import Duplicates, MergeError
from bot.registration.handing import MOST_AT_ONCE, Handed, Handing, UndoError
from bot.registration.notices import Notices, waking
from bot.registration.registering import GROUP, MESSAGES, Receipt, Registration, RegistrationRules, Status
from bot.registration.staff import (
    ROLE_LABELS,
    SERVING_ROLES,
    WORKING_ROLES,
    NotAllowedError,
    Role,
    StaffMember,
)
from bot.registration.states import LABELS, NEEDS_REASON, OPEN_STATES, TRANSITIONS, LeadState

__all__ = [
    "GROUP",
    "LABELS",
    "MESSAGES",
    "MOST_AT_ONCE",
    "NEEDS_REASON",
    "OPEN_STATES",
    "ROLE_LABELS",
    "SERVING_ROLES",
    "TRANSITIONS",
    "WORKING_ROLES",
    "Applicant",
    "Assignment",
    "Casework",
    "Duplicates",
    "Handed",
    "Handing",
    "LeadMissingError",
    "LeadState",
    "MergeError",
    "NotAllowedError",
    "NoteError",
    "Notices",
    "OfficerError",
    "Receipt",
    "Registration",
    "RegistrationRules",
    "Role",
    "StaffMember",
    "Status",
    "UndoError",
    "is_phone_number",
    "lead_number",
    "receipt_code",
    "tells_sensitive_group",
    "waking",
]
