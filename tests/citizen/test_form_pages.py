"""The one-time form as a browser without a script meets it: proof, form, mistakes, once and never again."""

import asyncio
import re

import pytest
from sqlalchemy import text

from bot.registration.declaring import MAX_FAILURES
from bot.storage import DeclarationRepository
from tests.support.pages import Page

FILLED_IN = {
    "gender": "female",
    "birth_date": "05/09/1985",
    "personal_id": "024 185 000 001",
    "income": "2.000.000",
    "payment_method": "quarterly",
    "result_form": "electronic",
    "agreed": "yes",
}


@pytest.fixture
async def person(office):
    async with office.client() as client:
        yield client


async def proven(person, path: str) -> Page:
    return Page(await person.post(f"{path}/xac-nhan", data={"digits": "5678"}))


async def declared(office):
    async with office.database.reading() as session:
        return await DeclarationRepository(session).get(office.lead_id)


async def test_a_link_asks_whose_it_is_and_tells_nothing_before(office, person):
    page = Page(await person.get(await office.link()))
    assert "4 số cuối" in page.words
    assert "Hường" not in page.response.text
    assert "AT000001" not in page.response.text


async def test_the_form_begins_with_what_is_known_and_never_with_a_number(office, person):
    page = await proven(person, await office.link())
    fields = page.form("Gửi tờ khai").fields
    assert fields["full_name"] == "Nguyễn Thị Hường"
    assert fields["commune"] == "Phường Cảnh Thụy"
    assert fields["personal_id"] == fields["ethnicity"] == ""
    assert "agreed" not in fields


async def test_it_is_sent_once_told_and_the_link_is_used_up(office, person):
    path = await office.link()
    form = (await proven(person, path)).form("Gửi tờ khai")
    page = Page(await person.post(form.action, data=form.fields | FILLED_IN))
    assert page.status == 200
    assert "Đã nhận tờ khai AT000001" in page.words
    assert "024185000001" not in page.response.text
    assert office.told.said == ["utter_declaration_received"]
    assert (await declared(office)).data["income"] == 2_000_000
    for answer in (await person.get(path), await person.post(path, data=form.fields | FILLED_IN)):
        assert answer.status_code == 410
    assert office.told.said == ["utter_declaration_received"]


async def test_mistakes_are_told_at_their_fields_and_what_was_typed_stays(office, person):
    path = await office.link()
    form = (await proven(person, path)).form("Gửi tờ khai")
    wrong = form.fields | FILLED_IN | {"birth_date": "1985", "personal_id": "024085000001"}
    page = Page(await person.post(path, data=wrong))
    assert page.status == 422
    assert "Còn 2 chỗ cần sửa" in page.words
    assert page.form("Gửi tờ khai").fields["birth_date"] == "1985"
    links = re.findall(r'<a href="#(\w+)">', page.response.text)
    assert links == ["birth_date", "personal_id"]
    assert all(f'id="{name}-error"' in page.response.text for name in links)
    assert all(f'id="{name}"' in page.response.text for name in links)
    assert await declared(office) is None


async def test_a_stranger_is_locked_out_after_some_guesses(office, person):
    path = await office.link()
    for _ in range(MAX_FAILURES):
        assert (await person.post(f"{path}/xac-nhan", data={"digits": "0000"})).status_code == 403
    locked = await person.post(f"{path}/xac-nhan", data={"digits": "5678"})
    assert locked.status_code == 410
    assert "khóa" in Page(locked).words


async def test_guesses_that_come_at_once_are_counted_one_by_one(office, person):
    path = await office.link()
    guesses = [person.post(f"{path}/xac-nhan", data={"digits": f"{number:04d}"}) for number in range(12)]
    statuses = [answer.status_code for answer in await asyncio.gather(*guesses)]
    assert sorted(statuses) == [403] * MAX_FAILURES + [410] * (12 - MAX_FAILURES)


async def test_without_the_proof_nothing_is_taken(office, person):
    path = await office.link()
    answer = await person.post(path, data=FILLED_IN | {"full_name": "Nguyễn Thị Hường"})
    assert "4 số cuối" in Page(answer).words
    assert await declared(office) is None


async def test_a_proof_is_for_one_link_and_one_sitting(office, person):
    first = await office.link()
    await proven(person, first)
    cookie = person.cookies["antam_to_khai"]
    second = await office.link()
    person.cookies.set("antam_to_khai", cookie, path=second)
    assert "4 số cuối" in Page(await person.get(second)).words


async def test_another_sites_page_sends_nothing(office, person):
    path = await office.link()
    form = (await proven(person, path)).form("Gửi tờ khai")
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://la.example"}
    await person.post(path, data=form.fields | FILLED_IN, headers=foreign)
    assert await declared(office) is None


async def test_a_link_ends_with_its_time(office, person):
    path = await office.link()
    office.clock.move(hours=72)
    page = Page(await person.get(path))
    assert page.status == 410
    assert "hết hạn" in page.words


@pytest.mark.parametrize("token", ["x", "MQ.abc", "%00", "a" * 2000])
async def test_a_made_up_link_opens_nothing(office, person, token):
    for answer in (
        await person.get(f"/to-khai/{token}"),
        await person.post(f"/to-khai/{token}", data=FILLED_IN),
        await person.post(f"/to-khai/{token}/xac-nhan", data={"digits": "5678"}),
    ):
        assert answer.status_code == 404


async def test_an_erased_registration_has_no_form(office, person):
    path = await office.link()
    async with office.database.transaction() as session:
        await session.execute(text("DELETE FROM lead"))
    assert (await person.get(path)).status_code == 404


async def test_the_pages_stay_in_no_cache_and_load_nothing_from_elsewhere(office, person):
    path = await office.link()
    for answer in (await person.get(path), (await proven(person, path)).response):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "<script" not in answer.text
        assert re.findall(r'(?:src|href)="(https?:[^"]+)"', answer.text) == []
    style = await person.get("/to-khai/trang.css")
    assert len(style.content) < 5_000
    again = await person.get("/to-khai/trang.css", headers={"if-none-match": style.headers["etag"]})
    assert again.status_code == 304


async def test_the_cookie_is_for_this_page_only_and_out_of_a_scripts_reach(office, person):
    path = await office.link()
    answer = await person.post(f"{path}/xac-nhan", data={"digits": "5678"}, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert f"Path={path}" in cookie
    assert "HttpOnly" in cookie
    assert "Secure" in cookie
    assert "SameSite=lax" in cookie
