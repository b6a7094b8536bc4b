"""`antam evaluate`: how well the questions of a file are understood, as tables, as JSON and as a report to keep."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer
from rich.table import Table

from bot.cli.shared import out, prepared_settings, today
from bot.errors import DataError

if TYPE_CHECKING:
    from bot.understanding import Understanding
    from bot.understanding.evaluation import Report, Score
    from bot.understanding.slot_evaluation import SlotScore

_MISTAKES = 40
_CONFUSIONS = 15


def evaluate(
    file: Annotated[
        Path, typer.Argument(help='Tệp .jsonl, mỗi dòng {"text", "intent"}, hoặc thư mục câu kiểm tra.')
    ] = Path("tests/understanding/sentences"),
    as_json: Annotated[bool, typer.Option("--json", help="In toàn bộ báo cáo thành JSON.")] = False,
    report_dir: Annotated[
        Path | None,
        typer.Option(
            "--report", help="Thư mục lưu báo cáo có biểu đồ; trống: evaluation trong thư mục dữ liệu."
        ),
    ] = None,
) -> None:
    """Đo bộ hiểu câu hỏi trên những câu đã biết ý định."""
    from bot.app import load_understanding
    from bot.cli.evaluation_report import save_report
    from bot.understanding.evaluation import evaluate as read_all
    from bot.understanding.evaluation import load_cases

    if not file.exists():
        raise DataError("không có tệp này", file=file, remedy="ghi đường dẫn tới tệp .jsonl hoặc thư mục câu")
    settings = prepared_settings()
    understanding = load_understanding(settings)
    report = read_all(understanding, load_cases(file), today=today())
    slots = _slots(understanding, file)
    if as_json:
        found = {name: asdict(score) for name, score in slots.items()}
        out.print_json(orjson.dumps(report.as_dict() | {"slots": found}).decode())
        return
    out.print(_summary(report))
    out.print(_scores("Ý định", report.by_intent))
    out.print(_scores("Cách gõ", report.by_typing))
    out.print(_thresholds(report, understanding.thresholds.answer))
    out.print(_confusions(report))
    if slots:
        out.print(_values(slots))
    out.print(_mistakes(report))
    page = save_report(
        report,
        slots,
        thresholds=understanding.thresholds,
        directory=report_dir or settings.data_dir / "evaluation",
    )
    out.print(f"Báo cáo có biểu đồ: {page}")


def _slots(understanding: "Understanding", file: Path) -> "dict[str, SlotScore]":
    """The scores of the values, where the directory has a table of them."""
    from bot.understanding.slot_evaluation import evaluate_slots, load_slot_cases

    table = file / "slots.yml"
    if not table.is_file():
        return {}
    day, cases = load_slot_cases(table)
    return evaluate_slots(understanding, cases, today=day)


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


def _thresholds(report: "Report", used: float) -> Table:
    table = Table(
        "Ngưỡng trả lời",
        "Trả lời ngay",
        "Trong đó sai",
        title=f"Nếu đặt ANTAM_ANSWER_THRESHOLD (đang dùng {used:.2f})",
    )
    for row in report.coverage:
        table.add_row(f"{row.threshold:.2f}", _percent(row.answered), _percent(row.wrong))
    return table


def _values(slots: "dict[str, SlotScore]") -> Table:
    table = Table(
        "Giá trị", "Có trong câu", "Tìm đúng", "Bịa ra", title="Giá trị trong câu (tuổi, tiền, năm…)"
    )
    for name, score in slots.items():
        table.add_row(name, str(score.cases), str(score.found), str(score.invented))
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
