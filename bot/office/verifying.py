"""Is this number or address truly the office's? Compared with the province's list; nothing is guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from bot.office.profile import Domain, OfficeProfile, Phone

_PHONE = re.compile(r"(?<![\w.])\+?\d(?:[ .\-]?\d){2,14}(?![\w]|[.,]\d)")
_DOMAIN = re.compile(r"(?<![\w@.-])(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,24})(?![\w-])", re.IGNORECASE)
# What an imitation of the office's names has in its own.
_IMITATED = ("bhxh", "baohiem", "vssid", "vneid", "dichvucong")
# Fewer digits are an age, a year or a percentage; more than a phone has is an account or a card.
_LEAST_DIGITS, _MOST_DIGITS = 8, 11


class Standing(StrEnum):
    """What is known of a number or an address."""

    OFFICIAL = "official"
    SCAM = "scam"
    # Not ours, but named as if it were.
    IMITATION = "imitation"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """A number or address in a text, as it was typed, and what is known of it.

    :param whose: for what is known: whose it is or what it does; ``source`` is where that is known from.
    """

    kind: Literal["phone", "domain"]
    typed: str
    standing: Standing
    whose: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """Looks numbers and addresses up in a province's list."""

    profile: OfficeProfile

    def findings(self, text: str) -> list[Finding]:
        """Everything in a text that can be looked up, in its order, each once."""
        found = [*self._phones(text), *self._domains(text)]
        return list({(finding.kind, finding.typed): finding for finding in found}.values())

    def names_an_address(self, text: str) -> bool:
        """Whether a text holds an address of a page."""
        return _DOMAIN.search(text) is not None

    def _phones(self, text: str) -> Iterator[Finding]:
        for match in _PHONE.finditer(text):
            digits = _national(match.group())
            if _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS:
                yield self._phone(match.group().strip(), digits)

    def _phone(self, typed: str, digits: str) -> Finding:
        for standing, phones in (
            (Standing.OFFICIAL, self.profile.official.phones),
            (Standing.SCAM, self.profile.scams.phones),
        ):
            known = next((phone for phone in phones if _national(phone.number) == digits), None)
            if known:
                return _finding("phone", typed, standing, known)
        return Finding("phone", typed, Standing.UNKNOWN)

    def _domains(self, text: str) -> Iterator[Finding]:
        for match in _DOMAIN.finditer(text):
            yield self._domain(match.group(1), match.group(1).lower())

    def _domain(self, typed: str, name: str) -> Finding:
        for standing, domains in (
            (Standing.OFFICIAL, self.profile.official.domains),
            (Standing.SCAM, self.profile.scams.domains),
        ):
            known = next((domain for domain in domains if f".{name}".endswith(f".{domain.name}")), None)
            if known:
                return _finding("domain", typed, standing, known)
        plain = name.replace("-", "").replace(".", "")
        imitates = any(word in plain for word in _IMITATED) and not name.endswith(".gov.vn")
        return Finding("domain", typed, Standing.IMITATION if imitates else Standing.UNKNOWN)


def _finding(
    kind: Literal["phone", "domain"], typed: str, standing: Standing, known: Phone | Domain
) -> Finding:
    return Finding(kind, typed, standing, known.whose, known.source)


def _national(number: str) -> str:
    """The digits as they are dialled within the country."""
    digits = re.sub(r"\D", "", number)
    return f"0{digits[2:]}" if number.strip().startswith("+84") else digits
