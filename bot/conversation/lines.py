"""A conversation as a reader sees it: its lines, with every pressed button under its title."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeAlias

from bot.storage import StoredLine
from bot.types import Button

# A pressed button is stored as its payload, which means nothing to a reader.
PAYLOAD = re.compile(r"/\w+(\{.*\})?", re.DOTALL)
UNKNOWN_CHOICE = "Đã chọn một câu trả lời"

# One line of a conversation as a reader sees it: author, text, buttons, time.
ChatLine: TypeAlias = StoredLine


def with_titles(lines: Sequence[ChatLine], *, offered: Iterable[Button] = ()) -> list[ChatLine]:
    """The lines with each pressed button, stored as its payload, under the title that it had.

    :param offered: buttons that were to be seen beside those of the lines.
    """
    titles = {button.payload: button.title for button in chain(offered, *(line.buttons for line in lines))}
    return [
        replace(line, text=titles.get(line.text, UNKNOWN_CHOICE)) if _is_payload(line) else line
        for line in lines
    ]


def _is_payload(line: ChatLine) -> bool:
    return line.author == "user" and PAYLOAD.fullmatch(line.text) is not None
