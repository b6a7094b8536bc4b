"""Checks the key ring against the database it is used with."""

from sqlalchemy import select

from bot.storage.errors import KeysError
from bot.storage.models import key_check
from bot.storage.repositories.base import Repository

_SAMPLE = "An Tâm"


class KeyCheckRepository(Repository):
    """The one row that remembers which keys the data were written with."""

    async def check(self) -> None:
        """Remember the keys of a new database; compare them with those of an old one.

        :raises KeysError: when these are not its keys.
        """
        fingerprint = self._keys.fingerprint(_SAMPLE, purpose="key_check")
        row = {"id": 1, "fingerprint": fingerprint, "sample": self._keys.encrypt(_SAMPLE)}
        await self._session.execute(self._insert(key_check).values(row).on_conflict_do_nothing())
        stored = (await self._session.execute(select(key_check.c.fingerprint, key_check.c.sample))).one()
        if stored.fingerprint != fingerprint:
            raise KeysError(
                "Bộ khóa mã hóa đang dùng không phải của cơ sở dữ liệu này",
                remedy="khôi phục tệp encryption_keys (hoặc ANTAM_ENCRYPTION_KEYS) đã dùng khi tạo dữ liệu",
            )
        self._keys.decrypt(stored.sample)
