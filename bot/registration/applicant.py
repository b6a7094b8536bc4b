"""What a person gives to register, and which phone numbers can be called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import phonenumbers

_REGION = "VN"
# Ethnicity is a sensitive personal datum (law 91/2025/QH15); it is used for the estimate and not kept with a lead.
SENSITIVE_CATEGORIES = frozenset({"ethnic_minority"})


@dataclass(frozen=True, slots=True)
class Applicant:
    """The values of a confirmed registration.

    :param phone: E.164, such as ``+84912345678``.
    :param commune: the commune's official name, or what the person called it.
    :param estimate: the last estimate shown, in its JSON form, if there was one.
    :param keeps_group: whether the person agreed that a sensitive group is kept with the estimate.
    :param insured: whom it is for: ``relation`` to the person who writes, ``birth`` and ``gender`` where they were
        told. The name is the insured person's, the phone the writer's.
    """

    full_name: str
    phone: str
    commune: str
    call_time: str
    estimate: Mapping[str, Any] | None = None
    keeps_group: bool = False
    insured: Mapping[str, Any] | None = None


def is_phone_number(text: str) -> bool:
    """Whether the text is a valid Vietnamese phone number."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, _REGION))
    except phonenumbers.NumberParseException:
        return False


def e164(text: str) -> str:
    """A valid Vietnamese phone number as +84912345678."""
    return phonenumbers.format_number(phonenumbers.parse(text, _REGION), phonenumbers.PhoneNumberFormat.E164)


def receipt_code(lead_id: int) -> str:
    """The number that the person keeps and an officer finds the lead by."""
    return f"AT{lead_id:06d}"


def lead_number(code: str) -> int | None:
    """The lead's number in a receipt, typed with or without its letters; None when it is no receipt."""
    found = re.fullmatch(r"(?:AT)?0*(\d{1,18})", code.strip().upper())
    return int(found[1]) if found else None


def tells_sensitive_group(estimate: Mapping[str, Any]) -> bool:
    """Whether the estimate rests on a group that is a sensitive personal datum."""
    given = estimate["inputs"].get("category") or ()
    return bool(({given} if isinstance(given, str) else set(given)) & SENSITIVE_CATEGORIES)


def storable(estimate: Mapping[str, Any]) -> dict[str, Any]:
    """The estimate as it may be kept: without its working where that tells a sensitive group."""
    if not tells_sensitive_group(estimate):
        return dict(estimate)
    nothing: dict[str, Any] = {"steps": [], "parameters": [], "references": [], "warnings": []}
    amounts = {name: value for name, value in estimate["amounts"].items() if name != "category"}
    return {**estimate, **nothing, "amounts": amounts, "inputs": {}, "next_change": None}
