"""The queries, one module an aggregate; nothing else in the program writes SQL."""

from bot.storage.repositories.consent import ConsentRepository, StoredConsent
from bot.storage.repositories.conversation import ConversationRepository, StoredConversation, StoredLine
from bot.storage.repositories.inbox import Accepted, InboxRepository
from bot.storage.repositories.key_check import KeyCheckRepository
from bot.storage.repositories.lead import (
    LeadChange,
    LeadPage,
    LeadRepository,
    ListedLead,
    StoredLead,
    StoredLeadEvent,
)
from bot.storage.repositories.lead_list import LEAD_SORTS, LeadFilters, LeadScope, LeadSort
from bot.storage.repositories.outbox import OutboxRepository
from bot.storage.repositories.person import PersonRepository, StoredPerson
from bot.storage.repositories.staff import StaffChange, StaffRepository, StoredStaff

__all__ = [
    "LEAD_SORTS",
    "Accepted",
    "ConsentRepository",
    "ConversationRepository",
    "InboxRepository",
    "KeyCheckRepository",
    "LeadChange",
    "LeadFilters",
    "LeadPage",
    "LeadRepository",
    "LeadScope",
    "LeadSort",
    "ListedLead",
    "OutboxRepository",
    "PersonRepository",
    "StaffChange",
    "StaffRepository",
    "StoredConsent",
    "StoredConversation",
    "StoredLead",
    "StoredLeadEvent",
    "StoredLine",
    "StoredPerson",
    "StoredStaff",
]
