"""`antam actions`: the standard rasa-sdk action server with our actions, for an office that owns a Rasa server."""

from typing import Annotated

import typer

from bot.cli.shared import out, prepared_settings
from bot.clock import Clock


def actions(
    # rasa-sdk's own default listens on all addresses and has no authentication.
    host: Annotated[
        str, typer.Option(help="Địa chỉ lắng nghe; máy chủ này không có mật khẩu.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Cổng.")] = 5055,
) -> None:
    """Chạy máy chủ hành động cho Rasa (rasa-sdk)."""
    from bot.actions import all_actions
    from bot.app import load_knowledge, open_database, turns_of
    from bot.channels.rasa.actions import ScopedExecutor, action_server

    settings = prepared_settings()
    known = load_knowledge(settings)
    database = open_database(settings)
    executor = ScopedExecutor(
        all_actions(known.toolbox),
        database=database,
        scope=turns_of(known, settings=settings, clock=Clock(settings.today)).scope,
    )
    out.print(f"Máy chủ hành động: http://{host}:{port}/webhook")
    action_server(executor, database=database).run(
        host=host, port=port, single_process=True, access_log=False
    )
