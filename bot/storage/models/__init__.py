"""The tables, one module an aggregate. They are Core tables: a turn writes rows, it needs no object mapping."""

from bot.storage.models.api import api_token, api_write, hook_delivery
from bot.storage.models.appointment import appointment
from bot.storage.models.audit import audit, lead_batch
from bot.storage.models.base import encrypted_columns, metadata
from bot.storage.models.channel_pulse import channel_pulse
from bot.storage.models.conversation import conversation, conversation_event
from bot.storage.models.declaration import declaration, form_link
from bot.storage.models.estimate_card import estimate_card
from bot.storage.models.key_check import key_check
from bot.storage.models.lead import lead, lead_event, search_term
from bot.storage.models.learning import doubtful_question, learned_sentence, trained_model
from bot.storage.models.link import link_code, link_failure
from bot.storage.models.message import inbox, outbox
from bot.storage.models.oauth_token import oauth_token
from bot.storage.models.person import consent, person
from bot.storage.models.privacy_request import privacy_request
from bot.storage.models.promise import promise
from bot.storage.models.published_text import published_text
from bot.storage.models.staff import staff, staff_commune

__all__ = [
    "api_token",
    "api_write",
    "appointment",
    "audit",
    "channel_pulse",
    "consent",
    "conversation",
    "conversation_event",
    "declaration",
    "doubtful_question",
    "encrypted_columns",
    "estimate_card",
    "form_link",
    "hook_delivery",
    "inbox",
    "key_check",
    "lead",
    "lead_batch",
    "lead_event",
    "learned_sentence",
    "link_code",
    "link_failure",
    "metadata",
    "oauth_token",
    "outbox",
    "person",
    "privacy_request",
    "promise",
    "published_text",
    "search_term",
    "staff",
    "staff_commune",
    "trained_model",
]
