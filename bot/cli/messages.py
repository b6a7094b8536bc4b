"""`antam messages`: texts published, compared and put back, through the same gate as in the console."""

import difflib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from bot.cli.shared import awaited, err, migrated_database, out, prepared_settings
from bot.clock import Clock

if TYPE_CHECKING:
    from bot.checks.publishing import TextPublisher

messages = typer.Typer(help="Lời văn đang dùng: đăng, xem khác, trở lại.", no_args_is_help=True)
File = Annotated[str, typer.Argument(help="Đường dẫn trong messages/, ví dụ benefits/maternity_benefit.j2")]


@messages.command("list")
@awaited
async def list_published() -> None:
    """Các lời văn đang khác bản đi kèm chương trình."""
    async with open_publisher() as publisher:
        changed = [
            path
            for path, source in publisher.renderer.sources.items()
            if publisher.original(path) != source.head + source.body
        ]
    for path in changed:
        out.print(escape(path))
    out.print(f"{len(changed)} lời văn khác bản gốc.")


@messages.command()
@awaited
async def publish(
    path: File,
    file: Annotated[Path, typer.Argument(help="Tệp chứa lời văn mới")],
    note: Annotated[str, typer.Option(help="Sửa gì, vì sao")],
) -> None:
    """Kiểm tra, hỏi lại mọi câu hỏi mẫu, rồi đăng; máy chủ đang chạy nói lời mới ngay."""
    from bot.checks.publishing import TextRefusedError

    async with open_publisher() as publisher:
        try:
            await publisher.publish({path: file.read_text(encoding="utf-8")}, note=note)
        except TextRefusedError as error:
            for problem in error.problems:
                err.print(escape(problem))
            raise
    out.print(f"Đã đăng {escape(path)}.")


@messages.command()
@awaited
async def history(path: File) -> None:
    """Các phiên bản của một lời văn, và chúng khác bản đang dùng chỗ nào."""
    async with open_publisher() as publisher:
        versions, in_force = await publisher.versions(path), publisher.text(path)
    for version in versions:
        out.print(f"[bold]Bản {version.id}[/] {version.at:%Y-%m-%d %H:%M} {escape(version.note)}")
        lines = difflib.unified_diff(
            (version.body or "").splitlines(), in_force.splitlines(), lineterm="", n=1
        )
        out.print(escape("\n".join(lines)))


@messages.command("roll-back")
@awaited
async def roll_back(version: Annotated[int, typer.Argument(help="Số phiên bản")]) -> None:
    """Trở lại một phiên bản cũ, qua cùng các kiểm tra."""
    async with open_publisher() as publisher:
        path = await publisher.roll_back(version)
    out.print(f"{escape(path)} trở lại bản {version}.")


@messages.command()
@awaited
async def reading(
    longest: Annotated[int, typer.Option(help="Chỉ kể lời văn có câu dài từ ngần này chữ.")] = 30,
) -> None:
    """Lời văn dễ đọc tới đâu: số câu, số chữ trung bình và câu dài nhất, khó đọc nhất trước."""
    from bot.checks.running import province_facts
    from bot.rendering.reading_ease import reading_ease

    async with open_publisher() as publisher:
        found = list(
            reading_ease(
                publisher.renderer, day=Clock(prepared_settings().today).today(), province=province_facts()
            )
        )
    for text in sorted(found, key=lambda text: -text.longest):
        if text.longest >= longest:
            out.print(f"{text.longest:3} {text.mean_words:5.1f} {text.sentences:3}  {escape(text.path)}")
    mean = sum(text.mean_words * text.sentences for text in found) / sum(text.sentences for text in found)
    out.print(f"{len(found)} lời văn, trung bình {mean:.1f} chữ một câu.")


@asynccontextmanager
async def open_publisher() -> "AsyncIterator[TextPublisher]":
    """What publishes texts, over the office's database."""
    from bot.app import load_knowledge, text_publisher_of

    settings = prepared_settings()
    async with migrated_database(settings) as database:
        known = load_knowledge(settings)
        publisher = text_publisher_of(
            known, database=database, settings=settings, clock=Clock(settings.today)
        )
        await publisher.look()
        yield publisher
