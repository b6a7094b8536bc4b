"""Everything that is kept: the database, the keys to what is in it, and the repositories.

What people say or are is encrypted before it reaches the database; see "Data at rest" in `docs/architecture.md`.
"""

from bot.storage.errors import (
    ConflictError,
    DatabaseTooNewError,
    DatabaseUnavailableError,
    ForeignEventError,
    KeysError,
    RowMissingError,
    StorageError,
    UsernameTakenError,
)
from bot.storage.keys import KeyRing
from bot.storage.private import private_text
from bot.storage.repositories.consent import ConsentRepository, StoredConsent
from bot.storage.repositories.conversation import ConversationRepository, StoredConversation, StoredLine
from bot.storage.repositories.floor import Attended, FloorRepository
from bot.storage.repositories.inbox import Accepted, InboxRepository, WaitingEvent
from bot.storage.repositories.lead import LeadPage, LeadRepository, ListedLead, StoredLead, StoredLeadEvent
from bot.storage.repositories.lead_list import LEAD_SORTS, LeadFilters, LeadScope, LeadSort
from bot.storage.repositories.outbox import Delivery, OutboxRepository
from bot.storage.repositories.person import PersonRepository, StoredPerson
from bot.storage.repositories.promise import PromiseRepository, StoredPromise
from bot.storage.repositories.staff import StaffRepository, StoredStaff
from bot.storage.rotation import Rotation, rotate
from bot.storage.session import Database

__all__ = [
    "LEAD_SORTS",
    "Accepted",
    "Attended",
    "ConflictError",
    "ConsentRepository",
    "ConversationRepository",
    "Database",
    "DatabaseTooNewError",
    "DatabaseUnavailableError",
    "Delivery",
    "FloorRepository",
    "ForeignEventError",
    "InboxRepository",
    "KeyRing",
    "KeysError",
    "LeadFilters",
    "LeadPage",
    "LeadRepository",
    "LeadScope",
    "LeadSort",
    "ListedLead",
    "OutboxRepository",
    "PersonRepository",
    "PromiseRepository",
    "Rotation",
    "RowMissingError",
    "StaffRepository",
    "StorageError",
    "StoredConsent",
    "StoredConversation",
    "StoredLead",
    "StoredLeadEvent",
    "StoredLine",
    "StoredPerson",
    "StoredPromise",
    "StoredStaff",
    "UsernameTakenError",
    "WaitingEvent",
    "private_text",
    "rotate",
]
