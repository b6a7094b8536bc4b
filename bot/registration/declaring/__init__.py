"""What the official paper needs beyond the chat: declared on a one-time page, checked, sealed, kept for a time."""

from bot.registration.declaring.declaration import Declaration, read_declaration
from bot.registration.declaring.declarations import (
    REVEAL_PURPOSES,
    DeclarationMissingError,
    Declarations,
    Declared,
    PurposeError,
)
from bot.registration.declaring.form import FIELDS_DIR, WORDING_VERSION, known_values
from bot.registration.declaring.links import (
    MAX_FAILURES,
    PROOF_DIGITS,
    FormAddresses,
    FormLinks,
    LinkError,
    LinkRefusal,
)
from bot.registration.declaring.personal_id import FieldError, check_personal_id, masked_personal_id

__all__ = [
    "FIELDS_DIR",
    "MAX_FAILURES",
    "PROOF_DIGITS",
    "REVEAL_PURPOSES",
    "WORDING_VERSION",
    "Declaration",
    "DeclarationMissingError",
    "Declarations",
    "Declared",
    "FieldError",
    "FormAddresses",
    "FormLinks",
    "LinkError",
    "LinkRefusal",
    "PurposeError",
    "check_personal_id",
    "known_values",
    "masked_personal_id",
    "read_declaration",
]
