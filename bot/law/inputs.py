"""What a calculator may be given: strict types with units and limits, and errors a citizen can read."""

import math
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal, NoReturn, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    PlainSerializer,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import ErrorDetails

from bot.law.birth import Birth, parse_birth
from bot.law.errors import EstimateInputError, Limit
from bot.law.months import Month
from bot.law.text import number

Gender = Literal["male", "female"]
GENDERS = {"male": "nam", "female": "nữ"}
PaymentMethod = Literal["monthly", "quarterly", "half_yearly", "yearly", "multi_year", "missing_years"]
METHODS = {
    "monthly": "hằng tháng",
    "quarterly": "3 tháng một lần",
    "half_yearly": "6 tháng một lần",
    "yearly": "12 tháng một lần",
    "multi_year": "một lần cho nhiều năm về sau",
    "missing_years": "một lần cho thời gian còn thiếu",
}
Category = Literal["poor", "near_poor", "ethnic_minority", "island_commune", "other"]
CATEGORIES = {
    "poor": "hộ nghèo",
    "near_poor": "hộ cận nghèo",
    "ethnic_minority": "người dân tộc thiểu số",
    "island_commune": "người sống ở xã đảo, đặc khu",
    "other": "người tham gia khác",
}


def _whole(value: Any) -> int:
    """A whole number given as a number or as digits; never a yes/no, a fraction or "not a number"."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,15}", value):
        return int(value)
    if isinstance(value, Decimal | float) and math.isfinite(value) and value == int(value):
        return int(value)
    raise ValueError("phải là một số nguyên, ghi liền, không có dấu chấm phẩy")


def _share(value: Any) -> Decimal:
    """An exact fraction; a float is read as it is written, so that 0.1 is a tenth."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError("phải là một số")
    try:
        share = Decimal(str(value))
    except InvalidOperation:
        raise ValueError("phải là một số") from None
    if not share.is_finite():
        raise ValueError("phải là một số hữu hạn")
    return share


def parse_day(value: Any) -> date:
    """A day, or its text "2026-11-23".

    :raises ValueError: for anything else, a moment in time included.
    """
    if type(value) is date:
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("không có ngày này trong lịch") from None
    raise ValueError("phải là một ngày dạng 2026-11-23")


def _month(value: Any) -> Month:
    if isinstance(value, str):
        return Month.parse(value)
    raise ValueError("phải là một tháng dạng 2027-01")


def _several(value: Any) -> Any:
    """One item as a list of one."""
    return (value,) if isinstance(value, str) else value


Whole = Annotated[int, BeforeValidator(_whole, json_schema_input_type=int)]
Share = Annotated[Decimal, BeforeValidator(_share, json_schema_input_type=float)]
Day = Annotated[date, BeforeValidator(parse_day, json_schema_input_type=date)]
MonthOfYear = Annotated[
    Month,
    BeforeValidator(_month),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}$"}),
]
BirthDate = Annotated[
    Birth,
    BeforeValidator(parse_birth),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}),
]
Categories = Annotated[
    tuple[Category, ...],
    BeforeValidator(_several),
    Field(min_length=1),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "enum": list(CATEGORIES)},
                {"type": "array", "items": {"type": "string", "enum": list(CATEGORIES)}, "minItems": 1},
            ]
        }
    ),
]


def field(title: str, *, unit: str | None = None, reference: str | None = None, **limits: Any) -> Any:
    """An input with its Vietnamese name, unit, the article behind it and pydantic's limits."""
    extra: dict[str, JsonValue] = {
        key: text for key, text in (("unit", unit), ("reference", reference)) if text
    }
    return Field(title=title, json_schema_extra=extra or None, **limits)


class Inputs(BaseModel):
    """Base of every calculator's inputs: unknown names are refused, values never change afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> Self:
        """The checked inputs.

        :raises EstimateInputError: for the first input that is missing, unknown or wrong.
        """
        try:
            return cls.model_validate({name: value for name, value in given.items() if value is not None})
        except ValidationError as error:
            cls._refuse(error)

    @classmethod
    def _refuse(cls, error: ValidationError) -> NoReturn:
        first = error.errors(include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        schema = cls.model_json_schema(mode="validation")["properties"].get(str(first["loc"][0]), {})
        minimum, maximum = (cls._limit(first, kind) for kind in ("ge", "le"))
        raise EstimateInputError(
            name,
            _reason(schema.get("title", name), first, schema, minimum, maximum),
            value=None if first["type"] == "missing" else first["input"],
            minimum=minimum,
            maximum=maximum,
            allowed=_allowed(schema)
            or (sorted(cls.model_fields) if first["type"] == "extra_forbidden" else None),
            reference=schema.get("reference"),
        ) from None

    @classmethod
    def _limit(cls, problem: ErrorDetails, kind: str) -> Limit | None:
        """The lowest or highest value that a field is declared with; inside a list, the one that was broken."""
        place = problem["loc"]
        if len(place) > 1:
            return problem.get("ctx", {}).get(kind)
        declared = cls.model_fields.get(str(place[0]))
        limits = (getattr(item, kind, None) for item in declared.metadata) if declared else ()
        return next((limit for limit in limits if limit is not None), None)

    def given(self) -> dict[str, Any]:
        """The inputs that were set, in JSON's types."""
        return self.model_dump(mode="json", exclude_unset=True, by_alias=True)


def _allowed(schema: Mapping[str, Any]) -> list[Any] | None:
    """The values a choice allows."""
    for form in (schema, *schema.get("anyOf", ())):
        if "enum" in form:
            return list(form["enum"])
    return None


def _reason(
    label: str,
    problem: ErrorDetails,
    schema: Mapping[str, Any],
    minimum: Limit | None,
    maximum: Limit | None,
) -> str:
    start = f"{label[:1].upper()}{label[1:]}"
    match problem["type"]:
        case "missing":
            return f"Cần cho biết {label}."
        case "extra_forbidden":
            return f"Phép tính này không dùng thông tin «{label}»."
        case "greater_than_equal":
            return f"{start} phải từ {_written(minimum)} trở lên, không thể là {problem['input']}."
        case "less_than_equal":
            return f"{start} nhiều nhất là {_written(maximum)}, không thể là {problem['input']}."
        case "value_error":
            return f"{start}: {problem['ctx']['error']}."
        case _:
            choices = _allowed(schema)
            known = f"; chỉ nhận: {', '.join(map(str, choices))}" if choices else ""
            return f"{start} không đúng dạng{known}."


def _written(limit: Limit | None) -> str:
    return number(limit) if isinstance(limit, int | Decimal) else str(limit)
