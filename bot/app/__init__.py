"""The one place that builds An Tâm from its parts: `assemble` joins them, `web_application` serves them."""

from .assembling import AnTam, assemble, prepare
from .channels import zalo_oa_connection
from .knowledge import Knowledge, load_knowledge, load_understanding, with_texts
from .opening import accounts_of, load_keys, open_database
from .publishing import publisher_of, text_publisher_of
from .talking import conversations_of, turns_of
from .web import web_application

__all__ = [
    "AnTam",
    "Knowledge",
    "accounts_of",
    "assemble",
    "conversations_of",
    "load_keys",
    "load_knowledge",
    "load_understanding",
    "open_database",
    "prepare",
    "publisher_of",
    "text_publisher_of",
    "turns_of",
    "web_application",
    "with_texts",
    "zalo_oa_connection",
]
