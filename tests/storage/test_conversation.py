"""Conversations: found by the person, their history in order, and gone when the person wants it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.clock import VIETNAM
from bot.storage import (
    ConversationRepository,
    InboxRepository,
    OutboxRepository,
    PersonRepository,
    StoredLine,
)
from bot.types import Button, OutboundMessage

SAID_AT = datetime(2026, 11, 23, 1, 59, tzinfo=UTC)
BUTTON = Button("Hộ nghèo", '/give_information{"category":"poor"}')


def user(text: str) -> dict:
    return {"event": "user", "text": text, "timestamp": SAID_AT.timestamp()}


def bot(text: str | None, *buttons: Button) -> dict:
    data = {"buttons": [button.as_dict() for button in buttons]} if buttons else {}
    return {"event": "bot", "text": text, "data": data, "timestamp": SAID_AT.timestamp()}


async def test_a_person_has_one_conversation_on_each_channel_and_account(database):
    async with database.transaction() as session:
        conversations = ConversationRepository(session)
        first = await conversations.lock("web", "web", "người 1")
        assert first == await conversations.lock("web", "web", "người 1")
        others = [
            await conversations.lock(*key)
            for key in [("web", "web", "người 2"), ("rest", "web", "người 1"), ("web", "khác", "người 1")]
        ]
    assert len({first.id, *(other.id for other in others)}) == 4
    assert (first.channel, first.account_id, first.user_id) == ("web", "web", "người 1")
    assert (first.snapshot, first.event_count, first.person_id) == (None, 0, None)


async def test_nobody_is_made_by_looking(database):
    async with database.reading() as session:
        assert await ConversationRepository(session).find("web", "web", "người 1") is None
        assert await ConversationRepository(session).get(1) is None


async def test_a_saved_turn_is_what_the_next_one_begins_with(database, now):
    snapshot = {"slots": {"income": 1_500_000, "commune": "Xã Cảnh Thụy"}, "events": [user("xin chào")]}
    async with database.transaction() as session:
        conversations = ConversationRepository(session)
        before = await conversations.lock("web", "web", "người 1")
        saved = await conversations.save_turn(before, snapshot=snapshot, events=[user("a"), bot("b")], at=now)
    async with database.reading() as session:
        assert await ConversationRepository(session).get(before.id) == saved
    assert (saved.snapshot, saved.event_count, saved.updated_at) == (snapshot, 2, now)


async def test_lines_are_what_was_said_oldest_first(database, now):
    events = [
        {"event": "action", "name": "action_session_start"},
        user("tôi làm ruộng"),
        {"event": "slot", "name": "category", "value": "other"},
        bot("Anh/chị thuộc nhóm nào?", BUTTON),
        bot(None),
    ]
    async with database.transaction() as session:
        conversations = ConversationRepository(session)
        conversation = await conversations.lock("web", "web", "người 1")
        conversation = await conversations.save_turn(conversation, snapshot={}, events=events, at=now)
        await conversations.save_turn(
            conversation, snapshot={}, events=[{"event": "user", "text": "không"}], at=now
        )
        assert await conversations.messages(conversation.id, limit=50) == [
            StoredLine("user", "tôi làm ruộng", (), SAID_AT),
            StoredLine("bot", "Anh/chị thuộc nhóm nào?", (BUTTON,), SAID_AT),
            StoredLine("bot", "", (), SAID_AT),
            StoredLine("user", "không", (), now),
        ]
        newest = await conversations.messages(conversation.id, limit=2)
    assert [line.text for line in newest] == ["", "không"]


async def test_a_turn_without_events_only_replaces_the_snapshot(database, now):
    async with database.transaction() as session:
        conversations = ConversationRepository(session)
        conversation = await conversations.lock("web", "web", "người 1")
        saved = await conversations.save_turn(conversation, snapshot={"a": 1}, events=[], at=now)
        assert await conversations.messages(conversation.id, limit=5) == []
    assert (saved.snapshot, saved.event_count) == ({"a": 1}, 0)


async def test_history_is_never_written_over(database, now):
    async with database.transaction() as session:
        conversations = ConversationRepository(session)
        stale = await conversations.lock("web", "web", "người 1")
        await conversations.save_turn(stale, snapshot={}, events=[user("một")], at=now)
        with pytest.raises(IntegrityError):
            await conversations.save_turn(stale, snapshot={}, events=[user("hai")], at=now)


async def test_a_time_without_zone_is_refused(database, now):
    async with database.transaction() as session:
        conversations = ConversationRepository(session)
        conversation = await conversations.lock("web", "web", "người 1")
        with pytest.raises(Exception, match="must be aware"):
            await conversations.save_turn(conversation, snapshot={}, events=[], at=now.replace(tzinfo=None))


async def test_times_come_back_in_utc_wherever_they_were_said(database, now):
    async with database.transaction() as session:
        conversations = ConversationRepository(session)
        conversation = await conversations.lock("web", "web", "người 1")
        await conversations.save_turn(conversation, snapshot={}, events=[], at=now.astimezone(VIETNAM))
        stored = await conversations.get(conversation.id)
    assert stored.updated_at == now
    assert stored.updated_at.utcoffset() == timedelta(0)


async def test_what_was_said_is_erased_everywhere_and_the_talk_goes_on(database, event, now):
    async with database.transaction() as session:
        conversations, inbox, outbox = (
            ConversationRepository(session),
            InboxRepository(session),
            OutboxRepository(session),
        )
        conversation = await conversations.lock("web", "web", "người 1")
        person_id = await PersonRepository(session).save(
            person_id=None, full_name="Nguyễn Văn Tư", phone="+84912345678"
        )
        await conversations.attach_person(conversation.id, person_id)
        accepted = await inbox.accept_done(event("e1", text="tôi tên Tư"), conversation.id, at=now)
        await outbox.add(
            conversation.id, accepted.inbox_id, messages=[OutboundMessage("Chào Tư")], state="sent", at=now
        )
        conversation = await conversations.save_turn(
            conversation, snapshot={"a": 1}, events=[user("tôi tên Tư"), bot("Chào Tư")], at=now
        )
        assert (await conversations.get(conversation.id)).person_id == person_id
        await conversations.erase(conversation.id)

        erased = await conversations.lock("web", "web", "người 1")
        assert (erased.id, erased.snapshot, erased.person_id) == (conversation.id, None, None)
        assert await conversations.messages(conversation.id, limit=9) == []
        assert await outbox.replies_to(accepted.inbox_id) == []
        assert not (await inbox.accept_done(event("e1"), conversation.id, at=now)).is_new
        await conversations.save_turn(erased, snapshot={}, events=[bot("Đã xóa.")], at=now)
        lines = await conversations.messages(conversation.id, limit=9)
    assert [line.text for line in lines] == ["Đã xóa."]


async def test_erasing_one_conversation_leaves_the_others(database, now):
    async with database.transaction() as session:
        conversations = ConversationRepository(session)
        talks = [await conversations.lock("web", "web", f"người {number}") for number in (1, 2)]
        for talk in talks:
            await conversations.save_turn(talk, snapshot={"a": 1}, events=[user("xin chào")], at=now)
        await conversations.erase(talks[0].id)
        kept = await conversations.get(talks[1].id)
        assert len(await conversations.messages(talks[1].id, limit=9)) == 1
    assert kept.snapshot == {"a": 1}
