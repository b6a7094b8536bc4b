"""Passwords of the staff: how they are hashed and compared, what a new one must be, and the one-time ones."""

import asyncio
import secrets
import unicodedata
from functools import cache

from pwdlib import PasswordHash

from bot.errors import AnTamError

MIN_PASSWORD_LENGTH = 10
_MIN_DIFFERENT = 5
# A shorter name turns up in a good password by chance.
_TELLING_NAME = 4


class PasswordError(AnTamError):
    """A new password may not be used."""


class Passwords:
    """Hashes and compares passwords; argon2 takes its time on purpose, so it runs beside the event loop."""

    def __init__(self) -> None:
        self._hashes = PasswordHash.recommended()
        # Keeps a flood of sign-ins from taking both cores.
        self._hashing = asyncio.Semaphore(1)
        self._decoy = _decoy()

    async def hash(self, password: str) -> str:
        """What is stored of a password."""
        async with self._hashing:
            return await asyncio.to_thread(self._hashes.hash, _composed(password))

    async def fit(self, password: str, password_hash: str | None) -> bool:
        """Whether a password is the one of a hash; none fits None, which takes as long to say."""
        async with self._hashing:
            right = await asyncio.to_thread(
                self._hashes.verify, _composed(password), password_hash or self._decoy
            )
        return right and password_hash is not None


@cache
def _decoy() -> str:
    """Compared where there is no account, so that the answer takes as long as for a wrong password."""
    return PasswordHash.recommended().hash(secrets.token_urlsafe())


def one_time_password() -> str:
    """Easy to read aloud and type: four groups of four, none of the look-alikes."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))


def check_new_password(new: str, *, old: str, username: str) -> None:
    """:raises PasswordError: when the new password is easily guessed."""
    if len(_composed(new)) < MIN_PASSWORD_LENGTH:
        raise PasswordError(
            f"Mật khẩu mới phải có ít nhất {MIN_PASSWORD_LENGTH} ký tự", remedy="chọn một câu dễ nhớ, dài hơn"
        )
    if len(set(new)) < _MIN_DIFFERENT:
        raise PasswordError(
            f"Mật khẩu mới phải có ít nhất {_MIN_DIFFERENT} ký tự khác nhau",
            remedy="chọn mật khẩu khó đoán hơn",
        )
    tells_name = len(username) >= _TELLING_NAME and username in new.lower()
    if tells_name or _composed(new) == _composed(old):
        raise PasswordError(
            "Mật khẩu mới không được giống mật khẩu cũ hoặc chứa tên đăng nhập", remedy="chọn mật khẩu khác"
        )


def _composed(password: str) -> str:
    """The same code points on every keyboard: some send «ậ» as one, some as three."""
    return unicodedata.normalize("NFC", password)
