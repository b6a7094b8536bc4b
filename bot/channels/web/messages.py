"""The JSON that the chat page sends and gets, and stored lines turned into what the page shows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

from bot.conversation import ChatLine, with_titles
from bot.types import Button, OutboundMessage

TALK_TO_STAFF = Button("Nói chuyện với cán bộ", "/talk_to_human")


class ChatMessage(BaseModel):
    """One message of the person at the page: typed text, or the payload of a pressed button."""

    model_config = ConfigDict(strict=True)

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    message_id: UUID
    # The link or QR code that the person came by; one that is none of ours is passed over.
    source: str | None = None


class ChatButton(BaseModel):
    """A choice; send its payload back as the text of the next message."""

    title: str
    payload: str


class ChatReply(BaseModel):
    """One reply; absent fields are left out."""

    text: str
    buttons: list[ChatButton] | None = None
    image: str | None = None
    image_text: str | None = None


class ChatReplies(BaseModel):
    """Everything that answers one message, in order."""

    messages: list[ChatReply]


class ShownLine(BaseModel):
    """One line of the conversation as the page shows it."""

    author: Literal["user", "bot", "staff"]
    text: str
    buttons: list[ChatButton]
    at: datetime
    image: str | None = None
    image_text: str | None = None


class ChatHistory(BaseModel):
    """The newest lines, oldest first; ``news_after`` is where to look for what comes unasked."""

    messages: list[ShownLine]
    news_after: int


class NewsLine(ChatReply):
    """A message that answered nothing: an officer's words, a promised answer."""

    id: int
    at: datetime


class ChatNews(BaseModel):
    """What came unasked since, in order; ask again after the last one's id."""

    messages: list[NewsLine]


# The body is read by hand (its size is limited before it is parsed), so its schema is told here.
MESSAGE_REQUEST: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": ChatMessage.model_json_schema()}},
    }
}


def as_shown(
    lines: Sequence[ChatLine], *, welcome: Sequence[OutboundMessage], now: datetime
) -> list[ShownLine]:
    """The welcome and the stored lines, with each pressed button under the title it had."""
    begun = lines[0].at if lines else now
    greeting = [_shown_line(ChatLine("bot", message.text, message.buttons, begun)) for message in welcome]
    offered = [TALK_TO_STAFF, *(button for message in welcome for button in message.buttons)]
    return greeting + [_shown_line(line) for line in with_titles(lines, offered=offered)]


def _shown_line(line: ChatLine) -> ShownLine:
    buttons = [ChatButton(**button.as_dict()) for button in line.buttons]
    return ShownLine(
        author=line.author,
        text=line.text,
        buttons=buttons,
        at=line.at,
        image=line.image,
        image_text=line.image_text,
    )
