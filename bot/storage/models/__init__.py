"""The tables, one module an aggregate. They are Core tables: a turn writes rows, it needs no object mapping."""

from bot.storage.models.base import encrypted_columns, metadata
from bot.storage.models.conversation import conversation, conversation_event
from bot.storage.models.key_check import key_check
from bot.storage.models.lead import lead, lead_event, search_term
from bot.storage.models.message import inbox, outbox
from bot.storage.models.person import consent, person
from bot.storage.models.promise import promise
from bot.storage.models.published_text import published_text
from bot.storage.models.staff import staff, staff_commune

__all__ = [
    "consent",
    "conversation",
    "conversation_event",
    "encrypted_columns",
    "inbox",
    "key_check",
    "lead",
    "lead_event",
    "metadata",
    "outbox",
    "person",
    "promise",
    "published_text",
    "search_term",
    "staff",
    "staff_commune",
]
