"""Runs the web application: the port, the event loop, the addresses told once they answer, a clean end."""

import asyncio
import errno
import gc
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress

import uvicorn

from bot.app import AnTam, prepare, web_application
from bot.console import NewAccount
from bot.errors import SettingsError
from bot.observability import configure_logs

Announce = Callable[[str], object]


def run(antam: AnTam, *, host: str, port: int, announce: Announce) -> None:
    """Serve until stopped; Ctrl-C and SIGTERM let the requests under way finish.

    :raises AnTamError: when the port or the database cannot be had.
    """
    configure_logs(level=antam.settings.log_level, format=antam.settings.log_format)
    config = uvicorn.Config(
        web_application(antam),
        log_config=None,
        access_log=False,
        server_header=False,
        # Behind a proxy, `FORWARDED_ALLOW_IPS` names whose forwarding headers are believed.
        timeout_graceful_shutdown=10,
    )
    # Ctrl-C is how it is meant to end, and has ended everything in order when it comes out here.
    with suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(_serve(antam, config, listening_socket(host, port), announce=announce))


async def _serve(
    antam: AnTam, config: uvicorn.Config, listener: socket.socket, *, announce: Announce
) -> None:
    if administrator := await prepare(antam):
        announce(administrator_notice(administrator))
    address = "http://{}:{}".format(*listener.getsockname()[:2])
    channels = await antam.messaging.check()
    server = _AnnouncingServer(config, started=lambda: announce(welcome(address, channels=channels)))
    await server.serve(sockets=[listener])


class _AnnouncingServer(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config, *, started: Callable[[], object]) -> None:
        super().__init__(config)
        self._tell_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _leave_what_stays()
        if self.started:
            self._tell_started()


def _leave_what_stays() -> None:
    """The collector looks only at what comes from now on: through what was loaded it would go for 0.2 seconds
    every now and then, and everybody would wait."""
    gc.freeze()
    gc.enable()


def listening_socket(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    :raises SettingsError: when the address is not ours or the port is taken or not allowed.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # At once, so that a second server cannot take the port too; requests wait until they are served.
        listener.listen()
    except OSError as error:
        raise SettingsError(
            _bind_reason(error, host, port), remedy="chọn cổng khác: make run PORT=8001"
        ) from None
    return listener


def _bind_reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Cổng {port} đang được chương trình khác dùng"
    if error.errno == errno.EACCES:
        return f"Không được phép mở cổng {port}"
    return f"Không lắng nghe được ở {host}:{port}"


def administrator_notice(administrator: NewAccount) -> str:
    """The only time that the one-time password is shown."""
    return (
        f"\nTài khoản quản trị đầu tiên: {administrator.username}\n"
        f"Mật khẩu dùng một lần (chỉ hiện lần này): {administrator.password}\n"
    )


def welcome(address: str, *, channels: Sequence[str]) -> str:
    """Where everything is, and which channels are on or lack something, a line for each."""
    others = "".join(f"\n  {channel}" for channel in channels)
    return (
        f"\nAn Tâm đang chạy. Dừng: Ctrl-C.\n"
        f"  Trang trò chuyện   {address}/\n"
        f"  Trang quản trị     {address}/console\n"
        f"  API và tài liệu    {address}/docs\n"
        f"Kênh: web, REST ({address}/webhooks/rest/webhook) đang bật.{others}"
    )
