"""Who gets a lead: of those who look after its commune and are there, the one who holds the fewest."""

from datetime import date

from bot.registration.staff import SERVING_ROLES
from bot.registration.states import OPEN_STATES
from bot.storage import LeadTwinRepository, Session, StaffRepository


class Assignment:
    """Finds officers within one transaction."""

    def __init__(self, session: Session, *, today: date) -> None:
        self._staff = StaffRepository(session)
        self._leads = LeadTwinRepository(session)
        self._today = today

    async def officer_for(self, commune_code: str | None, *, besides: int | None = None) -> int | None:
        """The number of the officer or agent who gets a lead of this commune; None leaves it to be taken.

        :param besides: an account that is not to get it.
        """
        if commune_code is None:
            return None
        serving = await self._staff.serving(commune_code, roles=SERVING_ROLES, today=self._today)
        candidates = [staff_id for staff_id in serving if staff_id != besides]
        loads = await self._leads.loads(candidates, states=OPEN_STATES)
        return min(candidates, key=lambda staff_id: (loads.get(staff_id, 0), staff_id), default=None)
