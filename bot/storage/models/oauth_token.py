"""Access to a platform's account that is lent for hours: the pair of tokens, replaced by each renewal."""

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from bot.storage.models.base import Moment, encrypted, metadata

oauth_token = Table(
    "oauth_token",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("account_id", String(255), primary_key=True),
    encrypted("access_token", nullable=False),
    # Good for one renewal only.
    encrypted("refresh_token", nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("renewed_at", Moment, nullable=False),
    # The keyed hash of the setting's token that was last tried, so that it is tried once.
    Column("seed", LargeBinary),
    # Counts the pairs, so that a late answer does not replace a newer pair.
    Column("version", Integer, nullable=False),
)
