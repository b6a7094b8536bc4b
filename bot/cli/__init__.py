"""The command line: each command reads settings, calls one thing and prints what came of it."""

import gc
import sys
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.actions import actions
from bot.cli.estimate import ANY_OPTION, estimate
from bot.cli.evaluate import evaluate
from bot.cli.keys import keys
from bot.cli.law import law
from bot.cli.learning import learned, train
from bot.cli.link import link
from bot.cli.messages import messages
from bot.cli.shared import awaited, err, migrated_database, out, prepared_settings
from bot.cli.staff import staff
from bot.cli.zalo import zalo
from bot.errors import AnTamError
from bot.settings import Settings

cli = typer.Typer(
    help="An Tâm: trợ lý về bảo hiểm xã hội tự nguyện.", no_args_is_help=True, add_completion=False
)
cli.add_typer(staff, name="staff")
cli.add_typer(keys, name="keys")
cli.add_typer(law, name="law")
cli.add_typer(messages, name="messages")
cli.add_typer(learned, name="learned")
cli.add_typer(zalo, name="zalo")
cli.command(context_settings=ANY_OPTION)(estimate)
cli.command()(evaluate)
cli.command()(train)
cli.command()(link)
cli.command()(actions)


def main() -> None:
    """The entry point: a known error is one readable message and exit status 1."""
    try:
        cli()
    except AnTamError as error:
        err.print(f"[bold red]Lỗi:[/] {escape(str(error))}")
        sys.exit(1)


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="Địa chỉ lắng nghe.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Cổng; 0 là cổng trống bất kỳ.")] = 8000,
) -> None:
    """Chạy An Tâm: trang trò chuyện, trang quản trị và API."""
    # Nearly all that is loaded from here on stays; looking through it for garbage takes a fifth of the start.
    gc.disable()
    # First, so that a wrong setting is told before everything is imported.
    settings = prepared_settings()
    from bot.app import assemble
    from bot.server import run

    run(assemble(settings), host=host, port=port, announce=_announce)


@cli.command()
@awaited
async def chat() -> None:
    """Trò chuyện ngay trong cửa sổ dòng lệnh; dòng trống hoặc Ctrl-D để kết thúc."""
    from bot.app import assemble
    from bot.channels.terminal import Terminal

    antam = assemble(prepared_settings())
    try:
        await antam.database.migrate()
        await Terminal(antam.conversations, clock=antam.clock, ask=_next_line, show=_show).run()
    finally:
        await antam.database.dispose()


@cli.command()
@awaited
async def check(
    golden: Annotated[
        bool, typer.Option("--golden", help="Hỏi lại cả các câu hỏi mẫu trong golden/.")
    ] = False,
) -> None:
    """Kiểm tra dữ liệu: câu mẫu, quy tắc, lời văn, số liệu của luật."""
    from bot.checks import run_checks

    settings = prepared_settings()
    problems = [
        str(problem)
        for problem in run_checks(intents_dir=settings.intents_dir, messages_dir=settings.messages_dir)
    ]
    if golden and not problems:
        problems = await _golden_problems(settings)
    for problem in problems:
        err.print(escape(problem))
    if problems:
        err.print(f"[bold red]{len(problems)} chỗ cần sửa.[/]")
        raise typer.Exit(1)
    out.print("Dữ liệu không có lỗi.")


async def _golden_problems(settings: Settings) -> list[str]:
    """What is answered wrongly, one line each."""
    from bot.app import conversations_of, load_knowledge
    from bot.checks.golden import golden_failures
    from bot.clock import Clock
    from bot.learning import load_golden

    known = load_knowledge(settings)
    failures = await golden_failures(
        lambda database, day: conversations_of(known, database=database, settings=settings, clock=Clock(day)),
        load_golden(settings.golden_dir),
    )
    return [f"Câu hỏi mẫu «{failure.question}»: {failure.reason}" for failure in failures]


@cli.command()
@awaited
async def migrate() -> None:
    """Đưa cơ sở dữ liệu lên phiên bản mới nhất."""
    async with migrated_database(prepared_settings()):
        out.print("Cơ sở dữ liệu đã ở phiên bản mới nhất.")


def _announce(line: str) -> None:
    # Flushed at once: whoever started us through a pipe waits for these lines.
    print(line, flush=True)  # noqa: T201


def _next_line() -> str | None:
    try:
        return out.input("\n[bold]Bạn:[/] ")
    except EOFError:
        return None


def _show(text: str) -> None:
    out.print(f"\n[bold green]An Tâm:[/] {escape(text)}")
