"""Writes the terms that leads are found by, and turns a query into a condition on them."""

from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, literal, select, union_all

from bot.storage.models import lead, person, search_term
from bot.storage.repositories.base import Repository
from bot.storage.searching import Wanted, lead_terms, wanted_words


class SearchTermRepository(Repository):
    """The terms of leads, as keyed hashes."""

    async def index_lead(self, lead_id: int) -> None:
        """Write the terms of a lead anew."""
        await self._index(lead.c.id == lead_id)

    async def index_person(self, person_id: int) -> None:
        """Write the terms of all leads of a person anew."""
        await self._index(lead.c.person_id == person_id)

    def conditions(self, query: str) -> list[ColumnElement[bool]]:
        """What a lead must fulfil to be found by the query: one condition a word."""
        return [self._fits(wanted) for wanted in wanted_words(query)]

    async def _index(self, which: ColumnElement[bool]) -> None:
        query = (
            select(lead.c.id, lead.c.commune_name, person.c.full_name, person.c.phone)
            .join(person, person.c.id == lead.c.person_id)
            .where(which)
        )
        found = (await self._session.execute(query)).all()
        ids = [row.id for row in found]
        await self._session.execute(delete(search_term).where(search_term.c.lead_id.in_(ids)))
        rows = [{"lead_id": row.id, "term": term} for row in found for term in self._terms(row)]
        if rows:
            await self._session.execute(insert(search_term), rows)

    def _terms(self, row: Row[*tuple[Any, ...]]) -> set[int]:
        full_name, phone = self._keys.decrypt(row.full_name), self._keys.decrypt(row.phone)
        return {self._hash(term) for term in lead_terms(full_name, row.commune_name, phone=phone)}

    def _fits(self, wanted: Wanted) -> ColumnElement[bool]:
        by_term = select(search_term.c.lead_id).where(search_term.c.term == self._hash(wanted.term))
        if wanted.lead_id is None:
            return lead.c.id.in_(by_term)
        return lead.c.id.in_(union_all(by_term, select(literal(wanted.lead_id, lead.c.id.type))))

    def _hash(self, term: str) -> int:
        return int.from_bytes(self._keys.fingerprint(term, purpose="search")[:8], signed=True)
