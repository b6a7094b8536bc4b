"""Where a person came from, as a link or QR code carries it: campaign, commune, event, agent, and a word of one's own.

Telegram gives us at most 64 letters, digits, `_` and `-`; what fits there fits everywhere. A known part is a letter, a
dash and its value: `c-7_x-07633_e-12_a-5_hoi-nong-dan`.
"""

import re
from dataclasses import dataclass, fields
from typing import Self

from bot.errors import AnTamError

MAX_LENGTH = 64
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_VALUE = re.compile(r"[A-Za-z0-9-]+")
_KNOWN = {"c": "campaign", "x": "commune", "e": "event", "a": "agent"}
_KNOWN_PART = re.compile(r"([cxea])-([A-Za-z0-9-]+)")


class SourceError(AnTamError):
    """What a link is to tell cannot be carried by it."""


@dataclass(frozen=True, slots=True)
class Source:
    """The parts of a source; ``commune`` is a commune's code, the others are as whoever made the link named them."""

    campaign: str = ""
    commune: str = ""
    event: str = ""
    agent: str = ""
    label: str = ""

    def __post_init__(self) -> None:
        """:raises SourceError: when a part cannot be carried."""
        for part in fields(self):
            value = getattr(self, part.name)
            if value and not _VALUE.fullmatch(value):
                raise SourceError(
                    f"«{value}» không ghi vào liên kết được", remedy="chỉ dùng chữ không dấu, số và dấu -"
                )
        if _KNOWN_PART.fullmatch(self.label):
            raise SourceError(f"«{self.label}» dễ lẫn với mã", remedy="thêm một chữ ở đầu, ví dụ nguon-…")
        if len(self.code) > MAX_LENGTH:
            raise SourceError(f"Nguồn dài {len(self.code)} ký tự", remedy=f"rút xuống {MAX_LENGTH} ký tự")

    @property
    def code(self) -> str:
        """What a link carries; empty when nothing is to be told."""
        known = [f"{letter}-{value}" for letter, name in _KNOWN.items() if (value := getattr(self, name))]
        return "_".join([*known, *([self.label] if self.label else [])])

    @classmethod
    def parse(cls, code: str) -> Self:
        """The parts of a code; one that is not of our making is a word of somebody's own."""
        found: dict[str, str] = {}
        rest: list[str] = []
        for part in code.split("_"):
            known = _KNOWN_PART.fullmatch(part)
            if known and _KNOWN[known[1]] not in found:
                found[_KNOWN[known[1]]] = known[2]
            elif _VALUE.fullmatch(part):
                rest.append(part)
        return cls(**found, label="-".join(rest) if not _KNOWN_PART.fullmatch("-".join(rest)) else "")


def source_code(given: str | None) -> str | None:
    """A source as it came with a link, or None when it is none that a link of ours could carry."""
    return given if given and _CODE.fullmatch(given) else None
