"""The copy of a person's own data: shown to whoever has its address, each file handed out once, for a day."""

import httpx
import pypdfium2
import pytest

from bot.registration.personal_data import PersonalData, RequestKind
from tests.citizen.conftest import COPIES, Office

FROM_PAGE = {"sec-fetch-site": "same-origin"}


async def _address(office: Office) -> str:
    async with office.database.transaction() as session:
        number = await PersonalData(session, now=office.clock.now()).note(
            RequestKind.COPY, conversation_id=office.conversation_id, channel="web"
        )
    return COPIES.address(number, channel="web") or ""


@pytest.fixture
async def client(office: Office):
    async with office.client() as opened:
        yield opened


async def test_the_json_copy_holds_all_that_is_kept(office: Office, client: httpx.AsyncClient) -> None:
    address = await _address(office)
    assert (await client.get(address)).status_code == 200
    copy = (await client.post(f"{address}/json", headers=FROM_PAGE)).json()
    (registration,) = copy["registrations"]
    assert registration["full_name"] == "Nguyễn Thị Hường"
    assert registration["phone"] == "+84912345678"
    assert registration["commune"] == "Phường Cảnh Thụy"
    assert [request["kind"] for request in copy["requests"]] == ["copy"]
    assert copy["messages"] == []


async def test_the_pdf_copy_can_be_read(office: Office, client: httpx.AsyncClient) -> None:
    taken = await client.post(f"{await _address(office)}/pdf", headers=FROM_PAGE)
    document = pypdfium2.PdfDocument(taken.content)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    for wanted in (
        "Bản sao dữ liệu cá nhân",
        "Nguyễn Thị Hường",
        "0912 345 678",
        "Phường Cảnh Thụy",
        "YC000001",
    ):
        assert wanted in text


async def test_each_file_is_handed_out_once_and_looking_takes_nothing(
    office: Office, client: httpx.AsyncClient
) -> None:
    address = await _address(office)
    for _ in range(3):
        assert (await client.get(address)).status_code == 200
    for kind in ("json", "pdf"):
        assert (await client.post(f"{address}/{kind}", headers=FROM_PAGE)).status_code == 200
        again = await client.post(f"{address}/{kind}", headers=FROM_PAGE)
        assert again.status_code == 404
        assert "không còn dùng được" in again.text


async def test_a_copy_opens_for_a_day(office: Office, client: httpx.AsyncClient) -> None:
    address = await _address(office)
    office.clock.move(hours=25)
    assert (await client.get(address)).status_code == 404
    assert (await client.post(f"{address}/json", headers=FROM_PAGE)).status_code == 404


@pytest.mark.parametrize("forged", ["x", "gAAAAABforged", "%20"])
async def test_a_forged_address_opens_nothing(client: httpx.AsyncClient, forged: str) -> None:
    assert (await client.get(f"/ban-sao/{forged}")).status_code == 404


async def test_another_site_cannot_have_the_copy_taken(office: Office, client: httpx.AsyncClient) -> None:
    address = await _address(office)
    foreign = await client.post(f"{address}/json", headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 404
    assert (await client.post(f"{address}/json", headers=FROM_PAGE)).status_code == 200
