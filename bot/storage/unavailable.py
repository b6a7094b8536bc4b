"""Turns what a driver says of an unusable database into one readable error, without addresses or passwords."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.storage.errors import DatabaseUnavailableError

_SQLITE = {
    sqlite3.SQLITE_CANTOPEN: ("Không mở được tệp cơ sở dữ liệu", "kiểm tra thư mục có tồn tại và ghi được"),
    sqlite3.SQLITE_READONLY: (
        "Tệp cơ sở dữ liệu chỉ đọc được, không ghi được",
        "cấp quyền ghi cho tệp và thư mục",
    ),
    sqlite3.SQLITE_PERM: ("Không có quyền với tệp cơ sở dữ liệu", "cấp quyền đọc và ghi cho tệp và thư mục"),
    sqlite3.SQLITE_NOTADB: (
        "Tệp không phải là cơ sở dữ liệu SQLite",
        "kiểm tra đường dẫn trong ANTAM_DATABASE_URL",
    ),
    sqlite3.SQLITE_CORRUPT: ("Tệp cơ sở dữ liệu bị hỏng", "khôi phục từ bản sao lưu"),
    sqlite3.SQLITE_FULL: ("Đĩa đã đầy", "giải phóng chỗ trên đĩa"),
    sqlite3.SQLITE_IOERR: ("Đọc hoặc ghi đĩa bị lỗi", "kiểm tra đĩa"),
    sqlite3.SQLITE_BUSY: ("Cơ sở dữ liệu đang bị chương trình khác giữ", "đóng chương trình đang mở tệp này"),
    sqlite3.SQLITE_LOCKED: ("Cơ sở dữ liệu đang bị khóa", "thử lại sau ít phút"),
}
# By SQLSTATE, the longest beginning that fits.
_POSTGRESQL = {
    "28": (
        "PostgreSQL từ chối tên đăng nhập hoặc mật khẩu",
        "kiểm tra người dùng và mật khẩu trong ANTAM_DATABASE_URL",
    ),
    "3D": (
        "Máy chủ PostgreSQL không có cơ sở dữ liệu này",
        "tạo cơ sở dữ liệu (createdb) hoặc sửa ANTAM_DATABASE_URL",
    ),
    "42501": ("Người dùng PostgreSQL không đủ quyền", "cấp quyền tạo bảng và ghi dữ liệu cho người dùng này"),
    "25006": ("PostgreSQL đang ở chế độ chỉ đọc", "nối tới máy chủ chính, không phải bản sao"),
    "53": (
        "Máy chủ PostgreSQL hết kết nối, bộ nhớ hoặc đĩa",
        "tăng max_connections hoặc tài nguyên của máy chủ",
    ),
    "57P": ("Máy chủ PostgreSQL đang khởi động hoặc dừng", "chờ máy chủ sẵn sàng rồi thử lại"),
    "08": ("Mất kết nối tới PostgreSQL", "kiểm tra máy chủ PostgreSQL và mạng"),
}
_UNREACHABLE = (
    "Không nối được tới cơ sở dữ liệu",
    "kiểm tra máy chủ có đang chạy và địa chỉ trong ANTAM_DATABASE_URL",
)
_BUSY = ("Cơ sở dữ liệu đang quá tải", "thử lại sau ít phút")


@contextmanager
def reported_connecting() -> Iterator[None]:
    """Around connecting: whatever goes wrong there means that the database is not available."""
    try:
        yield
    except PoolTimeoutError:
        raise _error(_BUSY) from None
    except (DBAPIError, OSError, TimeoutError) as error:
        raise _error(_reason(error) or _UNREACHABLE) from None


@contextmanager
def reported_working() -> Iterator[None]:
    """Around the work of a transaction: only what says that the database is no longer usable is turned."""
    try:
        yield
    except DBAPIError as error:
        reason = _reason(error) or (_UNREACHABLE if error.connection_invalidated else None)
        if reason is None:
            raise
        raise _error(reason) from error


def _error(reason: tuple[str, str]) -> DatabaseUnavailableError:
    return DatabaseUnavailableError(reason[0], remedy=reason[1])


def _reason(error: BaseException) -> tuple[str, str] | None:
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, sqlite3.Error):
        # The lower byte is the primary code, the rest tells more.
        return _SQLITE.get(getattr(original, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(original, "sqlstate", None) or ""
    return next((reason for start, reason in _POSTGRESQL.items() if state.startswith(start)), None)
