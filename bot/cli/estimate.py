"""`antam estimate`: one calculation from options, or one JSON object a line from standard input."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer
from rich.markup import escape

from bot.cli.shared import err, out, today

if TYPE_CHECKING:
    from bot.law import Estimate, Law
    from bot.law.errors import EstimateInputError, ParameterMissingError

    Answer = Estimate | EstimateInputError | ParameterMissingError

# Whatever follows the calculator's name is an input of its own: the law knows them, not the command line.
ANY_OPTION = {"allow_extra_args": True, "ignore_unknown_options": True}


def estimate(
    context: typer.Context,
    calculator: Annotated[
        str | None, typer.Argument(help="Tên phép tính; trống: đọc mỗi dòng một đối tượng JSON.")
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Ngày tính; trống: hôm nay.")] = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="In mỗi kết quả thành một dòng JSON; đọc từng dòng thì luôn như vậy."),
    ] = False,
    list_calculators: Annotated[
        bool, typer.Option("--list", help="Liệt kê các phép tính và thông tin mỗi phép tính cần.")
    ] = False,
) -> None:
    """Tính theo luật, ví dụ: antam estimate contribution --income 1500000 --category poor

    Thông tin để tính ghi thành --tên giá-trị; ghi nhiều lần một tên thì thành danh sách.
    """
    from bot.cli.law_views import calculators_table
    from bot.law import Law

    law = Law.load()
    if list_calculators:
        out.print(calculators_table(law))
        return
    by_line = calculator is None
    requests = _lines() if calculator is None else [_request(calculator, on, context.args)]
    # Shown one by one, so that a program that writes lines and waits for answers gets them.
    refused = [
        _show(answer, law, as_json=as_json or by_line) for answer in _answers(law, requests, today=today())
    ]
    if any(refused):
        raise typer.Exit(1)


def _lines() -> Iterator[bytes]:
    return (line for line in sys.stdin.buffer if line.strip())


def _request(calculator: str, on: str | None, arguments: Sequence[str]) -> bytes:
    return orjson.dumps(_inputs(arguments) | {"calculator": calculator, "on": on})


def _inputs(arguments: Sequence[str]) -> dict[str, Any]:
    """`--birth-date 1970 --category=poor` as inputs.

    :raises BadParameter: when the options are not pairs of name and value.
    """
    inputs: dict[str, Any] = {}
    words = iter(word for argument in arguments for word in _parts(argument))
    for option in words:
        value = next(words, None)
        if not option.startswith("--") or value is None:
            raise typer.BadParameter(f"«{option}»: mỗi thông tin ghi thành --tên giá-trị.")
        name = option.removeprefix("--").replace("-", "_")
        inputs[name] = [*_listed(inputs[name]), _value(value)] if name in inputs else _value(value)
    return inputs


def _parts(argument: str) -> list[str]:
    return argument.split("=", 1) if argument.startswith("--") else [argument]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _value(text: str) -> Any:
    """A number, a list or an object as JSON writes it; everything else is text."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def _answers(law: "Law", requests: Iterable[bytes], *, today: date) -> Iterator["Answer"]:
    from bot.api.requests import read_request
    from bot.law import EstimateInputError, ParameterMissingError

    for request in requests:
        try:
            yield law.answer(read_request(request, today=today))
        except (EstimateInputError, ParameterMissingError) as error:
            yield error


def _show(answer: "Answer", law: "Law", *, as_json: bool) -> bool:
    """Print one answer; whether it is a refusal."""
    from bot.cli.law_views import estimate_view
    from bot.law import Estimate

    refused = not isinstance(answer, Estimate)
    if as_json:
        content = answer.as_response() if isinstance(answer, Estimate) else answer.as_dict()
        # Flushed line by line: whoever reads us through a pipe may wait for this one.
        print(json.dumps(content, ensure_ascii=False), flush=True)  # noqa: T201
    elif isinstance(answer, Estimate):
        out.print(estimate_view(answer, law.calculators[answer.calculator]))
    else:
        err.print(f"[bold red]Không tính được:[/] {escape(str(answer))}")
    return refused
