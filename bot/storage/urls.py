"""A database's URL: which databases are supported, by which driver, with which options."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.storage.errors import DatabaseUnavailableError

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
# What may stand after the question mark; libpq's `sslmode` is asyncpg's `ssl`.
_OPTIONS: dict[str, dict[str, str]] = {
    "sqlite+aiosqlite": {},
    "postgresql+asyncpg": {"host": "host", "port": "port", "ssl": "ssl", "sslmode": "ssl"},
}
_URL_REMEDY = (
    "đặt ANTAM_DATABASE_URL dạng sqlite:///đường/dẫn/tệp hoặc postgresql://người-dùng:mật-khẩu@máy/tên"
)


def supported_url(text: str) -> URL:
    """The URL with the driver that is used for it.

    :raises DatabaseUnavailableError: when it is no URL or no supported database; the URL itself is not shown, it
        may hold a password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise DatabaseUnavailableError("Địa chỉ cơ sở dữ liệu viết sai", remedy=_URL_REMEDY) from None
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise DatabaseUnavailableError(
            f"Không hỗ trợ loại cơ sở dữ liệu hoặc trình điều khiển «{url.drivername}»", remedy=_URL_REMEDY
        )
    if driver == "sqlite+aiosqlite" and url.database in {None, "", ":memory:"}:
        raise DatabaseUnavailableError("SQLite cần một tệp để giữ dữ liệu", remedy=_URL_REMEDY)
    unknown = url.query.keys() - _OPTIONS[driver].keys()
    if unknown:
        raise DatabaseUnavailableError(
            f"Địa chỉ cơ sở dữ liệu có tham số không hỗ trợ: {', '.join(sorted(unknown))}", remedy=_URL_REMEDY
        )
    query = {_OPTIONS[driver][name]: value for name, value in url.query.items()}
    return url.set(drivername=driver, query=query)
