"""Who asks the API for leads: the bearer token, looked up anew with every request."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, HTTPException, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.clock import Clock
from bot.registration.tokens import Bearer, Tokens
from bot.storage import Database

_scheme = HTTPBearer(
    auto_error=False, description="Mã do `antam staff token` cấp; thấy đúng những gì tài khoản của mã thấy."
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_scheme)]


def bearer_of(database: Database, *, clock: Clock) -> Callable[[Credentials], Awaitable[Bearer]]:
    """The dependency that finds out who asks."""

    async def bearer(credentials: Credentials) -> Bearer:
        """:raises HTTPException: 401 without a token that holds."""
        found = None
        if credentials is not None:
            async with database.reading() as session:
                found = await Tokens(session, now=clock.now()).bearer(credentials.credentials)
        if found is None:
            raise HTTPException(
                status.HTTP_401_UNAUTHORIZED,
                "Cần mã truy cập còn hiệu lực trong đầu mục Authorization: Bearer …",
                headers={"WWW-Authenticate": "Bearer"},
            )
        return found

    return bearer
