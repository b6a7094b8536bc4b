"""The staff: accounts and the communes that each looks after."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TypedDict, Unpack

from sqlalchemy import delete, func, insert, or_, select, update

from bot.storage.errors import RowMissingError, UsernameTakenError
from bot.storage.models import staff, staff_commune
from bot.storage.repositories.base import Repository


@dataclass(frozen=True, slots=True)
class StoredStaff:
    """An account; ``session_epoch`` is raised to end every session of it."""

    id: int
    username: str
    display_name: str
    role: str
    password_hash: str
    must_change_password: bool
    active: bool
    failed_sign_ins: int
    locked_until: datetime | None
    session_epoch: int
    created_at: datetime
    last_sign_in_at: datetime | None
    absent_until: date | None = None


class StaffChange(TypedDict, total=False):
    """What may be changed of an account."""

    display_name: str
    role: str
    password_hash: str
    must_change_password: bool
    active: bool
    failed_sign_ins: int
    locked_until: datetime | None
    session_epoch: int
    last_sign_in_at: datetime | None
    absent_until: date | None


_COLUMNS = [staff.c[field.name] for field in fields(StoredStaff)]


class StaffRepository(Repository):
    """Accounts of the staff. In a write transaction an account that was read is locked until the end."""

    async def add(
        self,
        *,
        username: str,
        display_name: str,
        role: str,
        password_hash: str,
        communes: Iterable[str] = (),
        must_change_password: bool = True,
        at: datetime,
    ) -> StoredStaff:
        """Make an account; the user name is kept in lower case.

        :raises UsernameTakenError: when there is one of this name, also when another transaction was faster.
        """
        row = {
            "username": username.lower(),
            "display_name": display_name,
            "role": str(role),
            "password_hash": password_hash,
            "must_change_password": must_change_password,
            "active": True,
            "failed_sign_ins": 0,
            "session_epoch": 0,
            "created_at": at,
        }
        statement = self._insert(staff).on_conflict_do_nothing().returning(*_COLUMNS)
        found = (await self._session.execute(statement, row)).one_or_none()
        if found is None:
            raise UsernameTakenError
        await self.set_communes(found.id, communes)
        return StoredStaff(*found)

    async def get(self, staff_id: int) -> StoredStaff | None:
        """An account by its number."""
        query = self._locked(select(*_COLUMNS).where(staff.c.id == staff_id))
        row = (await self._session.execute(query)).one_or_none()
        return StoredStaff(*row) if row else None

    async def by_username(self, username: str) -> StoredStaff | None:
        """An account by its user name, in capitals or not."""
        query = self._locked(select(*_COLUMNS).where(staff.c.username == username.lower()))
        row = (await self._session.execute(query)).one_or_none()
        return StoredStaff(*row) if row else None

    async def list(self) -> Sequence[StoredStaff]:
        """All accounts by user name."""
        rows = await self._session.execute(select(*_COLUMNS).order_by(staff.c.username))
        return [StoredStaff(*row) for row in rows]

    async def count(self) -> int:
        """How many accounts there are."""
        counted = await self._session.execute(select(func.count()).select_from(staff))
        return int(counted.scalar_one())

    async def update(self, staff_id: int, **change: Unpack[StaffChange]) -> None:
        """Change an account.

        :raises RowMissingError: when there is none of this number.
        """
        values = {name: str(value) if name == "role" else value for name, value in change.items()}
        statement = update(staff).where(staff.c.id == staff_id).values(values).returning(staff.c.id)
        if (await self._session.execute(statement)).one_or_none() is None:
            raise RowMissingError

    async def communes_of(self, staff_id: int) -> tuple[str, ...]:
        """The codes of the communes that the account looks after, in order."""
        query = (
            select(staff_commune.c.commune_code)
            .where(staff_commune.c.staff_id == staff_id)
            .order_by(staff_commune.c.commune_code)
        )
        return tuple((await self._session.execute(query)).scalars())

    async def communes(self) -> Mapping[int, Sequence[str]]:
        """The codes of the communes of every account that has some."""
        query = select(staff_commune).order_by(staff_commune.c.commune_code)
        found: dict[int, list[str]] = {}
        for row in await self._session.execute(query):
            found.setdefault(row.staff_id, []).append(row.commune_code)
        return found

    async def serving(self, commune_code: str, *, roles: Collection[str], today: date) -> Sequence[int]:
        """The numbers of the open accounts that look after a commune and are not absent on a day."""
        query = (
            select(staff.c.id)
            .join(staff_commune, staff_commune.c.staff_id == staff.c.id)
            .where(
                staff_commune.c.commune_code == commune_code,
                staff.c.active,
                staff.c.role.in_([str(role) for role in roles]),
                or_(staff.c.absent_until.is_(None), staff.c.absent_until < today),
            )
            .order_by(staff.c.id)
        )
        return (await self._session.execute(query)).scalars().all()

    async def set_communes(self, staff_id: int, communes: Iterable[str]) -> None:
        """Replace the communes that the account looks after."""
        await self._session.execute(delete(staff_commune).where(staff_commune.c.staff_id == staff_id))
        rows = [{"staff_id": staff_id, "commune_code": code} for code in sorted(set(communes))]
        if rows:
            await self._session.execute(insert(staff_commune), rows)
