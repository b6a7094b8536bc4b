"""The command line: each command reads settings, calls one thing and prints what came of it."""

import asyncio
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from bot import app as application
from bot.channels.terminal import Terminal
from bot.errors import AnTamError
from bot.settings import load_settings

cli = typer.Typer(help="An Tâm: trợ lý về bảo hiểm xã hội tự nguyện.", no_args_is_help=True, add_completion=False)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def main() -> None:
    """The entry point: a known error is one readable message and exit status 1."""
    try:
        cli()
    except AnTamError as error:
        err.print(f"[bold red]Lỗi:[/] {escape(str(error))}")
        sys.exit(1)


def awaited(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let Typer call an async command."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        return asyncio.run(command(*args, **kwargs))

    return run


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="Địa chỉ lắng nghe.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Cổng.")] = 8000,
) -> None:
    """Chạy An Tâm: trang trò chuyện, trang quản trị và API."""
    antam = application.assemble(load_settings())
    application.run(antam, host=host, port=port, announce=out.print)


@cli.command()
@awaited
async def chat() -> None:
    """Trò chuyện ngay trong cửa sổ dòng lệnh."""
    antam = application.assemble(load_settings())
    await application.prepare(antam)
    terminal = Terminal(antam.conversations, clock=antam.clock, ask=_next_line, show=_show)
    try:
        await terminal.run()
    finally:
        await antam.database.dispose()


def _next_line() -> str | None:
    try:
        return out.input("\n[bold]Bạn:[/] ")
    except EOFError:
        return None


def _show(text: str) -> None:
    out.print(f"\n[bold green]An Tâm:[/] {escape(text)}")
