"""Persons: who registered, found again by their phone."""

from dataclasses import dataclass

from sqlalchemy import delete, select, update

from bot.storage.errors import RowMissingError
from bot.storage.models import person
from bot.storage.repositories.base import Repository
from bot.storage.repositories.search_term import SearchTermRepository


@dataclass(frozen=True, slots=True)
class StoredPerson:
    """A person; ``phone`` is in E.164."""

    full_name: str
    phone: str


class PersonRepository(Repository):
    """Persons."""

    async def save(self, *, person_id: int | None, full_name: str, phone: str) -> int:
        """Add a person, or change one; the number of the person.

        :param phone: E.164, such as ``+84912345678``.
        :raises RowMissingError: when there is no person of this number.
        """
        row = {
            "full_name": self._keys.encrypt(full_name),
            "phone": self._keys.encrypt(phone),
            "phone_hash": self._phone_hash(phone),
        }
        if person_id is None:
            statement = self._insert(person).values(row).returning(person.c.id)
            new_id: int = (await self._session.execute(statement)).scalar_one()
            return new_id
        change = update(person).where(person.c.id == person_id).values(row).returning(person.c.id)
        if (await self._session.execute(change)).one_or_none() is None:
            raise RowMissingError
        await SearchTermRepository(self._session).index_person(person_id)
        return person_id

    async def get(self, person_id: int) -> StoredPerson | None:
        """A person by its number."""
        query = self._locked(select(person).where(person.c.id == person_id))
        row = (await self._session.execute(query)).one_or_none()
        if row is None:
            return None
        return StoredPerson(self._keys.decrypt(row.full_name), self._keys.decrypt(row.phone))

    async def by_phone(self, phone: str) -> list[int]:
        """The numbers of all persons with this phone (E.164), in order of their coming."""
        query = (
            select(person.c.id).where(person.c.phone_hash == self._phone_hash(phone)).order_by(person.c.id)
        )
        return list((await self._session.execute(query)).scalars())

    async def erase(self, person_id: int) -> None:
        """Delete a person and, with them, their leads."""
        await self._session.execute(delete(person).where(person.c.id == person_id))

    def _phone_hash(self, phone: str) -> bytes:
        return self._keys.fingerprint(phone, purpose="phone")
