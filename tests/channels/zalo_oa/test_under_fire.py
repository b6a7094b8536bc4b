"""Many people at once while Zalo is in trouble, tokens expire and events come twice: each answered once, in order."""

import asyncio
import random
from collections import Counter

import orjson
import pytest

from bot.types import OutboundMessage
from tests.support.zalo_oa_api import SEND, Fault

PEOPLE, QUESTIONS = 12, ("xin chào", "Đóng tiền ở đâu?", "Ai được tham gia?", "cảm ơn nhé")
TROUBLE = ({"error": -32}, {"status": 502, "body": {}}, {"status": 429, "body": {}}, {"cut": True})


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_every_message_is_answered_once_and_in_order_whatever_fails(open_office, zalo_oa_api):
    luck = random.Random(5)  # noqa: S311 # to be repeated, not to be secret
    zalo_oa_api.chance = lambda path: (
        Fault(path, **luck.choice(TROUBLE)) if path == SEND and luck.random() < 0.15 else None
    )
    offices = [await open_office(), await open_office()]
    people = [offices[number % 2].person() for number in range(PEOPLE)]
    for number, question in enumerate(QUESTIONS):
        zalo_oa_api.expire()
        moment = str(1795400000000 + 60_000 * number)
        events = [
            (person, person.event("user_send_text", text=question) | {"timestamp": moment})
            for person in people
        ]
        repeated = [*events, *luck.sample(events, k=3)]
        luck.shuffle(repeated)
        answers = await asyncio.gather(*(person.send(event) for person, event in repeated))
        assert {answer.status_code for answer in answers} == {200}
    for person in people:
        await offices[0].settled(person)
        assert await offices[0].lines(person) == list(QUESTIONS)
        await assert_shown_once(offices[0], person)


async def assert_shown_once(office, person) -> None:
    """What was sent stands in the chat in its order, what is unknown perhaps, and nothing else."""
    rows = await office.rows(
        "SELECT inbox_id, state, data FROM outbox WHERE conversation_id = :id ORDER BY id", person
    )
    order = await office.rows("SELECT id FROM inbox WHERE conversation_id = :id ORDER BY sent_at, id", person)
    assert list(dict.fromkeys(row.inbox_id for row in rows)) == [row.id for row in order]
    shown = [message.text for message in person.chat]
    for row in rows:
        words = said(office, row.data)
        if shown and shown[0] == words:
            shown.pop(0)
        else:
            assert row.state == "unknown"
    assert shown == []
    assert set(Counter(row.state for row in rows)) <= {"sent", "unknown"}


def said(office, data: bytes) -> str:
    return OutboundMessage.from_dict(orjson.loads(office.database.keys.decrypt(data))).text
