"""Inbox and outbox: an event once however often it comes, and its replies in order whenever it comes again."""

import asyncio
from dataclasses import replace

import pytest

from bot.storage import ConversationRepository, Database, ForeignEventError, InboxRepository, OutboxRepository
from bot.types import Button, InboundEvent, OutboundMessage

REPLIES = [
    OutboundMessage("264.000 đồng mỗi tháng", image="/estimate.png"),
    OutboundMessage("Anh/chị muốn đăng ký không?", (Button("Có", "/affirm"), Button("Không", "/deny"))),
    OutboundMessage("Mẫu tờ khai", attachment="/tk1.pdf"),
]


async def answer(database: Database, event: InboundEvent) -> tuple[bool, list[OutboundMessage]]:
    """One event as the conversation answers it: whether it was new, and its replies."""
    async with database.transaction() as session:
        conversation = await ConversationRepository(session).lock(
            event.channel, event.account_id, event.user_id
        )
        accepted = await InboxRepository(session).accept_done(event, conversation.id, at=event.sent_at)
        outbox = OutboxRepository(session)
        if accepted.is_new:
            await outbox.add(
                conversation.id, accepted.inbox_id, messages=REPLIES, state="sent", at=event.sent_at
            )
        return accepted.is_new, await outbox.replies_to(accepted.inbox_id)


async def test_a_repeated_event_gets_the_replies_it_got_before(database, event):
    assert await answer(database, event("e1")) == (True, REPLIES)
    assert await answer(database, event("e1", text="khác")) == (False, REPLIES)


async def test_an_event_that_comes_ten_times_at_once_is_new_once(database, event):
    answers = await asyncio.gather(*(answer(database, event("e1")) for _ in range(10)))
    assert sorted(is_new for is_new, _ in answers) == [False] * 9 + [True]
    assert all(replies == REPLIES for _, replies in answers)


@pytest.mark.parametrize("field", ["channel", "account_id", "event_id"])
async def test_the_same_id_elsewhere_is_another_event(database, event, field):
    assert await answer(database, event("e1")) == (True, REPLIES)
    assert await answer(database, replace(event("e1"), **{field: "khác"})) == (True, REPLIES)


async def test_somebody_else_does_not_get_the_replies_by_sending_the_same_id(database, event):
    await answer(database, event("e1", user_id="người 1"))
    with pytest.raises(ForeignEventError):
        await answer(database, event("e1", user_id="người 2"))


async def test_an_event_without_a_reply_is_repeated_without_one(database, event, now):
    async with database.transaction() as session:
        conversation = await ConversationRepository(session).lock("web", "web", "người 1")
        accepted = await InboxRepository(session).accept_done(event("e1"), conversation.id, at=now)
        outbox = OutboxRepository(session)
        await outbox.add(conversation.id, accepted.inbox_id, messages=[], state="sent", at=now)
        assert await outbox.replies_to(accepted.inbox_id) == []
