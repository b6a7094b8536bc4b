"""Opens what an installation keeps: its keys, its secrets, its database, the accounts of its staff."""

from pydantic import SecretStr

from bot.clock import Clock
from bot.console import Accounts
from bot.settings import Settings
from bot.storage import Database, KeyRing, private_text


def load_keys(settings: Settings) -> KeyRing:
    """The keys that open the database, made on the first start.

    :raises KeysError: when they are not in their form.
    """
    return KeyRing.load(keys=secret_value(settings.encryption_keys), directory=settings.data_dir)


def open_database(settings: Settings, *, keys: KeyRing | None = None) -> Database:
    """The database with the keys that open it; nothing is connected yet.

    :raises AnTamError: when the address or the keys are not what they should be.
    """
    return Database(settings.resolved_database_url, keys=keys or load_keys(settings))


def accounts_of(settings: Settings, database: Database) -> Accounts:
    """The accounts of the staff in a database."""
    return Accounts(
        database,
        clock=Clock(settings.today),
        max_failures=settings.sign_in_max_failures,
        lock_minutes=settings.sign_in_lock_minutes,
    )


def secret_key(settings: Settings) -> str:
    """The key that signs sessions and seals addresses, made when it is first needed."""
    return secret_value(settings.secret_key) or private_text(settings.data_dir / "secret_key")


def secret_value(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None
