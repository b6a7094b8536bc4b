"""Small secret files: readable by their owner only, complete or not there at all."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp

from bot.storage.errors import KeysError


def private_text(file: Path, *, make: Callable[[], str] = secrets.token_urlsafe) -> str:
    """The text of a secret file, made when it is not there; processes that start together agree on one.

    :raises KeysError: when the file cannot be read or made.
    """
    with _reported(file):
        if not file.exists():
            beside = _written_beside(file, make())
            # A link fails when another process was faster, where a renaming would take its secret away.
            with suppress(FileExistsError):
                file.hardlink_to(beside)
            beside.unlink()
    return read_private_text(file)


def read_private_text(file: Path) -> str:
    """The text of a secret file that is there.

    :raises KeysError: when it cannot be read.
    """
    with _reported(file):
        return file.read_text(encoding="ascii").strip()


def replace_private_text(file: Path, text: str) -> None:
    """Give a secret file a new text at once.

    :raises KeysError: when it cannot be written.
    """
    with _reported(file):
        _written_beside(file, text).replace(file)


def _written_beside(file: Path, text: str) -> Path:
    """A file of the same folder, mode 0600, with the text safely on the disk."""
    descriptor, name = mkstemp(dir=file.parent, prefix=f".{file.name}-")
    with os.fdopen(descriptor, "w", encoding="ascii") as writing:
        writing.write(text)
        writing.flush()
        os.fsync(writing.fileno())
    return Path(name)


@contextmanager
def _reported(file: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "không phải văn bản ASCII"
        raise KeysError(
            f"Không đọc hoặc ghi được tệp khóa {file}: {reason}",
            remedy="kiểm tra thư mục ANTAM_DATA_DIR có tồn tại, đọc và ghi được",
        ) from None
