"""`antam law`: the parameters on a day, what changes between two days, and what is wrong or soon missing."""

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.shared import awaited, out, today
from bot.errors import AnTamError

if TYPE_CHECKING:
    from bot.law import Law
    from bot.law.dated import Parameter

law = typer.Typer(help="Luật dưới dạng số liệu.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="In dạng JSON.")]
Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="Một ngày.")]
OptionalDay = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Giá trị của ngày nào; trống: hôm nay.")
]


class UnknownParameterError(AnTamError):
    """No parameter has this name, and none lies below it."""


@law.command()
def show(
    name: Annotated[str | None, typer.Argument(help="Tên tham số hoặc phần đầu của tên.")] = None,
    on: OptionalDay = None,
) -> None:
    """Xem giá trị của các tham số trong một ngày; nêu tên một tham số thì thấy mọi giá trị và căn cứ."""
    from bot.cli.law_views import parameter_view, parameters_table
    from bot.law import Law

    day = _day(on)
    found = _found(Law.load(), name)
    exact = name is not None and [parameter.name for parameter in found] == [name]
    out.print(parameter_view(found[0], day) if exact else parameters_table(found, day))


@law.command()
def diff(day1: Day, day2: Day, as_json: AsJson = False) -> None:
    """Xem điều gì thay đổi giữa hai ngày, với ai, bao nhiêu tiền."""
    from bot.cli.law_views import comparison_view
    from bot.law import Law
    from bot.law.comparing import compare

    comparison = compare(Law.load(), day1.date(), day2.date())
    out.print_json(data=comparison.as_dict()) if as_json else out.print(comparison_view(comparison))


@law.command()
def check(as_json: AsJson = False) -> None:
    """Tìm chỗ hỏng, chỗ trống, giá trị sắp hết hạn, số liệu năm chưa công bố; trạng thái 1 khi có chỗ hỏng."""
    from bot.cli.law_views import findings_table
    from bot.law.checking import Problem
    from bot.law.checking import check as findings_on

    findings = findings_on(today=today())
    if as_json:
        out.print_json(data=[finding.as_dict() for finding in findings])
    elif findings:
        out.print(findings_table(findings))
    else:
        out.print("Số liệu của luật không có gì phải sửa hay bổ sung.")
    if any(finding.problem is Problem.BROKEN for finding in findings):
        raise typer.Exit(1)


@law.command()
@awaited
async def impact(
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Ngày luật đổi, ví dụ 2027-01-01.")],
    as_json: AsJson = False,
    send: Annotated[bool, typer.Option("--send", help="Báo số mới cho từng người, sau khi xem lại.")] = False,
    by: Annotated[str, typer.Option(help="Tài khoản lãnh đạo gửi; ghi vào nhật ký. Đi cùng --send.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại trước khi gửi.")] = False,
) -> None:
    """Xem câu trả lời nào, ước tính đã lưu của ai thay đổi từ một ngày, số cũ và số mới; báo cho những người ấy."""
    from bot.cli.correcting import send_corrections
    from bot.cli.impact_views import impact_view
    from bot.cli.messages import open_publisher

    if send:
        await send_corrections(on.date(), username=by, is_agreed=yes)
        return
    async with open_publisher() as publisher:
        answers, estimates = await publisher.impact(on.date())
    if as_json:
        out.print_json(
            data={
                "on": on.date().isoformat(),
                "answers": [asdict(change) for change in answers],
                "estimates": [asdict(change) for change in estimates],
            }
        )
    else:
        out.print(impact_view(answers, estimates))


def _day(given: datetime | None) -> date:
    return given.date() if given else today()


def _found(law: "Law", name: str | None) -> list["Parameter"]:
    """The parameter of a name, or all below it.

    :raises UnknownParameterError: when there is none; it names similar ones.
    """
    found = [p for p in law.parameters.values() if name is None or p.name == name]
    found = found or [p for p in law.parameters.values() if p.name.startswith(f"{name}.")]
    if not found:
        from rapidfuzz import process

        similar = ", ".join(near for near, _, _ in process.extract(name, list(law.parameters), limit=3))
        raise UnknownParameterError(f"Không có tham số «{name}»", remedy=f"có phải: {similar}")
    return found
