"""Leads of one person: found by phone or personal ID, merged, and taken apart again."""

from collections.abc import Sequence

from bot.errors import AnTamError
from bot.registration.applicant import receipt_code
from bot.registration.casework import Casework
from bot.registration.states import LeadState
from bot.storage import LeadRepository, LeadScope, LeadTwinRepository, Session, StoredLead

# A lead that was set aside or taken back is no second registration.
COUNTED_STATES = frozenset(LeadState) - {LeadState.DUPLICATE, LeadState.WITHDRAWN}


class MergeError(AnTamError):
    """Two leads cannot be merged, or one not taken out again."""


class Duplicates:
    """Duplicates within one transaction; every lead is opened by the casework, which knows who may."""

    def __init__(self, session: Session, *, casework: Casework) -> None:
        self._leads = LeadRepository(session)
        self._twins = LeadTwinRepository(session)
        self._casework = casework

    async def of(self, lead_id: int) -> list[StoredLead]:
        """The other leads of the same phone or personal ID that the member sees."""
        return await self._seen(await self._twins.of_lead(lead_id, states=COUNTED_STATES))

    async def merged_into(self, lead_id: int) -> list[StoredLead]:
        """The leads that were merged into this one."""
        return await self._seen(await self._twins.merged_into(lead_id))

    async def groups(self, *, scope: LeadScope | None, limit: int) -> list[list[int]]:
        """The leads that share a phone, group by group."""
        return await self._twins.groups(states=COUNTED_STATES, scope=scope, limit=limit)

    async def merge(self, lead_id: int, *, into: int, version: int) -> None:
        """Set a lead aside as a duplicate of another; its state is kept to go back to.

        :param version: of the lead that is set aside.
        :raises MergeError: when they are the same or not of one person.
        :raises ConflictError: when somebody else changed it since it was read.
        """
        kept = await self._casework.open(into)
        if lead_id == into or kept.id not in await self._twins.of_lead(lead_id, states=COUNTED_STATES):
            raise MergeError(
                "Hai đăng ký này không cùng số điện thoại hay số định danh",
                remedy="chỉ gộp các đăng ký của cùng một người",
            )
        await self._casework.set_aside(lead_id, into=kept.id, version=version)

    async def take_apart(self, lead_id: int, *, version: int) -> None:
        """Give a merged lead back the state that it had.

        :raises MergeError: when it was not merged.
        :raises ConflictError: when somebody else changed it since it was read.
        """
        lead = await self._casework.open(lead_id)
        merges = [event for event in await self._leads.history(lead_id) if event.kind == "merged"]
        if lead.merged_into_id is None or not merges:
            raise MergeError(
                f"{receipt_code(lead_id)} chưa gộp vào đăng ký nào", remedy="mở lại đăng ký này để xem"
            )
        await self._casework.bring_back(lead_id, state=LeadState(merges[-1].data["from"]), version=version)

    async def _seen(self, lead_ids: Sequence[int]) -> list[StoredLead]:
        found = [await self._leads.get(lead_id) for lead_id in lead_ids]
        return [lead for lead in found if lead is not None and self._casework.may_see(lead)]
