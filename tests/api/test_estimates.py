"""Estimates over HTTP: figures for good requests, a clear refusal for every other, and what OpenAPI tells."""

from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from fastapi import FastAPI

from bot.law import Law
from bot.operations import MAX_BODY_BYTES

REFUSED = yaml.safe_load((Path(__file__).parent / "refused.yml").read_text(encoding="utf-8"))
URL = "/api/estimate"


async def test_an_estimate_is_the_laws_own_with_amounts_at_the_top(
    client: httpx.AsyncClient, law: Law
) -> None:
    request = {"calculator": "contribution", "on": "2026-11-23", "income": 1_500_000, "category": "near_poor"}
    response = await client.post(URL, json=request)
    assert response.status_code == 200
    assert response.json() == law.answer(request).as_response()
    assert response.json()["payable"] == 198_000
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("day", "payable"), [("2026-12-31", 264_000), ("2027-01-01", 387_200)], ids=["mức cũ", "mức mới"]
)
async def test_the_day_of_the_request_counts(client: httpx.AsyncClient, day: str, payable: int) -> None:
    lowest = await client.post(URL, json={"calculator": "contribution_limits", "on": day})
    income = lowest.json()["minimum_income"]
    response = await client.post(URL, json={"calculator": "contribution", "on": day, "income": income})
    assert response.json()["payable"] == payable


@pytest.mark.parametrize("day", [{}, {"on": None}], ids=["không nêu ngày", "ngày trống"])
async def test_without_a_day_today_counts(client: httpx.AsyncClient, day: dict[str, Any]) -> None:
    response = await client.post(URL, json={"calculator": "contribution_limits"} | day)
    assert response.json()["on"] == "2026-11-23"


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in REFUSED])
async def test_refused(client: httpx.AsyncClient, case: dict[str, Any]) -> None:
    response = await client.post(URL, content=case["body"].encode())
    refusal = response.json()
    assert response.status_code == 422, refusal
    assert refusal["error"] == case.get("error", "estimate_input")
    assert refusal["field"] == case["field"]
    assert refusal.get("path") == case.get("path")
    assert case.get("reason", "") in refusal["reason"]
    assert case.get("allowed", "plan") in refusal.get("allowed", ["plan"])
    assert {key: refusal.get(key) for key in ("minimum", "maximum") if key in case} == {
        key: case[key] for key in ("minimum", "maximum") if key in case
    }


async def test_a_refusal_repeats_nothing_but_the_fields_own_value(client: httpx.AsyncClient) -> None:
    request = {"calculator": "plan", "gender": "female", "birth_date": "1971-03-05", "income": 1}
    response = await client.post(URL, json=request)
    assert response.json()["value"] == 1
    assert "1971" not in response.text


async def test_a_refusal_gives_the_value_back_as_it_was_sent(client: httpx.AsyncClient) -> None:
    request = {"calculator": "contribution", "income": 1_500_000.5}
    assert (await client.post(URL, json=request)).json()["value"] == 1_500_000.5


async def test_limits_are_called_the_same_in_schemas_and_refusals(client: httpx.AsyncClient) -> None:
    listed = await client.get(f"{URL}/calculators")
    inputs = {calculator["name"]: calculator["inputs"]["properties"] for calculator in listed.json()}
    refused = await client.post(URL, json={"calculator": "health_household", "persons": 0})
    limits = {"minimum": 1, "maximum": 50}
    assert limits.items() <= inputs["health_household"]["persons"].items()
    assert limits.items() <= refused.json().items()
    # Also of an input that must be given.
    assert inputs["refund"]["months_left"]["minimum"] == 1


async def test_an_oversized_body_is_not_read_to_its_end(client: httpx.AsyncClient) -> None:
    response = await client.post(URL, content=b'{"calculator": "' + b"x" * MAX_BODY_BYTES + b'"}')
    assert response.status_code == 413


async def test_every_calculator_is_listed_with_inputs_and_outputs(
    client: httpx.AsyncClient, law: Law
) -> None:
    listed = (await client.get(f"{URL}/calculators")).json()
    assert [calculator["name"] for calculator in listed] == list(law.calculators)
    plan = next(calculator for calculator in listed if calculator["name"] == "plan")
    assert plan["inputs"]["required"] == ["gender"]
    assert plan["inputs"]["properties"]["income"]["unit"] == "currency-VND/month"
    assert {"name": "monthly_pension", "title": "lương hưu mỗi tháng", "unit": "currency-VND/month"} in plan[
        "outputs"
    ]


def test_openapi_has_a_schema_for_each_calculator(app: FastAPI, law: Law) -> None:
    content = app.openapi()
    schemas = content["components"]["schemas"]
    body = content["paths"][URL]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(body["discriminator"]["mapping"]) == set(law.calculators)
    for name, reference in body["discriminator"]["mapping"].items():
        schema = schemas[reference.rpartition("/")[2]]
        assert schema["properties"]["calculator"]["const"] == name
        assert {"calculator", *law.calculators[name].inputs.get("required", ())} == set(schema["required"])


def test_openapi_refers_only_to_schemas_it_holds_and_names_limits_as_json_schema_does(app: FastAPI) -> None:
    content = app.openapi()
    references, keys = set(), set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            keys.update(value)
            references.update({value["$ref"]} if "$ref" in value else ())
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(item)

    walk(content)
    held = {f"#/components/schemas/{name}" for name in content["components"]["schemas"]}
    assert references <= held
    assert keys.isdisjoint({"ge", "le"})
