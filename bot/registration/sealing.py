"""The seal of what lies in an address: only we can read it and nobody can make one; each use has a key of its own."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def seal(secret: str, *, use: bytes) -> Fernet:
    """The seal of one use, derived from the installation's secret."""
    key = HKDF(SHA256(), length=32, salt=None, info=use).derive(secret.encode())
    return Fernet(urlsafe_b64encode(key))
