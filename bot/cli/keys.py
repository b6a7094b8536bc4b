"""`antam keys`: a new encryption key, and forgetting the old ones; see docs/howto/keys.md."""

from typing import Annotated

import typer

from bot.cli.shared import awaited, migrated_database, out, prepared_settings

keys = typer.Typer(help="Khóa mã hóa dữ liệu cá nhân.", no_args_is_help=True)


@keys.callback()
def _keys() -> None:
    """Khóa mã hóa dữ liệu cá nhân."""


@keys.command()
@awaited
async def rotate(
    drop_old: Annotated[
        bool, typer.Option("--drop-old", help="Bỏ khóa cũ khi không còn dữ liệu nào cần.")
    ] = False,
) -> None:
    """Tạo khóa mới và mã hóa lại dữ liệu bằng khóa ấy; máy chủ vẫn chạy được."""
    from bot.app import load_keys
    from bot.storage import rotate as encrypt_anew

    settings = prepared_settings()
    ring = load_keys(settings)
    if not drop_old:
        ring = ring.rotated()
        # Written before the first value is: a server beside us finds the new key when it meets one.
        ring.save()
    async with migrated_database(settings, keys=ring) as database:
        rotation = await encrypt_anew(database)
    out.print(f"Đã mã hóa lại {rotation.changed} giá trị; còn {rotation.left} giá trị dùng khóa cũ.")
    if not drop_old:
        out.print("Khởi động lại các máy chủ, rồi chạy: antam keys rotate --drop-old")
    elif rotation.left:
        out.print("Chưa bỏ khóa cũ được. Khởi động lại các máy chủ rồi chạy lại lệnh này.")
        raise typer.Exit(1)
    else:
        ring.without_old().save()
        out.print("Đã bỏ khóa cũ.")
