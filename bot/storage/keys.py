"""The keys that data are encrypted and found with: read, made on the first start, rotated.

The text form, in `ANTAM_ENCRYPTION_KEYS` or in the file `encryption_keys`, is one `name:value` per key, separated
by white space or commas; a value is 32 bytes in URL-safe base64:

    index:…   the key of the keyed hashes; it never changes
    2:…       the first numbered key encrypts
    1:…       the others only decrypt what was encrypted before

An encrypted value is the key's number (2 bytes), a random nonce (12 bytes) and AES-256-GCM's ciphertext with tag.
"""

import hmac
import os
import re
import secrets
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.storage.errors import KeysError
from bot.storage.private import private_text, read_private_text, replace_private_text

FILE_NAME = "encryption_keys"
_INDEX = "index"
_KEY_BYTES = 32
_NUMBER_BYTES = 2
_NONCE_BYTES = 12
_LARGEST_NUMBER = 2 ** (8 * _NUMBER_BYTES) - 1
_FORM_REMEDY = "mỗi khóa viết là số:giá-trị, thêm một khóa index:giá-trị; xem docs/howto/keys.md"


class KeyRing:
    """Encrypts with its first key, decrypts with any of them, and hashes with the index key."""

    def __init__(self, keys: Mapping[int, bytes], *, index_key: bytes, file: Path | None = None) -> None:
        """:param keys: 32 bytes by number, the one to encrypt with first.
        :param file: where the ring was read from; it is read again when a value needs a key that is not here."""
        self._keys = dict(keys)
        self._index_key = index_key
        self._file = file
        self._ciphers = {number: AESGCM(key) for number, key in self._keys.items()}
        self._current = next(iter(self._keys))

    @classmethod
    def load(cls, *, keys: str | None, directory: Path) -> Self:
        """The keys of the setting, or of the file in ``directory``, which is made when there is none.

        :raises KeysError: when the text is not in the form that this module describes.
        """
        if keys:
            return cls.parse(keys)
        file = directory / FILE_NAME
        return cls.parse(private_text(file, make=lambda: cls.generate().text()), file=file)

    @classmethod
    def generate(cls) -> Self:
        """A new ring with one key."""
        return cls({1: secrets.token_bytes(_KEY_BYTES)}, index_key=secrets.token_bytes(_KEY_BYTES))

    @classmethod
    def parse(cls, text: str, *, file: Path | None = None) -> Self:
        """:raises KeysError: naming what is wrong, never showing a key."""
        values = _parse_entries(text)
        index_key = values.pop(_INDEX, None)
        if index_key is None or not values:
            raise KeysError("Bộ khóa mã hóa thiếu khóa index hoặc thiếu khóa có số", remedy=_FORM_REMEDY)
        return cls({_key_number(name): key for name, key in values.items()}, index_key=index_key, file=file)

    def text(self) -> str:
        """The text form; whoever has it reads everything."""
        entries = {_INDEX: self._index_key} | {str(number): key for number, key in self._keys.items()}
        return "".join(f"{name}:{urlsafe_b64encode(key).decode()}\n" for name, key in entries.items())

    def save(self) -> None:
        """Write the ring to the file that it was read from.

        :raises KeysError: when it came from the setting, or the file cannot be written.
        """
        if self._file is None:
            raise KeysError(
                "Bộ khóa mã hóa nằm trong ANTAM_ENCRYPTION_KEYS, không nằm trong tệp",
                remedy="đặt giá trị mới vào ANTAM_ENCRYPTION_KEYS trên mọi máy; xem docs/howto/keys.md",
            )
        replace_private_text(self._file, self.text())

    def rotated(self) -> Self:
        """The ring with a new key to encrypt with, the old ones kept for reading."""
        return self._with({max(self._keys) + 1: secrets.token_bytes(_KEY_BYTES)} | self._keys)

    def without_old(self) -> Self:
        """The ring with only the key to encrypt with; values under other keys are then lost."""
        return self._with({self._current: self._keys[self._current]})

    def _with(self, keys: Mapping[int, bytes]) -> Self:
        return type(self)(keys, index_key=self._index_key, file=self._file)

    def encrypt(self, text: str) -> bytes:
        """The text under the first key; the same text never gives the same bytes twice."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self._current].encrypt(nonce, text.encode(), None)
        return self.prefix + nonce + sealed

    def decrypt(self, data: bytes) -> str:
        """:raises KeysError: when the key is not in the ring or the value was not made with it."""
        number = int.from_bytes(data[:_NUMBER_BYTES])
        nonce, sealed = data[_NUMBER_BYTES:][:_NONCE_BYTES], data[_NUMBER_BYTES + _NONCE_BYTES :]
        try:
            return self._cipher(number).decrypt(nonce, sealed, None).decode()
        except (InvalidTag, ValueError):
            raise KeysError(
                f"Không giải mã được dữ liệu bằng khóa số {number}",
                remedy="khôi phục đúng bộ khóa của cơ sở dữ liệu này; xem docs/howto/keys.md",
            ) from None

    def fingerprint(self, text: str, *, purpose: str) -> bytes:
        """32 bytes that are equal for equal texts of one purpose and tell nothing without the index key."""
        return hmac.digest(self._index_key, f"{purpose}\0{text}".encode(), "sha256")

    @property
    def prefix(self) -> bytes:
        """What every value begins with that the first key encrypted."""
        return self._current.to_bytes(_NUMBER_BYTES)

    def _cipher(self, number: int) -> AESGCM:
        if number not in self._ciphers and self._file is not None:
            # `antam keys rotate` runs beside the server: it writes the file before the first value.
            self._take_over(type(self).parse(read_private_text(self._file), file=self._file))
        if number not in self._ciphers:
            raise KeysError(
                f"Thiếu khóa mã hóa số {number}",
                remedy="thêm khóa này vào ANTAM_ENCRYPTION_KEYS hoặc tệp encryption_keys; xem docs/howto/keys.md",
            )
        return self._ciphers[number]

    def _take_over(self, other: Self) -> None:
        self._keys, self._ciphers, self._current = other._keys, other._ciphers, other._current


def _parse_entries(text: str) -> dict[str, bytes]:
    values: dict[str, bytes] = {}
    for entry in re.findall(r"[^\s,]+", text):
        name, _, value = entry.partition(":")
        if name in values:
            raise KeysError("Bộ khóa mã hóa có hai khóa cùng tên", remedy=_FORM_REMEDY)
        values[name] = _key_bytes(value)
    return values


def _key_bytes(value: str) -> bytes:
    try:
        key = b64decode(value, altchars=b"-_", validate=True)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise KeysError("Một khóa mã hóa không phải là 32 byte dạng base64", remedy=_FORM_REMEDY)
    return key


def _key_number(name: str) -> int:
    if not (name.isascii() and name.isdigit() and 0 < int(name) <= _LARGEST_NUMBER):
        raise KeysError(f"Một khóa mã hóa không có số từ 1 đến {_LARGEST_NUMBER}", remedy=_FORM_REMEDY)
    return int(name)
