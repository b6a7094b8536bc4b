"""`antam staff`: the accounts of the staff from the command line."""

from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.shared import awaited, migrated_database, out, prepared_settings
from bot.clock import VIETNAM, Clock
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
            table.add_row(
                account.username,
                escape(account.display_name),
                ROLE_LABELS[Role(account.role)],
                "đang mở" if account.active else "đã khóa",
                _told(account.last_sign_in_at),
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


@staff.command()
@awaited
async def token(
    username: Annotated[str, typer.Argument(help="Tài khoản mà mã thấy và làm thay.")],
    name: Annotated[str, typer.Option(help="Hệ thống nào dùng mã này.")] = "",
    write: Annotated[bool, typer.Option("--write", help="Cho đổi trạng thái; không có thì chỉ đọc.")] = False,
    days: Annotated[
        int | None, typer.Option(min=1, help="Số ngày dùng được; trống: đến khi thu hồi.")
    ] = None,
) -> None:
    """Cấp mã truy cập cho /api/leads; mã chỉ hiện lần này."""
    from bot.registration.tokens import Tokens

    settings = prepared_settings()
    async with migrated_database(settings) as database, database.transaction() as session:
        tokens = Tokens(session, now=Clock(settings.today).now())
        secret = await tokens.make(username, name=name, writes=write, days=days)
    out.print(f"Mã truy cập (chỉ hiện lần này): {escape(secret)}")


@staff.command()
@awaited
async def tokens() -> None:
    """Liệt kê mã truy cập."""
    from bot.registration.tokens import Tokens

    settings = prepared_settings()
    table = Table("Số", "Tài khoản", "Hệ thống", "Quyền", "Hết hạn", "Dùng lần cuối", "Tình trạng")
    async with migrated_database(settings) as database, database.reading() as session:
        for found in await Tokens(session, now=Clock(settings.today).now()).list():
            table.add_row(
                str(found.id),
                found.username,
                escape(found.name),
                "đọc, ghi" if found.writes else "đọc",
                _told(found.expires_at),
                _told(found.last_used_at),
                "đã thu hồi" if found.revoked_at else "đang mở",
            )
    out.print(table)


@staff.command("revoke-token")
@awaited
async def revoke_token(
    number: Annotated[int, typer.Argument(help="Số của mã, xem antam staff tokens.")],
) -> None:
    """Thu hồi một mã truy cập ngay lập tức."""
    from bot.registration.tokens import Tokens

    settings = prepared_settings()
    async with migrated_database(settings) as database, database.transaction() as session:
        await Tokens(session, now=Clock(settings.today).now()).revoke(number)
    out.print(f"Đã thu hồi mã số {number}.")


def _told(moment: datetime | None) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if moment else "–"
