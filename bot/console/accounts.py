"""Accounts of the staff: made, closed, given passwords; sign-in and its throttle; sessions that can be ended."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import structlog

from bot.clock import Clock
from bot.console.passwords import PasswordError, Passwords, check_new_password, one_time_password
from bot.errors import AnTamError
from bot.registration import Role, StaffMember
from bot.storage import Database, StaffRepository, StoredStaff, UsernameTakenError

_MAX_NAME = 100
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
    """Nobody was signed in: which of name, password and lock was the cause is not said."""

    def __init__(self, *, max_failures: int, lock_minutes: int) -> None:
        super().__init__(
            "Tên đăng nhập hoặc mật khẩu không đúng",
            remedy=f"kiểm tra lại; sau {max_failures} lần sai liên tiếp, tài khoản tạm khóa {lock_minutes} phút",
        )


class AccountError(AnTamError):
    """An account may not be made or found as asked."""


class Accounts:
    """All accounts; each method is one transaction of its own."""

    def __init__(self, database: Database, *, clock: Clock, max_failures: int, lock_minutes: int) -> None:
        self._database = database
        self._clock = clock
        self._max_failures = max_failures
        self._lock_minutes = lock_minutes
        self._passwords = Passwords()

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

        :raises AccountError: when the name is taken or a name is none.
        """
        name, shown = username.strip().lower(), display_name.strip()
        _check_names(name, shown)
        password = one_time_password()
        password_hash = await self._passwords.hash(password)
        try:
            async with self._database.transaction() as session:
                await StaffRepository(session).add(
                    username=name,
                    display_name=shown,
                    role=role,
                    password_hash=password_hash,
                    communes=communes,
                    at=self._clock.now(),
                )
        except UsernameTakenError:
            raise AccountError(f"Đã có tài khoản «{name}»", remedy="chọn tên khác") from None
        return NewAccount(name, password)

    async def reset_password(self, username: str) -> NewAccount:
        """Give a new one-time password and end all sessions.

        :raises AccountError: when there is no such account.
        """
        password = one_time_password()
        password_hash = await self._passwords.hash(password)
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

    async def get(self, staff_id: int) -> tuple[StoredStaff, Sequence[str]] | None:
        """An account and the codes of its communes."""
        async with self._database.reading() as session:
            staff = StaffRepository(session)
            found = await staff.get(staff_id)
            return (found, await staff.communes_of(staff_id)) if found else None

    async def communes(self) -> Mapping[int, Sequence[str]]:
        """The codes of the communes of every account that has some."""
        async with self._database.reading() as session:
            return await StaffRepository(session).communes()

    async def change(
        self,
        staff_id: int,
        *,
        display_name: str,
        role: Role,
        communes: Sequence[str],
        absent_until: date | None,
    ) -> None:
        """Change what an account is called, may do and looks after; it counts from the next page on.

        :raises AccountError: when the name is none, or no open administrator would be left.
        """
        _check_display_name(display_name.strip())
        async with self._database.transaction() as session:
            staff = StaffRepository(session)
            if role is not Role.ADMINISTRATOR and await _is_last_administrator(staff, staff_id):
                raise AccountError(
                    "Đây là quản trị viên duy nhất", remedy="cấp quyền quản trị cho người khác trước"
                )
            await staff.update(
                staff_id, display_name=display_name.strip(), role=role, absent_until=absent_until
            )
            await staff.set_communes(staff_id, communes)

    async def set_active(self, staff_id: int, *, active: bool) -> None:
        """Close an account, which ends its sessions, or open it again."""
        async with self._database.transaction() as session:
            staff = StaffRepository(session)
            if found := await staff.get(staff_id):
                await staff.update(staff_id, active=active, session_epoch=found.session_epoch + 1)

    async def sign_in(self, username: str, password: str) -> Session:
        """Check a name and a password.

        :raises SignInError: when they do not fit, and while the account is locked after too many wrong passwords.
        """
        found = await self._begin_attempt(username.strip().lower())
        right = await self._passwords.fit(password, found.password_hash if found else None)
        if found is None or not right:
            log.warning("sign_in_refused")
            raise SignInError(max_failures=self._max_failures, lock_minutes=self._lock_minutes)
        async with self._database.transaction() as session:
            await StaffRepository(session).update(
                found.id, failed_sign_ins=0, locked_until=None, last_sign_in_at=self._clock.now()
            )
        return Session(found.id, found.session_epoch)

    async def _begin_attempt(self, username: str) -> StoredStaff | None:
        """The account of a name, unless it is closed or locked.

        The attempt counts as failed until it succeeds, so that many at once gain nothing.
        """
        if not _USERNAME.fullmatch(username):
            return None
        now = self._clock.now()
        async with self._database.transaction() as session:
            staff = StaffRepository(session)
            found = await staff.by_username(username)
            if found is None or not found.active or (found.locked_until and found.locked_until > now):
                return None
            failures = found.failed_sign_ins + 1
            locked = failures >= self._max_failures
            until = now + timedelta(minutes=self._lock_minutes) if locked else None
            await staff.update(found.id, failed_sign_ins=0 if locked else failures, locked_until=until)
        return found

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
        if found is None or not await self._passwords.fit(old, found.password_hash):
            raise PasswordError("Mật khẩu hiện tại không đúng", remedy="nhập lại mật khẩu hiện tại")
        check_new_password(new, old=old, username=found.username)
        password_hash = await self._passwords.hash(new)
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


async def _is_last_administrator(staff: StaffRepository, staff_id: int) -> bool:
    others = [account for account in await staff.list() if account.id != staff_id and account.active]
    found = await staff.get(staff_id)
    is_one = found is not None and found.role == Role.ADMINISTRATOR
    return is_one and not any(account.role == Role.ADMINISTRATOR for account in others)


def _check_names(username: str, display_name: str) -> None:
    """:raises AccountError: when one of them is no name."""
    if not _USERNAME.fullmatch(username):
        raise AccountError(
            f"«{username}» không dùng làm tên đăng nhập được",
            remedy="dùng 2 đến 40 chữ thường không dấu, số, dấu chấm hoặc gạch",
        )
    _check_display_name(display_name)


def _check_display_name(display_name: str) -> None:
    """:raises AccountError: when it is no name."""
    if not 0 < len(display_name) <= _MAX_NAME or not display_name.isprintable():
        raise AccountError("Chưa có họ tên dùng được", remedy=f"nhập họ tên, không quá {_MAX_NAME} ký tự")
