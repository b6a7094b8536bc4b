"""Persons and their consents: saved, changed, found by their phone, erased."""

import pytest

from bot.storage import (
    ConsentRepository,
    ConversationRepository,
    LeadRepository,
    PersonRepository,
    RowMissingError,
    StoredConsent,
    StoredPerson,
)


async def test_a_person_is_saved_and_changed(database):
    async with database.transaction() as session:
        people = PersonRepository(session)
        person_id = await people.save(person_id=None, full_name="Nguyễn Văn Tư", phone="+84912345678")
        assert await people.get(person_id) == StoredPerson("Nguyễn Văn Tư", "+84912345678")
        same = await people.save(person_id=person_id, full_name="Nguyễn Văn Năm", phone="+84987654321")
        assert same == person_id
        assert await people.get(person_id) == StoredPerson("Nguyễn Văn Năm", "+84987654321")


async def test_somebody_who_is_not_there_cannot_be_changed(database):
    async with database.transaction() as session:
        with pytest.raises(RowMissingError):
            await PersonRepository(session).save(person_id=7, full_name="Nguyễn Văn Tư", phone="+84912345678")


async def test_all_persons_with_one_phone_are_found(database):
    async with database.transaction() as session:
        people = PersonRepository(session)
        first, other, second = [
            await people.save(person_id=None, full_name=name, phone=phone)
            for name, phone in [("Tư", "+84912345678"), ("Năm", "+84912345679"), ("Sáu", "+84912345678")]
        ]
        assert await people.by_phone("+84912345678") == [first, second]
        assert await people.by_phone("+84912345670") == []
        await people.save(person_id=other, full_name="Năm", phone="+84912345678")
        assert await people.by_phone("+84912345678") == [first, other, second]


async def test_an_erased_person_takes_their_leads_along(database, add_lead):
    async with database.transaction() as session:
        lead = await add_lead(session)
        kept = await add_lead(session, phone="+84987654321", user_id="người 2")
        await ConversationRepository(session).attach_person(lead.conversation_id, lead.person_id)
        await PersonRepository(session).erase(lead.person_id)
        assert await PersonRepository(session).get(lead.person_id) is None
        assert await PersonRepository(session).by_phone("+84912345678") == []
        assert (await ConversationRepository(session).get(lead.conversation_id)).person_id is None
        found = await LeadRepository(session).search()
    assert [listed.lead.id for listed in found.leads] == [kept.id]


async def test_a_consent_is_kept_as_it_was_given_and_refused(database, now):
    async with database.transaction() as session:
        conversation = await ConversationRepository(session).lock("web", "web", "người 1")
        other = await ConversationRepository(session).lock("web", "web", "người 2")
        consents = ConsentRepository(session)
        for talk in (conversation, other):
            asked = {"conversation_id": talk.id, "channel": "web", "at": now}
            await consents.give(**asked, purpose="registration", wording_version="2026-11", answer="đồng ý")
            await consents.refuse(**asked, purpose="messages", answer="dừng tin nhắn")
        assert await consents.of_conversation(conversation.id) == [
            StoredConsent("registration", True, "web", "2026-11", "đồng ý", now),
            StoredConsent("messages", False, "web", None, "dừng tin nhắn", now),
        ]
        await consents.erase(conversation.id)
        assert await consents.of_conversation(conversation.id) == []
        assert len(await consents.of_conversation(other.id)) == 2
