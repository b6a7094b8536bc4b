"""The shapes of the API for OpenAPI: a request of each calculator, made from the law's own inputs, and the replies."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, create_model

from bot.law import Law

REF_TEMPLATE = "#/components/schemas/{model}"


class EstimateReply(BaseModel):
    """The result fields of the calculator (see `GET /api/estimate/calculators`) stand beside these."""

    model_config = ConfigDict(extra="allow")

    calculator: str
    on: date
    inputs: dict[str, Any]
    steps: list[dict[str, Any]]
    parameters: list[dict[str, Any]]
    references: list[str]
    assumptions: list[str]
    warnings: list[dict[str, Any]]
    next_change: dict[str, Any] | None


class EstimateRefusal(BaseModel):
    """Why there is no figure: the input, the reason for the citizen, what is allowed and the article.

    ``path`` leads to a value inside of the input, where it holds several.
    """

    error: Literal["estimate_input", "parameter_missing"]
    field: str
    path: str | None = None
    reason: str
    value: Any = None
    minimum: Any = None
    maximum: Any = None
    allowed: list[Any] | None = None
    reference: str | None = None
    parameter: str | None = None


class CalculatorOutput(BaseModel):
    """A result field; one name means the same in every calculator."""

    name: str
    title: str
    unit: str


class Calculator(BaseModel):
    """A calculator; ``inputs`` is the JSON Schema of what it takes, with units, limits and allowed values."""

    name: str
    title: str
    doc: str
    inputs: dict[str, Any]
    outputs: list[CalculatorOutput]


def described(law: Law) -> list[dict[str, Any]]:
    """Every calculator as `GET /api/estimate/calculators` shows it."""
    return [spec.as_dict() for spec in law.calculators.values()]


def request_schemas(law: Law, *, names: Iterable[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The schema of a request to these calculators, and the schemas that it refers to by their names."""
    models = [_request_model(law, name) for name in names]
    body = Annotated[reduce(or_, models), Field(discriminator="calculator")] if len(models) > 1 else models[0]
    schema = TypeAdapter(body).json_schema(ref_template=REF_TEMPLATE, mode="validation")
    return schema, schema.pop("$defs", {})


def _request_model(law: Law, name: str) -> type[BaseModel]:
    spec = law.calculators[name]
    title = "".join(part.capitalize() for part in name.split("_"))
    return create_model(
        f"{title}Request",
        __base__=spec.model,
        __doc__=f"{spec.title}. {spec.doc}",
        calculator=(Literal[name], Field(title="phép tính")),
        on=(date | None, Field(None, title="ngày tính", description="Trống: hôm nay, giờ Việt Nam.")),
    )
