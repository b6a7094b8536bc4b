"""Pictures over HTTP: on request, and behind an address that tells nothing of whom it shows."""

import struct

import httpx
import pytest

from bot.pictures import PictureAddresses, PictureKind

URL = "/api/estimate/plan.png"
PLAN = {"on": "2026-11-23", "gender": "female", "birth_date": "1985-03-12", "category": "ethnic_minority"}


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


async def test_a_plan_is_drawn_on_request(client: httpx.AsyncClient) -> None:
    response = await client.post(URL, json=PLAN)
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/png"
    assert response.headers["cache-control"] == "no-store"
    assert size(response.content) == (1080, 1080)


async def test_the_address_of_a_plan_shows_the_same_picture(
    client: httpx.AsyncClient, addresses: PictureAddresses
) -> None:
    response = await client.get(addresses.address(PictureKind.PLAN, PLAN, channel="telegram"))
    assert response.status_code == 200
    assert response.content == (await client.post(URL, json=PLAN)).content
    assert response.headers["cache-control"].startswith("private")


async def test_the_address_of_a_table_shows_it(
    client: httpx.AsyncClient, addresses: PictureAddresses
) -> None:
    inputs = {"on": "2026-11-23", "incomes": [2_000_000], "category": "poor", "local_support_rate": 0.1}
    response = await client.get(addresses.address(PictureKind.CHOICES, inputs, channel="zalo_oa"))
    assert (response.status_code, size(response.content)) == (200, (1080, 1080))
    assert response.headers["cache-control"].startswith("private")


async def test_the_address_of_the_ways_beside_a_plan_shows_them(
    client: httpx.AsyncClient, addresses: PictureAddresses
) -> None:
    response = await client.get(addresses.address(PictureKind.ALTERNATIVES, PLAN, channel="web"))
    assert (response.status_code, size(response.content)) == (200, (1080, 1080))
    assert response.content != (await client.post(URL, json=PLAN)).content


async def test_another_person_gets_another_picture(client: httpx.AsyncClient) -> None:
    one = await client.post(URL, json=PLAN)
    other = await client.post(URL, json=PLAN | {"birth_date": "1970"})
    assert one.content != other.content


async def test_without_a_day_the_picture_is_of_today(client: httpx.AsyncClient) -> None:
    undated = {name: value for name, value in PLAN.items() if name != "on"}
    assert (await client.post(URL, json=undated)).content == (await client.post(URL, json=PLAN)).content


@pytest.mark.parametrize(
    ("change", "field"),
    [({"calculator": "contribution"}, "calculator"), ({"gender": "x"}, "gender"), ({"age": 200}, "age")],
    ids=["phép tính khác", "giới tính lạ", "hai trăm tuổi"],
)
async def test_what_is_no_plan_is_refused(
    client: httpx.AsyncClient, change: dict[str, object], field: str
) -> None:
    response = await client.post(URL, json=PLAN | change)
    assert response.status_code == 422
    assert response.json()["field"] == field


@pytest.mark.parametrize("token", ["x", "gAAAAA", "%00", "gAAAAABo" + "A" * 96])
async def test_an_address_that_was_not_made_here_shows_nothing(client: httpx.AsyncClient, token: str) -> None:
    response = await client.get(f"/api/estimate/plan/{token}.png")
    assert response.status_code == 404
    assert "không còn xem được" in response.json()["detail"]
