"""`antam link`: the addresses of the channels with the source that they tell, and their QR codes for print."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from bot.cli.shared import awaited, out, prepared_settings
from bot.errors import AnTamError, SettingsError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.channels.links import Link

# Readable when a printed code is creased or a little dirty.
_ERROR_CORRECTION = "m"
_PNG_SCALE = 12

Part = Annotated[str, typer.Option(help="Chữ không dấu, số và dấu gạch ngang.")]


class UnknownCommuneError(AnTamError):
    """No commune of the province has this code or name."""


@awaited
async def link(
    *,
    campaign: Part = "",
    commune: Annotated[str, typer.Option(help="Mã hoặc tên xã, phường.")] = "",
    event: Part = "",
    agent: Part = "",
    source: Annotated[str, typer.Option(help="Một chữ của riêng mình, ví dụ to-roi.")] = "",
    out_dir: Annotated[Path, typer.Option("--out", help="Thư mục ghi mã QR (PNG và SVG).")] = Path(),
) -> None:
    """In liên kết mở từng kênh và ghi mã QR; đăng ký qua liên kết nào thì mang nguồn ấy."""
    from bot.channels.links import links
    from bot.registration.source import Source

    settings = prepared_settings()
    code = _commune_code(commune, settings) if commune else ""
    told = Source(campaign=campaign, commune=code, event=event, agent=agent, label=source)
    found = links(
        told,
        public_url=settings.public_url,
        telegram_username=await _telegram_username(settings),
        zalo_oa_link=settings.zalo_oa_link,
        zalo_bot_link=settings.zalo_bot_link,
    )
    if not found:
        raise SettingsError(
            "Chưa có kênh nào có địa chỉ",
            remedy="đặt ANTAM_PUBLIC_URL, ANTAM_TELEGRAM_TOKEN hoặc ANTAM_ZALO_OA_LINK",
        )
    _print(found)
    _write_codes(found, out_dir, name=told.code or "antam")


def _commune_code(wanted: str, settings: Settings) -> str:
    """The code of a commune that was given by code or by name, with or without marks and kind."""
    from rapidfuzz import process

    from bot.storage import unmarked
    from bot.understanding import load_communes

    communes = load_communes(settings.province_code).communes
    names = {unmarked(commune.name): str(commune.code) for commune in communes}
    plain = unmarked(wanted.strip())
    fitting = {code for name, code in names.items() if plain in (name, name.partition(" ")[2], code)}
    if len(fitting) == 1:
        return fitting.pop()
    near = {name for name, _, _ in process.extract(plain, list(names), limit=3)}
    told = ", ".join(commune.name for commune in communes if unmarked(commune.name) in near)
    raise UnknownCommuneError(
        f"Không biết xã, phường «{wanted}» là nơi nào", remedy=f"ghi mã, hoặc tên đầy đủ: {told}"
    )


async def _telegram_username(settings: Settings) -> str | None:
    """What Telegram calls the bot; None without one."""
    if settings.telegram_token is None:
        return None
    from bot.channels.telegram import bot_username

    return await bot_username(
        settings.telegram_token.get_secret_value(), api_base_url=settings.telegram_api_base_url
    )


def _print(found: "Sequence[Link]") -> None:
    for one in found:
        out.print(f"[bold]{one.title}[/]  {escape(one.address)}")
    silent = [one.title for one in found if not one.tells_source]
    if silent:
        out.print(f"{', '.join(silent)} không chuyển nguồn: đăng ký qua đó chỉ ghi tên kênh.")


def _write_codes(found: "Sequence[Link]", folder: Path, *, name: str) -> None:
    import segno

    folder.mkdir(parents=True, exist_ok=True)
    for one in found:
        code = segno.make(one.address, error=_ERROR_CORRECTION, micro=False)
        for kind in ("png", "svg"):
            file = folder / f"{name}-{one.channel}.{kind}"
            code.save(str(file), scale=_PNG_SCALE)
            out.print(f"  {escape(str(file))}")
