"""Errors of understanding."""

from bot.errors import AnTamError


class ModelError(AnTamError):
    """A file is no model of ours, is damaged, or was made by another version."""
