"""Leads that may be of one person, and how many open leads each of the staff holds."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, delete, func, select, union_all

from bot.storage.models import declaration, lead, person
from bot.storage.repositories.base import Repository
from bot.storage.repositories.lead_list import LeadScope, within


class LeadTwinRepository(Repository):
    """Queries over leads that answer with their numbers."""

    async def of_phone(self, phone: str, *, states: Collection[str]) -> Sequence[int]:
        """The leads of everybody with this phone (E.164) in one of the states, oldest first."""
        same_phone = person.c.phone_hash == self._keys.fingerprint(phone, purpose="phone")
        return await self._numbers(same_phone, _in_one_of(states))

    async def of_lead(self, lead_id: int, *, states: Collection[str]) -> Sequence[int]:
        """The other leads in one of the states with the same phone or the same personal ID, oldest first."""
        phone = (
            select(person.c.phone_hash)
            .join(lead, lead.c.person_id == person.c.id)
            .where(lead.c.id == lead_id)
            .scalar_subquery()
        )
        same = declaration.alias()
        personal_id = select(same.c.personal_id_hash).where(same.c.lead_id == lead_id).scalar_subquery()
        # Two look-ups by index; with an OR the database would read every lead.
        of_phone = (
            select(lead.c.id)
            .join(person, person.c.id == lead.c.person_id)
            .where(person.c.phone_hash == phone)
        )
        of_personal_id = select(declaration.c.lead_id).where(declaration.c.personal_id_hash == personal_id)
        found = lead.c.id.in_(union_all(of_phone, of_personal_id))
        return await self._numbers(found, lead.c.id != lead_id, _in_one_of(states))

    async def merged_into(self, lead_id: int) -> Sequence[int]:
        """The leads that were merged into this one."""
        return await self._numbers(lead.c.merged_into_id == lead_id)

    async def groups(
        self, *, states: Collection[str], scope: LeadScope | None, limit: int
    ) -> list[list[int]]:
        """The leads that share a phone, group by group, those with the newest lead first."""
        # Few phones are shared, and the index of phones alone tells which; the leads are looked up by their people.
        repeated = select(person.c.phone_hash).group_by(person.c.phone_hash).having(func.count() > 1)
        people = select(person.c.id, person.c.phone_hash).where(person.c.phone_hash.in_(repeated)).cte()
        wanted = [_in_one_of(states)] if scope is None else [_in_one_of(states), within(scope)]
        query = (
            select(people.c.phone_hash, lead.c.id)
            .select_from(people)
            .join(lead, lead.c.person_id == people.c.id)
            .where(*wanted)
            .order_by(lead.c.id)
        )
        found: dict[bytes, list[int]] = {}
        for row in await self._session.execute(query):
            found.setdefault(row.phone_hash, []).append(row.id)
        several = (ids for ids in found.values() if len(ids) > 1)
        return sorted(several, key=lambda ids: -ids[-1])[:limit]

    async def loads(self, officer_ids: Collection[int], *, states: Collection[str]) -> Mapping[int, int]:
        """How many leads in one of the states each of these holds; those with none are left out."""
        query = (
            select(lead.c.officer_id, func.count())
            .where(lead.c.officer_id.in_(list(officer_ids)), _in_one_of(states))
            .group_by(lead.c.officer_id)
        )
        return {row[0]: row[1] for row in await self._session.execute(query)}

    async def _numbers(self, *conditions: ColumnElement[bool]) -> Sequence[int]:
        query = select(lead.c.id).join(person, person.c.id == lead.c.person_id).where(*conditions)
        return list((await self._session.execute(query.order_by(lead.c.id))).scalars())

    async def erase_untouched(self, batch_id: int) -> tuple[list[int], list[int]]:
        """Delete the leads of an import that nobody has worked on, with their people.

        Gives the numbers of those deleted and of those that stay.
        """
        query = select(lead.c.id, lead.c.person_id, lead.c.version).where(lead.c.batch_id == batch_id)
        rows = (await self._session.execute(query)).all()
        gone = [row for row in rows if row.version == 1]
        await self._session.execute(delete(lead).where(lead.c.id.in_([row.id for row in gone])))
        people = [row.person_id for row in gone]
        await self._session.execute(delete(person).where(person.c.id.in_(people)))
        return [row.id for row in gone], [row.id for row in rows if row.version != 1]


def _in_one_of(states: Collection[str]) -> ColumnElement[bool]:
    return lead.c.state.in_([str(state) for state in states])
