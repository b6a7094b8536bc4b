"""What the official paper needs beyond the chat: declared on a one-time page, checked, sealed, kept for a time."""

from bot.registration.declaring.declaration import Declaration, read_declaration
from bot.registration.declaring.declarations import (
    REVEAL_PURPOSES,
    DeclarationMissingError,
    Declarations,
    PurposeError,
)
from bot.registration.declaring.links import FormAddresses, FormLinks, LinkError, LinkRefusal
from bot.registration.declaring.personal_id import FieldError, check_personal_id, masked_personal_id

__all__ = [
    "REVEAL_PURPOSES",
    "Declaration",
    "DeclarationMissingError",
    "Declarations",
    "FieldError",
    "FormAddresses",
    "FormLinks",
    "LinkError",
    "LinkRefusal",
    "PurposeError",
    "check_personal_id",
    "masked_personal_id",
    "read_declaration",
]
