"""What a calculator may be given: strict types with units and limits, and errors a citizen can read."""

import math
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    JsonValue,
    PlainSerializer,
    ValidationError,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from bot.law.birth import Birth, parse_birth
from bot.law.errors import json_safe
from bot.law.months import Month
from bot.law.refusing import refusal_of

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


# Pydantic's names for limits, and JSON Schema's; behind a reader of its own pydantic tells some not at all.
_LIMITS = {"ge": "minimum", "le": "maximum"}


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


def _yes_or_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("phải là true hoặc false")


Whole = Annotated[int, BeforeValidator(_whole, json_schema_input_type=int)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no, json_schema_input_type=bool)]
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
    told = {"unit": unit, "reference": reference}
    told |= {name: json_safe(limits.get(limit)) for limit, name in _LIMITS.items()}
    extra: dict[str, JsonValue] = {key: value for key, value in told.items() if value is not None}
    return Field(title=title, json_schema_extra=extra or None, **limits)


def _without_own_limits(schema: Any) -> Any:
    """The same schema without pydantic's names of limits, which `field` has told under JSON Schema's."""
    if isinstance(schema, list):
        return [_without_own_limits(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _without_own_limits(item) for key, item in schema.items() if key not in _LIMITS}


class StrictModel(BaseModel):
    """What comes from outside: unknown names are refused, values never change afterwards."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        # What others refer to stands apart from the reference.
        whole = handler.resolve_ref_schema(schema)
        whole.update(_without_own_limits(whole))
        return schema


class Inputs(StrictModel):
    """Base of every calculator's inputs."""

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> Self:
        """The checked inputs.

        :raises EstimateInputError: for the first input that is missing, unknown or wrong.
        """
        try:
            return cls.model_validate({name: value for name, value in given.items() if value is not None})
        except ValidationError as error:
            raise refusal_of(cls, error) from None

    def given(self) -> dict[str, Any]:
        """The inputs that were set, in JSON's types."""
        return self.model_dump(mode="json", exclude_unset=True, by_alias=True)
