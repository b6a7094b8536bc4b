"""Calls of the Zalo Bot API. An error may come with HTTP status 200, so only the body tells how a call ended."""

from typing import Any

import httpx

# Patient where Zalo is slow to answer: a call given up is one whose outcome nobody knows.
_CONNECT_SECONDS, _READ_SECONDS = 5.0, 15.0
_LIMITS = httpx.Limits(max_connections=64, max_keepalive_connections=16)


class RefusedError(Exception):
    """Zalo answered that the call failed.

    :param code: the error code of the body, or the HTTP status where the body has none.
    :param retry_after: the seconds after which Zalo wants it again, where it says so.
    """

    def __init__(self, code: int, description: str, *, retry_after: float | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after


class UnreadableError(Exception):
    """What came back is no answer of the Bot API."""


class BotApi:
    """The Bot API for one bot."""

    def __init__(self, token: str, *, base_url: str) -> None:
        """Nothing is connected yet; ``base_url`` is the server, to which the token is appended."""
        self._client = httpx.AsyncClient(base_url=f"{base_url.rstrip('/')}/bot{token}", limits=_LIMITS)

    async def call(self, method: str, *, patience: float = 0.0, **parameters: Any) -> Any:
        """The result of a method.

        :param patience: seconds that Zalo may take beside the usual.
        :raises RefusedError: when Zalo says that it failed.
        :raises UnreadableError: when the answer is none.
        :raises httpx.HTTPError: when there is no answer.
        """
        timeout = httpx.Timeout(_READ_SECONDS + patience, connect=_CONNECT_SECONDS)
        response = await self._client.post(f"/{method}", json=parameters, timeout=timeout)
        return _result(response)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.aclose()


def _result(response: httpx.Response) -> Any:
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if isinstance(answer, dict) and answer.get("ok") is True and response.is_success:
        return answer.get("result")
    if isinstance(answer, dict) and answer.get("ok") is False:
        raise _refusal(answer, response)
    if response.is_success:
        raise UnreadableError
    raise RefusedError(response.status_code, response.reason_phrase)


def _refusal(answer: dict[str, Any], response: httpx.Response) -> RefusedError:
    """Zalo spells the code in two ways; some bodies have none."""
    code = answer.get("error_code", answer.get("errorCode"))
    parameters = answer.get("parameters")
    waits = parameters.get("retry_after") if isinstance(parameters, dict) else None
    waits = waits or response.headers.get("retry-after")
    return RefusedError(
        int(str(code)) if str(code).isdecimal() else response.status_code,
        str(answer.get("description") or "")[:200],
        retry_after=float(waits) if str(waits).isdecimal() else None,
    )
