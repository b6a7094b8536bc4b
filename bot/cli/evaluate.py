"""`antam evaluate`: how well the questions of a file are understood, as tables and as JSON."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer
from rich.table import Table

from bot.cli.shared import out, prepared_settings, today
from bot.errors import DataError

if TYPE_CHECKING:
    from bot.understanding.evaluation import Report, Score

_MISTAKES = 40
_CONFUSIONS = 15


def evaluate(
    file: Annotated[
        Path, typer.Argument(help='Tệp .jsonl, mỗi dòng {"text", "intent"}, hoặc thư mục câu kiểm tra.')
    ] = Path("tests/understanding/sentences"),
    as_json: Annotated[bool, typer.Option("--json", help="In toàn bộ báo cáo thành JSON.")] = False,
) -> None:
    """Đo bộ hiểu câu hỏi trên những câu đã biết ý định."""
    from bot.app import load_understanding
    from bot.understanding.evaluation import evaluate as read_all
    from bot.understanding.evaluation import load_cases

    if not file.exists():
        raise DataError("không có tệp này", file=file, remedy="ghi đường dẫn tới tệp .jsonl hoặc thư mục câu")
    report = read_all(load_understanding(prepared_settings()), load_cases(file), today=today())
    if as_json:
        out.print_json(orjson.dumps(report.as_dict()).decode())
        return
    out.print(_summary(report))
    out.print(_scores("Ý định", report.by_intent))
    out.print(_scores("Cách gõ", report.by_typing))
    out.print(_confusions(report))
    out.print(_mistakes(report))


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %".replace(".", ",")


def _summary(report: "Report") -> Table:
    total = report.total
    table = Table("Chỉ số", "Kết quả", title=f"{total.cases} câu")
    for title, share in (
        ("Ý định đầu tiên đúng", total.first),
        ("Đúng trong ba ý định đầu", total.top_three),
        ("Trả lời ngay và đúng", total.answered_right),
        ("Trả lời ngay mà sai", total.confidently_wrong),
        ("Đúng ngay hoặc trong các lựa chọn", total.served),
        ("F1 trung bình các ý định", report.macro_f1),
        ("Câu ngoài phạm vi bị trả lời như bảo hiểm", report.nonsense),
    ):
        table.add_row(title, _percent(share))
    return table


def _scores(title: str, scores: "dict[str, Score]") -> Table:
    table = Table(title, "Câu", "Đúng", "Trong ba", "Đúng ngay", "Sai mà chắc")
    for name, score in scores.items():
        shares = (score.first, score.top_three, score.answered_right, score.confidently_wrong)
        table.add_row(name, str(score.cases), *map(_percent, shares))
    return table


def _confusions(report: "Report") -> Table:
    table = Table("Đúng ra là", "Hiểu thành", "Câu", title="Nhầm lẫn")
    for right, found, count in report.confusions[:_CONFUSIONS]:
        table.add_row(right, found, str(count))
    return table


def _mistakes(report: "Report") -> Table:
    table = Table("Câu", "Đúng ra là", "Hiểu thành", "Chắc", title="Sai, câu chắc nhất trước")
    for result in report.mistakes[:_MISTAKES]:
        found = result.parse.intent
        table.add_row(result.case.text[:90], result.case.intent, found.name, _percent(found.confidence))
    return table
