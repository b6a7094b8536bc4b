"""How `antam law impact` shows what a change of the law touches."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from bot.checks.impact import AnswerChange
from bot.registration import receipt_code
from bot.registration.corrections import SILENCE_LABELS, EstimateChange, Review
from bot.rendering.filters import money


def impact_view(answers: Sequence[AnswerChange], estimates: Sequence[EstimateChange]) -> RenderableType:
    """The answers and the saved estimates that change, and how many of each."""
    return Group(
        _answers(answers),
        _estimates(estimates),
        f"{len(answers)} câu trả lời, {len(estimates)} ước tính đã lưu thay đổi.",
    )


def _answers(changes: Sequence[AnswerChange]) -> Table:
    table = Table("Lời văn", "Trước", "Từ ngày ấy", title="Câu trả lời", show_lines=True)
    for change in changes:
        table.add_row(escape(change.path), escape("\n".join(change.before)), escape("\n".join(change.after)))
    return table


def _estimates(changes: Sequence[EstimateChange]) -> Table:
    table = Table("Đăng ký", "Trước", "Từ ngày ấy", title="Ước tính đã lưu")
    for change in changes:
        after = money(change.after) if change.after is not None else change.reason or "không tính được"
        raised = f" (mức thấp nhất mới, {money(change.raised_to)})" if change.raised_to else ""
        table.add_row(receipt_code(change.lead_id), money(change.before), escape(after + raised))
    return table


def review_view(review: Review) -> RenderableType:
    """Who would be told, who not, and in which words."""
    left_out = ", ".join(f"{count} {SILENCE_LABELS[silence]}" for silence, count in review.silent.items())
    lines = [
        f"{len(review.ready)} người được báo số mới.",
        f"Không báo: {left_out}." if left_out else "",
        f"\nLời nhắn, ví dụ của một người:\n\n{escape(review.wording)}\n" if review.wording else "",
    ]
    return Group(*filter(None, lines))
