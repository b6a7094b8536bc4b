"""Accounts of the staff: passwords, sign-in and its throttle, sessions that can be ended."""

import asyncio
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from pwdlib import PasswordHash

from bot.clock import Clock
from bot.errors import AnTamError
from bot.registration import Role, StaffMember
from bot.storage import Database, StaffRepository, StoredStaff

MIN_PASSWORD_LENGTH = 10
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_FIRST_USERNAME = "quantri"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account just made and its one-time password, which is shown once and kept nowhere."""

    username: str
    password: str


@dataclass(frozen=True, slots=True)
class Session:
    """What a signed session cookie says; ``epoch`` is the account's when it signed in."""

    staff_id: int
    epoch: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member of the staff whose session holds."""

    member: StaffMember
    username: str
    must_change_password: bool


class SignInError(AnTamError):
    """Name or password is wrong; which of them is not said."""

    def __init__(self) -> None:
        super().__init__("Tên đăng nhập hoặc mật khẩu không đúng", remedy="kiểm tra rồi thử lại")


class SignInLockedError(AnTamError):
    """Too many wrong passwords in a row."""

    def __init__(self, minutes: int) -> None:
        super().__init__(
            "Đăng nhập sai nhiều lần nên tài khoản tạm khóa", remedy=f"thử lại sau {minutes} phút"
        )


class PasswordError(AnTamError):
    """A new password may not be used."""


class AccountError(AnTamError):
    """An account may not be made or found as asked."""


class Accounts:
    """All accounts; each method is one transaction of its own."""

    def __init__(self, database: Database, *, clock: Clock, max_failures: int, lock_minutes: int) -> None:
        self._database = database
        self._clock = clock
        self._max_failures = max_failures
        self._lock_minutes = lock_minutes
        self._hashes = PasswordHash.recommended()
        # Keeps a flood of sign-ins from taking both cores.
        self._hashing = asyncio.Semaphore(1)
        # Checked when there is no such account, so that the answer takes as long as for a wrong password.
        self._decoy = self._hashes.hash(secrets.token_urlsafe())

    async def ensure_administrator(self) -> NewAccount | None:
        """Make the first administrator where there is no staff yet."""
        async with self._database.reading() as session:
            if await StaffRepository(session).count():
                return None
        try:
            return await self.add(_FIRST_USERNAME, display_name="Quản trị", role=Role.ADMINISTRATOR)
        except AccountError:
            # Another process of the same installation was faster.
            return None

    async def add(
        self, username: str, *, display_name: str, role: Role, communes: tuple[str, ...] = ()
    ) -> NewAccount:
        """Make an account.

        :raises AccountError: when the name is taken or not a user name.
        """
        name = username.strip().lower()
        if not _USERNAME.fullmatch(name):
            raise AccountError(
                f"«{username}» không dùng làm tên đăng nhập được",
                remedy="dùng 2 đến 40 chữ thường không dấu, số, dấu chấm hoặc gạch",
            )
        password = _one_time_password()
        password_hash = await self._hash(password)
        async with self._database.transaction() as session:
            staff = StaffRepository(session)
            if await staff.by_username(name):
                raise AccountError(f"Đã có tài khoản «{name}»", remedy="chọn tên khác")
            await staff.add(
                username=name,
                display_name=display_name,
                role=role,
                password_hash=password_hash,
                communes=communes,
                at=self._clock.now(),
            )
        return NewAccount(name, password)

    async def reset_password(self, username: str) -> NewAccount:
        """Give a new one-time password and end all sessions.

        :raises AccountError: when there is no such account.
        """
        password = _one_time_password()
        password_hash = await self._hash(password)
        async with self._database.transaction() as session:
            staff = StaffRepository(session)
            found = await staff.by_username(username.strip().lower())
            if found is None:
                raise AccountError(
                    f"Không có tài khoản «{username}»", remedy="xem danh sách: antam staff list"
                )
            await _set_password(staff, found, password_hash, must_change=True)
        return NewAccount(found.username, password)

    async def list(self) -> Sequence[StoredStaff]:
        """All accounts by user name."""
        async with self._database.reading() as session:
            return await StaffRepository(session).list()

    async def set_active(self, staff_id: int, *, active: bool) -> None:
        """Close an account, which ends its sessions, or open it again."""
        async with self._database.transaction() as session:
            staff = StaffRepository(session)
            if found := await staff.get(staff_id):
                await staff.update(staff_id, active=active, session_epoch=found.session_epoch + 1)

    async def sign_in(self, username: str, password: str) -> Session:
        """Check a name and a password.

        :raises SignInError: when they do not fit.
        :raises SignInLockedError: while the account is locked after too many wrong passwords.
        """
        found = await self._begin_attempt(username.strip().lower())
        right = await self._verify(password, found.password_hash if found else self._decoy)
        if found is None or not found.active or not right:
            log.warning("sign_in_refused")
            raise SignInError
        async with self._database.transaction() as session:
            await StaffRepository(session).update(
                found.id, failed_sign_ins=0, locked_until=None, last_sign_in_at=self._clock.now()
            )
        return Session(found.id, found.session_epoch)

    async def _begin_attempt(self, username: str) -> StoredStaff | None:
        """The account of a name; the attempt counts as failed until it succeeds, so that many at once gain nothing."""
        async with self._database.transaction() as session:
            staff = StaffRepository(session)
            found = await staff.by_username(username)
            if found is None:
                return None
            now = self._clock.now()
            if found.locked_until and found.locked_until > now:
                raise SignInLockedError(self._lock_minutes)
            failures = found.failed_sign_ins + 1
            locked = failures >= self._max_failures
            until = now + timedelta(minutes=self._lock_minutes) if locked else None
            await staff.update(found.id, failed_sign_ins=0 if locked else failures, locked_until=until)
        return found

    async def _verify(self, password: str, password_hash: str) -> bool:
        """Whether the password fits; argon2 takes its time on purpose, so it runs beside the event loop."""
        async with self._hashing:
            return await asyncio.to_thread(self._hashes.verify, password, password_hash)

    async def _hash(self, password: str) -> str:
        async with self._hashing:
            return await asyncio.to_thread(self._hashes.hash, password)

    async def signed_in(self, session: Session) -> SignedIn | None:
        """The member of a session; None when it was ended or the account closed."""
        async with self._database.reading() as reading:
            staff = StaffRepository(reading)
            found = await staff.get(session.staff_id)
            if found is None or not found.active or found.session_epoch != session.epoch:
                return None
            communes = await staff.communes_of(found.id)
        member = StaffMember(found.id, found.display_name, Role(found.role), tuple(communes))
        return SignedIn(member, found.username, found.must_change_password)

    async def change_password(self, session: Session, *, old: str, new: str) -> Session:
        """Set a password of one's own; every other session of the account ends.

        :raises PasswordError: when the old one is wrong or the new one too weak.
        """
        async with self._database.reading() as reading:
            found = await StaffRepository(reading).get(session.staff_id)
        if found is None or not await self._verify(old, found.password_hash):
            raise PasswordError("Mật khẩu hiện tại không đúng", remedy="nhập lại mật khẩu hiện tại")
        _check_password(new, old=old, username=found.username)
        password_hash = await self._hash(new)
        async with self._database.transaction() as transaction:
            epoch = await _set_password(StaffRepository(transaction), found, password_hash, must_change=False)
        return Session(session.staff_id, epoch)

    async def end_sessions(self, session: Session) -> None:
        """End every session of the account."""
        async with self._database.transaction() as transaction:
            staff = StaffRepository(transaction)
            if found := await staff.get(session.staff_id):
                await staff.update(found.id, session_epoch=found.session_epoch + 1)


async def _set_password(
    staff: StaffRepository, found: StoredStaff, password_hash: str, *, must_change: bool
) -> int:
    """Store a password's hash; the new session epoch ends the sessions there were."""
    epoch = found.session_epoch + 1
    await staff.update(
        found.id,
        password_hash=password_hash,
        must_change_password=must_change,
        session_epoch=epoch,
        failed_sign_ins=0,
        locked_until=None,
    )
    return epoch


def _one_time_password() -> str:
    """Easy to read aloud and type: four groups of four, none of the look-alikes."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))


def _check_password(new: str, *, old: str, username: str) -> None:
    if len(new) < MIN_PASSWORD_LENGTH:
        raise PasswordError(
            f"Mật khẩu mới phải có ít nhất {MIN_PASSWORD_LENGTH} ký tự", remedy="chọn một câu dễ nhớ, dài hơn"
        )
    if new == old or username in new.lower():
        raise PasswordError(
            "Mật khẩu mới không được giống mật khẩu cũ hoặc chứa tên đăng nhập", remedy="chọn mật khẩu khác"
        )
