"""Everything that is kept: the database, the keys to what is in it, and the repositories.

What people say or are is encrypted before it reaches the database; see "Data at rest" in `docs/architecture.md`.
"""

from bot.storage.database import Database
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
from bot.storage.repositories.api_token import ApiTokenRepository, StoredToken
from bot.storage.repositories.appointment import AppointmentRepository, StoredAppointment
from bot.storage.repositories.audit import AuditPage, AuditRepository, StoredAudit
from bot.storage.repositories.channel_pulse import Backlog, ChannelPulseRepository, StoredPulse
from bot.storage.repositories.consent import ConsentRepository, StoredConsent
from bot.storage.repositories.conversation import ConversationRepository, StoredConversation, StoredLine
from bot.storage.repositories.declaration import (
    DeclarationRepository,
    FormLinkRepository,
    StoredDeclaration,
    StoredFormLink,
)
from bot.storage.repositories.doubtful_question import (
    DoubtfulQuestionRepository,
    DoubtReason,
    StoredDoubt,
)
from bot.storage.repositories.echo import EchoRepository
from bot.storage.repositories.estimate_card import EstimateCardRepository, StoredCard
from bot.storage.repositories.floor import Attended, FloorRepository
from bot.storage.repositories.held_message import REST, HeldMessageRepository
from bot.storage.repositories.hook import HookRepository, StoredHook
from bot.storage.repositories.inbox import Accepted, InboxRepository, WaitingEvent
from bot.storage.repositories.lead import LeadPage, LeadRepository, ListedLead, StoredLead, StoredLeadEvent
from bot.storage.repositories.lead_batch import LeadBatchRepository, StoredBatch
from bot.storage.repositories.lead_list import LEAD_SORTS, LeadFilters, LeadScope, LeadSort
from bot.storage.repositories.lead_twin import LeadTwinRepository
from bot.storage.repositories.learned_sentence import LearnedSentenceRepository, StoredSentence
from bot.storage.repositories.link import LinkRepository
from bot.storage.repositories.missed_send import MissedSend, MissedSendRepository
from bot.storage.repositories.oauth_token import OAuthTokenRepository, StoredTokens, TokenPair
from bot.storage.repositories.outbox import Delivery, OutboxRepository, Unasked
from bot.storage.repositories.person import PersonRepository, StoredPerson
from bot.storage.repositories.privacy_request import (
    FileKind,
    PrivacyRequestRepository,
    StoredPrivacyRequest,
)
from bot.storage.repositories.promise import PromiseRepository, StoredPromise
from bot.storage.repositories.published_text import PublishedTextRepository, StoredText
from bot.storage.repositories.saved_estimate import Hearer, SavedEstimate, SavedEstimateRepository
from bot.storage.repositories.staff import StaffRepository, StoredStaff
from bot.storage.repositories.trained_model import StoredModel, TrainedModelRepository
from bot.storage.rotation import Rotation, rotate
from bot.storage.searching import unmarked
from bot.storage.session import Session

__all__ = [
    "LEAD_SORTS",
    "REST",
    "Accepted",
    "ApiTokenRepository",
    "AppointmentRepository",
    "Attended",
    "AuditPage",
    "AuditRepository",
    "Backlog",
    "ChannelPulseRepository",
    "ConflictError",
    "ConsentRepository",
    "ConversationRepository",
    "Database",
    "DatabaseTooNewError",
    "DatabaseUnavailableError",
    "DeclarationRepository",
    "Delivery",
    "DoubtReason",
    "DoubtfulQuestionRepository",
    "EchoRepository",
    "EstimateCardRepository",
    "FileKind",
    "FloorRepository",
    "ForeignEventError",
    "FormLinkRepository",
    "Hearer",
    "HeldMessageRepository",
    "HookRepository",
    "InboxRepository",
    "KeyRing",
    "KeysError",
    "LeadBatchRepository",
    "LeadFilters",
    "LeadPage",
    "LeadRepository",
    "LeadScope",
    "LeadSort",
    "LeadTwinRepository",
    "LearnedSentenceRepository",
    "LinkRepository",
    "ListedLead",
    "MissedSend",
    "MissedSendRepository",
    "OAuthTokenRepository",
    "OutboxRepository",
    "PersonRepository",
    "PrivacyRequestRepository",
    "PromiseRepository",
    "PublishedTextRepository",
    "Rotation",
    "RowMissingError",
    "SavedEstimate",
    "SavedEstimateRepository",
    "Session",
    "StaffRepository",
    "StorageError",
    "StoredAppointment",
    "StoredAudit",
    "StoredBatch",
    "StoredCard",
    "StoredConsent",
    "StoredConversation",
    "StoredDeclaration",
    "StoredDoubt",
    "StoredFormLink",
    "StoredHook",
    "StoredLead",
    "StoredLeadEvent",
    "StoredLine",
    "StoredModel",
    "StoredPerson",
    "StoredPrivacyRequest",
    "StoredPromise",
    "StoredPulse",
    "StoredSentence",
    "StoredStaff",
    "StoredText",
    "StoredToken",
    "StoredTokens",
    "TokenPair",
    "TrainedModelRepository",
    "Unasked",
    "UsernameTakenError",
    "WaitingEvent",
    "private_text",
    "rotate",
    "unmarked",
]
