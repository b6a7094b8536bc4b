"""Whatever is sent, the API answers with a figure or a refusal in its own form, never with an error of its own."""

import json
from typing import Any

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.law import Law

CALCULATORS = Law.load().calculators
# Made once: a schema is built anew each time that it is asked for.
SCHEMAS = {name: spec.inputs for name, spec in CALCULATORS.items()}

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=0, max_value=60_000_000)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["1970", "1970-05", "2026-11-23", "1500000", "-0", "9" * 15, "1e999999999", "\u0000"])
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


KINDS: dict[str | None, st.SearchStrategy[Any]] = {
    "integer": st.integers(-1, 1_300) | st.integers(1_400_000, 60_000_000),
    "number": st.floats(-0.1, 1.1),
    "boolean": st.booleans(),
    "null": st.none(),
    # Months and days of birth; the thirteenth month is none.
    "string": st.builds("{:04d}-{:02d}".format, st.integers(1890, 2060), st.integers(0, 13)),
}


def fitting(schema: dict[str, Any], definitions: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of the right kind, whether or not the law allows them."""
    if "$ref" in schema:
        return objects(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "anyOf" in schema:
        return st.one_of(fitting(form, definitions) for form in schema["anyOf"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "items" in schema:
        return st.lists(fitting(schema["items"], definitions), max_size=3)
    return st.dates().map(str) if schema.get("format") == "date" else KINDS[schema["type"]]


def objects(schema: dict[str, Any], definitions: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    values = {name: fitting(form, definitions) for name, form in schema.get("properties", {}).items()}
    required = {name: values.pop(name) for name in schema.get("required", ())}
    return st.fixed_dictionaries(required, optional=values)


@st.composite
def plausible_requests(draw: st.DrawFn) -> dict[str, Any]:
    """A calculator with inputs of the right kind, one of which may be replaced by anything."""
    name = draw(st.sampled_from(sorted(SCHEMAS)))
    request = draw(objects(SCHEMAS[name], SCHEMAS[name].get("$defs", {})))
    if request and draw(st.booleans()):
        request[draw(st.sampled_from(sorted(request)))] = draw(ANYTHING)
    day = draw(st.none() | st.dates().map(str) | st.sampled_from(["2026-11-23", "2027-01-01"]))
    return request | {"calculator": name, "on": day}


async def check(client: httpx.AsyncClient, body: bytes) -> None:
    response = await client.post("/api/estimate", content=body)
    answer = response.json()
    if response.status_code == 200:
        assert {"calculator", "on", "steps", "references"} <= answer.keys()
    else:
        assert response.status_code == 422
        assert answer["error"] in {"estimate_input", "parameter_missing"}
        assert answer["field"]
        assert answer["reason"]


@given(body=st.binary(max_size=60))
async def test_any_bytes(client: httpx.AsyncClient, body: bytes) -> None:
    await check(client, body)


@given(request=ANYTHING)
async def test_any_json(client: httpx.AsyncClient, request: Any) -> None:
    await check(client, json.dumps(request).encode())


@given(request=plausible_requests())
@settings(max_examples=400, deadline=None)
async def test_any_inputs_of_any_calculator(client: httpx.AsyncClient, request: dict[str, Any]) -> None:
    await check(client, json.dumps(request).encode())
