"""The office's own chat page: who is talking, what they say, and the conversation so far, over plain JSON.

What is said and answered is the conversation's business; how the page looks is in `page.html` and `static/`.
"""

from collections.abc import Sequence
from typing import Annotated, Protocol
from uuid import NAMESPACE_OID, uuid5

from fastapi import APIRouter, Depends, Query, Request, Response

from bot.channels.web.messages import (
    MESSAGE_REQUEST,
    TALK_TO_STAFF,
    ChatHistory,
    ChatMessage,
    ChatNews,
    ChatReplies,
    ChatReply,
    NewsLine,
    as_shown,
)
from bot.channels.web.pages import PageFiles
from bot.channels.web.receiving import REFUSALS, received_message
from bot.channels.web.sessions import continued_session
from bot.clock import Clock
from bot.conversation import ChatLine, Unasked
from bot.registration.source import source_code
from bot.types import InboundEvent, OutboundMessage

CHANNEL = "web"
HISTORY_LIMIT = 50
MAX_NUMBER = 2**63 - 1

Session = Annotated[str, Depends(continued_session)]


class Conversations(Protocol):
    """What this channel needs of the conversations."""

    async def converse(self, event: InboundEvent) -> list[OutboundMessage]: ...

    async def history(
        self, *, channel: str, account_id: str, user_id: str, limit: int = HISTORY_LIMIT
    ) -> list[ChatLine]: ...

    async def news(self, *, channel: str, account_id: str, user_id: str, after: int) -> Sequence[Unasked]: ...

    async def newest_news(self, *, channel: str, account_id: str, user_id: str) -> int: ...

    def welcome(self, channel: str) -> list[OutboundMessage]: ...


def web_router(
    conversations: Conversations,
    *,
    clock: Clock,
    province_name: str,
    office_name: str,
    hotline: str,
    widget_origins: Sequence[str] = (),
) -> APIRouter:
    """The router of the chat page at `/`, its files, its JSON endpoints, and the page in a frame on other sites.

    :param widget_origins: the sites that may have the frame, as `https://xa.example.vn`; without any there is none.
    """
    router = APIRouter()
    router.include_router(
        _page_router(
            PageFiles.load(
                province_name=province_name,
                office_name=office_name,
                hotline=hotline,
                talk_to_staff=TALK_TO_STAFF,
                widget_origins=widget_origins,
            )
        )
    )
    router.include_router(_chat_router(conversations, clock=clock))
    return router


def _page_router(files: PageFiles) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.api_route("/", methods=["GET", "HEAD"])
    async def page(request: Request) -> Response:
        return files.page(request)

    @router.api_route("/widget", methods=["GET", "HEAD"])
    async def framed_page(request: Request) -> Response:
        return files.framed_page(request)

    @router.api_route("/widget.js", methods=["GET", "HEAD"])
    async def widget(request: Request) -> Response:
        return files.widget(request)

    @router.api_route("/chat/static/{name}", methods=["GET", "HEAD"])
    async def static_file(name: str, request: Request) -> Response:
        return files.static(name, request)

    return router


def _chat_router(conversations: Conversations, *, clock: Clock) -> APIRouter:
    router = APIRouter(prefix="/chat", tags=["Web chat"], dependencies=[Depends(_not_stored)])

    @router.get("/history")
    async def history(session: Session) -> ChatHistory:
        """The newest lines of this browser's conversation; a new one begins with the welcome."""
        # Asked for first: what comes meanwhile is shown twice at the worst, never missed.
        newest = await conversations.newest_news(channel=CHANNEL, account_id=CHANNEL, user_id=session)
        lines = await conversations.history(
            channel=CHANNEL, account_id=CHANNEL, user_id=session, limit=HISTORY_LIMIT
        )
        # The welcome is nowhere stored; it stands above the lines for as long as the first of them is shown.
        welcome: Sequence[OutboundMessage] = (
            conversations.welcome(CHANNEL) if len(lines) < HISTORY_LIMIT else ()
        )
        return ChatHistory(messages=as_shown(lines, welcome=welcome, now=clock.now()), news_after=newest)

    @router.get("/news", response_model_exclude_none=True)
    async def news(session: Session, after: Annotated[int, Query(ge=0, le=MAX_NUMBER)] = 0) -> ChatNews:
        """What came to this browser unasked after a message: the page looks every few seconds."""
        found = await conversations.news(channel=CHANNEL, account_id=CHANNEL, user_id=session, after=after)
        lines = [NewsLine(id=one.id, at=one.at, **one.message.as_dict()) for one in found]
        return ChatNews(messages=lines)

    @router.post(
        "/messages", responses=REFUSALS, openapi_extra=MESSAGE_REQUEST, response_model_exclude_none=True
    )
    async def messages(
        message: Annotated[ChatMessage, Depends(received_message)], session: Session
    ) -> ChatReplies:
        """Answer one message; the same `message_id` gets the same answer and counts once."""
        replies = await conversations.converse(_event(message, session=session, clock=clock))
        return ChatReplies(messages=[ChatReply.model_validate(reply.as_dict()) for reply in replies])

    return router


def _not_stored(response: Response) -> None:
    """What a person said must not stay in a shared computer's or a proxy's cache."""
    response.headers["Cache-Control"] = "no-store"


def _event(message: ChatMessage, *, session: str, clock: Clock) -> InboundEvent:
    # The id is bound to the session: no browser gets another's replies by repeating its message_id.
    source = source_code(message.source)
    event_id = uuid5(NAMESPACE_OID, f"{session}\0{message.message_id}")
    return InboundEvent(
        channel=CHANNEL,
        account_id=CHANNEL,
        event_id=str(event_id),
        user_id=session,
        text=message.text,
        sent_at=clock.now(),
        metadata={"source": source} if source else {},
    )
