"""Whose conversations a member of the staff sees in the inbox."""

from collections.abc import Collection

from bot.registration import Role, StaffMember
from bot.storage import LeadRepository, Session

# An agent sees the leads they hold, and nobody else's talk.
_EVERYBODY = frozenset({Role.MANAGER, Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR})


async def seen_by(member: StaffMember, conversations: Collection[int], *, session: Session) -> frozenset[int]:
    """Those of the conversations that the member may see.

    Where the person registered, whoever may see the lead sees the talk; before that any officer does.
    """
    if member.sees_all:
        return frozenset(conversations)
    leads = LeadRepository(session)
    found = {number: await leads.of_conversation(number) for number in conversations}
    return frozenset(
        number
        for number, of_person in found.items()
        if any(member.sees(commune_code=lead.commune_code, officer_id=lead.officer_id) for lead in of_person)
        or (not of_person and member.role in _EVERYBODY)
    )
