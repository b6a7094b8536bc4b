"""Turns pydantic's account of a wrong input into one sentence for the citizen, naming the input as it was given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.law.errors import EstimateInputError
from bot.law.text import number

Schema = Mapping[str, Any]


def refusal_of(model: type[BaseModel], error: ValidationError) -> EstimateInputError:
    """The first thing that is wrong; a name that nobody knows comes before what it was meant to be.

    :param model: the calculator's inputs; their JSON schema holds labels, limits and articles.
    """
    problems = error.errors(include_url=False)
    strangers = (problem for problem in problems if problem["type"] == "extra_forbidden")
    problem = next(strangers, problems[0])
    place = _Place.of(model, problem["loc"])
    return EstimateInputError(
        place.field,
        _reason(place, problem),
        path=place.path,
        value=None if problem["type"] == "missing" else problem["input"],
        minimum=place.limit("minimum"),
        maximum=place.limit("maximum"),
        allowed=place.siblings if problem["type"] == "extra_forbidden" else choices(place.schema),
        reference=place.schema.get("reference"),
    )


def nearest(name: Any, known: Iterable[str]) -> str:
    """ "; có phải «income»?" for a name that is nearly a known one; empty for any other."""
    close = get_close_matches(name.lower(), known, n=1) if isinstance(name, str) else []
    return f"; có phải «{close[0]}»?" if close else ""


def choices(schema: Schema) -> Sequence[Any] | None:
    """The values that a choice allows."""
    allowed: Sequence[Any] | None = _of_any_form(schema, "enum")
    return allowed


def _of_any_form(schema: Schema, key: str) -> Any:
    """What a schema, or the one of its forms that is not null, says under a key."""
    return next((form[key] for form in (schema, *schema.get("anyOf", ())) if key in form), None)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the inputs something is wrong: ``field`` is the input, ``path`` leads to a value inside of it."""

    field: str
    path: str | None
    label: str
    schema: Schema
    siblings: Sequence[str]

    @classmethod
    def of(cls, model: type[BaseModel], loc: tuple[int | str, ...]) -> "_Place":
        whole = model.model_json_schema(mode="validation")
        schema: Schema = whole
        labels: list[str] = []
        siblings: Sequence[str] = ()
        for part in loc:
            if isinstance(part, int):
                schema = _entry(schema, whole)
                labels += [f"mục {part + 1}"] if "properties" in schema else []
            else:
                siblings = sorted(schema["properties"])
                schema = schema["properties"].get(part, {})
                labels.append(_label(schema, part))
        # A choice of one or several is given by its name; which of several is wrong, the value tells.
        nested = [str(part) for part in loc] if len(labels) > 1 else []
        return cls(str(loc[0]), ".".join(nested) or None, ", ".join(labels), schema, siblings)

    def limit(self, end: str) -> Any:
        """The lowest or the highest value; a fraction is exact, though JSON Schema has floats."""
        limit = _of_any_form(self.schema, end)
        return Decimal(str(limit)) if isinstance(limit, float) else limit


def _entry(schema: Schema, whole: Schema) -> Schema:
    """The schema of a list's entries; a choice of one or several is checked entry by entry, too."""
    items: Schema = _of_any_form(schema, "items")
    found: Schema = whole["$defs"][items["$ref"].rpartition("/")[2]] if "$ref" in items else items
    return found


def _label(schema: Schema, name: str) -> str:
    """The input's Vietnamese name without the explanation behind it; a stranger keeps the name it came with."""
    return str(schema.get("title", f"«{name}»")).partition(";")[0]


def _reason(place: _Place, problem: ErrorDetails) -> str:
    label = place.label
    match problem["type"]:
        case "missing":
            return f"Cần cho biết {label}."
        case "extra_forbidden":
            near = nearest(problem["loc"][-1], place.siblings)
            return f"Phép tính này không dùng thông tin {label}{near or '.'}"
        case kind:
            return f"{label[:1].upper()}{label[1:]}{_demand(place, problem, kind)}"


def _demand(place: _Place, problem: ErrorDetails, kind: str) -> str:
    """What the input must be, behind its name."""
    given, allowed = problem["input"], choices(place.schema)
    match kind:
        case "greater_than_equal":
            return f" phải từ {_written(place.limit('minimum'))} trở lên, không thể là {given}."
        case "less_than_equal":
            return f" nhiều nhất là {_written(place.limit('maximum'))}, không thể là {given}."
        case "value_error":
            return f": {problem['ctx']['error']}."
        case "too_long":
            return f" có nhiều nhất {problem['ctx']['max_length']} mục."
        case "tuple_type" if not allowed:
            return " phải là một danh sách."
        case _:
            known = allowed or sorted(place.schema["properties"])
            kinds = "chỉ nhận" if allowed else "phải là một đối tượng gồm"
            return f" {kinds} {', '.join(known)}{nearest(given, known) or '.'}"


def _written(limit: Any) -> str:
    return number(limit) if isinstance(limit, int | Decimal) else str(limit)
