"""`antam staff`: the accounts of the staff from the command line."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.shared import awaited, migrated_database, out, prepared_settings
from bot.clock import VIETNAM
from bot.registration import ROLE_LABELS, Role

staff = typer.Typer(help="Tài khoản của cán bộ.", no_args_is_help=True)


@staff.command()
@awaited
async def add(
    username: Annotated[str, typer.Argument(help="Tên đăng nhập, chữ thường không dấu.")],
    name: Annotated[str, typer.Option(help="Họ tên.")],
    role: Annotated[Role, typer.Option(help="Vai trò.")] = Role.OFFICER,
    commune: Annotated[list[str] | None, typer.Option(help="Mã xã phụ trách; ghi nhiều lần được.")] = None,
) -> None:
    """Thêm tài khoản; mật khẩu dùng một lần hiện ra ngay."""
    from bot.app import accounts_of

    settings = prepared_settings()
    async with migrated_database(settings) as database:
        accounts = accounts_of(settings, database)
        account = await accounts.add(username, display_name=name, role=role, communes=tuple(commune or ()))
    out.print(f"Đã thêm {escape(account.username)}. Mật khẩu dùng một lần: {escape(account.password)}")


@staff.command("list")
@awaited
async def list_accounts() -> None:
    """Liệt kê tài khoản."""
    from bot.app import accounts_of

    settings = prepared_settings()
    table = Table("Tên đăng nhập", "Họ tên", "Vai trò", "Tình trạng", "Đăng nhập cuối")
    async with migrated_database(settings) as database:
        for account in await accounts_of(settings, database).list():
            last = account.last_sign_in_at
            table.add_row(
                account.username,
                escape(account.display_name),
                ROLE_LABELS[Role(account.role)],
                "đang mở" if account.active else "đã khóa",
                f"{last.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if last else "–",
            )
    out.print(table)


@staff.command("reset-password")
@awaited
async def reset_password(username: Annotated[str, typer.Argument(help="Tên đăng nhập.")]) -> None:
    """Cấp mật khẩu dùng một lần mới; mọi phiên đang mở của tài khoản kết thúc."""
    from bot.app import accounts_of

    settings = prepared_settings()
    async with migrated_database(settings) as database:
        account = await accounts_of(settings, database).reset_password(username)
    out.print(f"Mật khẩu dùng một lần của {escape(account.username)}: {escape(account.password)}")
