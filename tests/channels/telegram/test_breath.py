"""Lines typed in one breath are answered together; what is said apart is answered apart, in the order it was said."""

import asyncio

from tests.support.talks import REGISTERING
from tests.support.telegram_api import Person


async def test_lines_of_one_breath_are_answered_together(open_office):
    office = await open_office(join_seconds=1)
    person = office.person()
    for line in ("chào An Tâm", "đóng tiền ở đâu", "được lĩnh những gì"):
        await person.say(line)
    await office.settled(person)
    assert await office.lines(person) == ["chào An Tâm\nđóng tiền ở đâu\nđược lĩnh những gì"]
    said = "\n".join(shown.text for shown in person.chat)
    assert "bưu điện" in said
    assert "lương hưu" in said


async def test_a_line_corrected_in_the_same_breath_counts_as_corrected(open_office):
    office = await open_office(join_seconds=1)
    person = office.person()
    first = person.update("text", text="đóng tiền ở dau")
    await person.send(first)
    edit = person.update("edited_text", text="đóng tiền ở đâu")
    edit["edited_message"] |= {"message_id": first["message"]["message_id"], "edit_date": 1795400001}
    await person.send(edit)
    await office.settled(person)
    assert await office.lines(person) == ["đóng tiền ở đâu"]


async def test_a_button_does_not_wait_for_the_breath_to_end(open_office):
    office = await open_office(join_seconds=10)
    person = office.person()
    await person.say("chào")
    await person.do("callback_query", data="/benefits_overview")
    await office.settled(person)
    assert await office.lines(person) == ["chào", "/benefits_overview"]


async def test_messages_sent_apart_are_answered_in_their_order(office, person):
    lines = [f"xin chào lần {number}" for number in range(6)]
    updates = [
        person.update("text", text=line, date=1795400000 + 10 * number) for number, line in enumerate(lines)
    ]
    for update in updates:
        await person.send(update)
    await office.settled(person)
    assert await office.lines(person) == lines


async def test_many_people_at_once_are_each_answered_in_order(office):
    people = [office.person() for _ in range(4)]
    await asyncio.gather(*(_register(person, office) for person in people))
    assert all(any("AT0" in shown.text for shown in person.chat) for person in people)


async def _register(person: Person, office) -> None:
    for words in REGISTERING:
        await person.say(words)
        await office.settled(person)
