"""Whether an event is Zalo's: the plain SHA-256 of application, body, time and key, no HMAC."""

import hashlib
import re
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

HEADER = "X-ZEvent-Signature"
TIMESTAMP_HEADER = "X-ZEvent-Timestamp"
_MAC = re.compile(r"\s*(?:(?:mac|sha256)\s*=\s*)?([0-9a-f]{64})\s*", re.IGNORECASE)
DOCUMENTED = "app_id"


def signer(
    body: bytes,
    event: Mapping[str, Any],
    headers: Mapping[str, str],
    *,
    app_id: str,
    secret_key: str | None,
    any_variant: bool,
) -> str | None:
    """The name of the way in which the signature is right; None when it is right in none.

    :param event: what is in ``body``, whose bytes count as they came.
    :param any_variant: whether ways that are only hearsay are tried too.
    """
    given = _MAC.fullmatch(headers.get(HEADER, ""))
    if given is None or not secret_key:
        return None
    for name, first, timestamp in _variants(event, headers, app_id=app_id, any_variant=any_variant):
        expected = mac(body, first=first, timestamp=timestamp, secret_key=secret_key)
        if secrets.compare_digest(expected, given[1].lower()):
            return name
    return None


def mac(body: bytes, *, first: str, timestamp: str, secret_key: str) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(
        b"".join((first.encode(), body, timestamp.encode(), secret_key.encode()))
    ).hexdigest()


def _variants(
    event: Mapping[str, Any], headers: Mapping[str, str], *, app_id: str, any_variant: bool
) -> Iterator[tuple[str, str, str]]:
    """Ways to compute it: name, first term, timestamp."""
    timestamp = str(event.get("timestamp", ""))
    yield DOCUMENTED, app_id, timestamp
    if not any_variant:
        return
    oa_id = _oa_id(event)
    for when, moment in (("", timestamp), (" header_timestamp", headers.get(TIMESTAMP_HEADER, ""))):
        if when:
            yield DOCUMENTED + when, app_id, moment
        if oa_id:
            yield f"oa_id{when}", oa_id, moment


def _oa_id(event: Mapping[str, Any]) -> str:
    recipient = event.get("recipient")
    found = event.get("oa_id") or (recipient.get("id") if isinstance(recipient, Mapping) else "")
    return str(found or "")
