"""The form's own parts that the secure page and the console show alike: its template, its wording, what is known."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.registration.declaring.declarations import Declared
from bot.storage import ConversationRepository, Session, StoredLead, StoredPerson

# Holds `declaration_fields.html` and `declaration_consent.html`.
FIELDS_DIR = Path(__file__).parent
_WORDING = (FIELDS_DIR / "declaration_consent.html").read_bytes()
# The day of the consent's wording, to be changed with it, and a digest that changes by itself.
WORDING_VERSION = f"2026-11-24-{hashlib.sha256(_WORDING).hexdigest()[:8]}"


async def known_values(
    session: Session, *, lead: StoredLead, person: StoredPerson, declared: Declared | None
) -> dict[str, str]:
    """What the form begins with: what was declared before, else what was said in the chat, as it is typed.

    Never the personal ID, which is typed anew, nor an ethnic group out of a talk.
    """
    if declared is not None:
        return _typed(declared.declaration.as_dict())
    conversation = await ConversationRepository(session).get(lead.conversation_id)
    slots = ((conversation.snapshot if conversation else None) or {}).get("slots", {})
    estimated = (lead.estimate or {}).get("inputs", {})
    said = {name: estimated.get(name) or slots.get(name) for name in ("gender", "birth_date", "income")}
    insured = lead.insured or {}
    said |= {
        "gender": insured.get("gender") or said["gender"],
        "birth_date": insured.get("birth") or said["birth_date"],
    }
    method = estimated.get("payment_method") or slots.get("payment_method")
    return _typed(
        {
            **said,
            "full_name": person.full_name,
            "commune": lead.commune_name,
            "payment_method": method,
            "nationality": "Việt Nam",
        }
    )


def _typed(values: Mapping[str, Any]) -> dict[str, str]:
    known = {name: str(value) for name, value in values.items() if value is not None}
    try:
        born = date.fromisoformat(known.get("birth_date", ""))
    except ValueError:
        # Only a year or a month was said.
        known.pop("birth_date", None)
    else:
        known["birth_date"] = f"{born:%d/%m/%Y}"
    return known
