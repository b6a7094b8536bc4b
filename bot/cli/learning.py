"""`antam train` and `antam learned`: a better model for the servers, and what it was taught as files."""

from pathlib import Path

import typer
from rich.markup import escape

from bot.cli.shared import awaited, migrated_database, out, prepared_settings
from bot.clock import Clock
from bot.settings import Settings

learned = typer.Typer(help="Câu mẫu mà biên tập viên đã dạy.", no_args_is_help=True)


@awaited
async def train() -> None:
    """Huấn luyện bộ hiểu câu hỏi; mô hình mới chỉ được dùng khi không kém mô hình đang dùng."""
    from bot.app import publisher_of
    from bot.understanding import load_or_train

    settings = prepared_settings()
    if not _has_database(settings):
        # Nothing was taught yet, and no server is there to take a model; an image is built like this.
        model = load_or_train(settings.intents_dir, settings.resolved_model_dir)
        out.print(f"Mô hình {model.digest[:12]} đã sẵn sàng.")
        return
    async with migrated_database(settings) as database:
        candidate = await publisher_of(settings).publish(database)
    out.print(f"Mô hình {candidate.model.digest[:12]} đang được dùng.")
    if candidate.verdict is not None:
        before, after = (f"{one.right:.1%}".replace(".", ",") for one in candidate.verdict.held_out)
        out.print(f"Câu mẫu để riêng hiểu đúng: {before} trước, {after} sau. Không hỏng câu hỏi chuẩn nào.")


@learned.command("export")
@awaited
async def export_sentences() -> None:
    """Ghi các câu đã dạy vào thư mục intents/, để lưu trong git và dùng cho nơi khác."""
    from bot.learning import export

    settings = prepared_settings()
    async with migrated_database(settings) as database, database.transaction() as session:
        sentences = await export(session, intents_dir=settings.intents_dir, at=Clock(settings.today).now())
    for sentence in sentences:
        out.print(f"  {sentence.intent}: {escape(sentence.text)}")
    out.print(f"Đã ghi {len(sentences)} câu vào {settings.intents_dir}.")


def _has_database(settings: Settings) -> bool:
    """Whether there is a database to ask: one that was set, or the embedded one once a server has made it."""
    return bool(settings.database_url) or Path(settings.data_dir / "antam.sqlite3").exists()
