"""Errors that the whole program shares; each says what happened and what to do about it."""

from pathlib import Path


class AnTamError(Exception):
    """Base of all errors that are reported to a person as one readable message."""

    def __init__(self, reason: str, *, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.reason} → {self.remedy}"


class DataError(AnTamError):
    """A file of `intents/`, `messages/` or `bot/law/parameters/` is not what it should be."""

    def __init__(self, reason: str, *, file: Path, line: int | None = None, remedy: str) -> None:
        super().__init__(reason, remedy=remedy)
        self.file = file
        self.line = line

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        return f"{place}: {super().__str__()}"


class SettingsError(AnTamError):
    """A setting is missing or wrong."""
