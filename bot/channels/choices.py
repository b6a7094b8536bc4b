"""Choices as numbered lines, for platforms without buttons; the conversation takes a number for the choice."""

from collections.abc import Sequence

from bot.types import Button

_HINT = "Anh/chị trả lời bằng số, ví dụ: 1"


def numbered_lines(buttons: Sequence[Button]) -> str:
    """The titles, a line each, behind their numbers; empty without choices."""
    return "\n".join(f"{number}. {button.title}" for number, button in enumerate(buttons, start=1))


def with_numbers(text: str, buttons: Sequence[Button]) -> str:
    """A text with its choices below it and a line that says how to choose."""
    lines = numbered_lines(buttons)
    return "\n\n".join(part for part in (text, lines, _HINT if lines else "") if part)
