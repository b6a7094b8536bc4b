"""Writes the terms that leads are found by, and turns a query into a condition on them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, func, insert, literal, select, union_all

from bot.storage.models import lead, person, search_term
from bot.storage.repositories.base import Repository
from bot.storage.searching import Wanted, lead_terms, wanted_words

_RARE = 5_000


class SearchTermRepository(Repository):
    """The terms of leads, as keyed hashes."""

    async def index_lead(self, lead_id: int) -> None:
        """Write the terms of a lead anew."""
        await self._index(lead.c.id == lead_id)

    async def index_person(self, person_id: int) -> None:
        """Write the terms of all leads of a person anew."""
        await self._index(lead.c.person_id == person_id)

    async def conditions(self, query: str) -> list[ColumnElement[bool]]:
        """What a lead must fulfil to be found by the query: one condition a word."""
        words = wanted_words(query)
        counts = await self._counts([self._hash(word.term) for word in words])
        return [self._fits(word, count=counts.get(self._hash(word.term), 0)) for word in words]

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

    async def _counts(self, terms: Sequence[int]) -> dict[int, int]:
        """How many leads have each term; those that none has are left out."""
        query = (
            select(search_term.c.term, func.count())
            .where(search_term.c.term.in_(terms))
            .group_by(search_term.c.term)
        )
        return dict((await self._session.execute(query)).all())

    def _fits(self, word: Wanted, *, count: int) -> ColumnElement[bool]:
        of_term = search_term.c.term == self._hash(word.term)
        found = select(search_term.c.lead_id).where(of_term)
        if word.lead_id is not None:
            return lead.c.id.in_(union_all(found, select(literal(word.lead_id, lead.c.id.type))))
        # Of a rare term the leads are looked up; of a common one it is cheaper to try lead after lead.
        if count > _RARE:
            return exists().where(of_term, search_term.c.lead_id == lead.c.id)
        return lead.c.id.in_(found)

    def _hash(self, term: str) -> int:
        return int.from_bytes(self._keys.fingerprint(term, purpose="search")[:8], signed=True)
