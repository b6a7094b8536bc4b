"""`antam zalo`: the first consent of the Official Account's administrator; see docs/howto/zalo-oa.md."""

from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.shared import awaited, migrated_database, out, prepared_settings
from bot.errors import SettingsError

zalo = typer.Typer(help="Kết nối Zalo Official Account.", no_args_is_help=True)


@zalo.callback()
def _zalo() -> None:
    """Kết nối Zalo Official Account."""


@zalo.command()
@awaited
async def connect(
    redirect_uri: Annotated[
        str, typer.Option(help="Địa chỉ chuyển về đã khai ở trang ứng dụng; trống: ANTAM_PUBLIC_URL.")
    ] = "",
) -> None:
    """Xin quyền gửi tin của OA: mở liên kết, đồng ý, rồi dán địa chỉ mà trình duyệt được đưa tới."""
    from bot.app import zalo_oa_connection

    settings = prepared_settings()
    back = redirect_uri or settings.public_url
    if not back:
        raise SettingsError(
            "Chưa biết địa chỉ chuyển về", remedy="đặt ANTAM_PUBLIC_URL hoặc thêm --redirect-uri https://…"
        )
    async with migrated_database(settings) as database:
        connection = zalo_oa_connection(settings, database)
        out.print("1. Người quản trị OA mở liên kết này trong trình duyệt và bấm Cho phép:\n")
        out.print(escape(connection.address(redirect_uri=back)))
        out.print(f"\n2. Trình duyệt được đưa về {escape(back)}?code=… Trang ấy hiện gì không quan trọng.")
        await connection.finish(typer.prompt("3. Dán cả địa chỉ ấy vào đây (trong 10 phút)"))
    out.print("Đã nối được với OA. Máy chủ đang chạy dùng mã mới ngay, không cần khởi động lại.")
